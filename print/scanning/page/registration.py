"""Registration of a page: the map from millimetres to pixels, by fiducials or what is left of them."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations

import cv2
import numpy as np

from print.geometry import Box, Fiducial, Page

Points = np.ndarray  # shape (n, 2)
Found = dict[int, Points]  # fiducial id -> its four corners in pixels, clockwise from the mark's own top left

_SEARCH_SIDE = 1300  # the long side, in pixels, of the picture in which marks are looked for first
_PER_PAGE = 4
_LOOSE = 1.5  # millimetres by which marks may miss when codes stand in for fiducials


@dataclass(frozen=True)
class Registration:
    """The map from millimetres of the layout to pixels of the image.

    ``matrix`` is the 3 × 3 homography, ``fiducials`` how many marks it rests on, ``error`` the largest
    distance in millimetres between a mark's corner and where the homography puts it.
    """

    matrix: np.ndarray
    fiducials: int
    error: float

    def pixels(self, box: Box, margin: float = 0.0) -> Points:
        """Return the four corners, in pixels, of a box grown by a margin in millimetres."""
        return through(self.matrix, corners(box, margin))


def corners(box: Box, margin: float = 0.0) -> Points:
    """Return a box's corners in millimetres, clockwise from the top left."""
    left, top = box.x - margin, box.y - margin
    right, low = box.x + box.w + margin, box.y + box.h + margin
    return np.array([[left, top], [right, top], [right, low], [left, low]])


def through(matrix: np.ndarray, points: Points) -> Points:
    """Return points moved by a homography."""
    moved = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:])


@cache
def _detector() -> cv2.aruco.ArucoDetector:
    settings = cv2.aruco.DetectorParameters()
    settings.minMarkerPerimeterRate = 0.05
    settings.maxMarkerPerimeterRate = 0.5
    settings.adaptiveThreshWinSizeMin = 13
    settings.adaptiveThreshWinSizeMax = 43
    settings.adaptiveThreshWinSizeStep = 15
    settings.errorCorrectionRate = 0.0
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_NONE
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    return cv2.aruco.ArucoDetector(dictionary, settings)


def find_fiducials(grey: np.ndarray) -> Found:
    """Return the fiducials of an 8-bit grey image that it shows once, corners refined to a fraction of a pixel.

    They are searched in a small copy first, and in the whole image only when that shows fewer than four.
    """
    shrink = _shrink(grey, _SEARCH_SIDE)
    found = _once(_search(grey, shrink))
    if len(found) < _PER_PAGE and shrink < 1:
        found = _once(_search(grey, min(1.0, shrink * 2))) | found
    return {mark: _refine(grey, points) for mark, points in found.items()}


def find_all_fiducials(grey: np.ndarray) -> list[tuple[int, Points]]:
    """Return every fiducial of an image that may show two sheets, by id, one that it shows twice twice."""
    marks = _search(grey, _shrink(grey, _SEARCH_SIDE * math.sqrt(2)))
    return [(mark, _refine(grey, points)) for mark, points in marks]


def _shrink(grey: np.ndarray, side: float) -> float:
    """Return the share of the image's size at which marks are looked for first.

    One by a whole number is taken where it is near: such a copy costs next to nothing.
    """
    times = max(grey.shape) / side
    return float(min(1.0, 1 / (round(times) if times >= 1.5 else times)))


def _search(grey: np.ndarray, shrink: float) -> list[tuple[int, Points]]:
    small = (
        grey if shrink == 1 else cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    )
    quads, ids, _ = _detector().detectMarkers(small)
    if ids is None:
        return []
    return [
        (int(mark), (quad[0] + 0.5) / shrink - 0.5) for quad, mark in zip(quads, ids.ravel(), strict=True)
    ]


def _once(marks: list[tuple[int, Points]]) -> Found:
    seen = Counter(mark for mark, _ in marks)
    return {mark: points for mark, points in marks if seen[mark] == 1}


def _refine(grey: np.ndarray, points: Points) -> Points:
    side = float(np.linalg.norm(points[0] - points[1]))
    reach = max(2, round(side / 16))
    exact = points.astype(np.float32).reshape(-1, 1, 2).copy()
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.02)
    cv2.cornerSubPix(grey, exact, (reach, reach), (-1, -1), stop)
    return np.asarray(exact.reshape(-1, 2), dtype=np.float64)


def page_of(found: Found) -> int | None:
    """Return the page all fiducials agree on, or None when there is none or they disagree."""
    pages = {mark // _PER_PAGE + 1 for mark in found}
    return pages.pop() if len(pages) == 1 else None


def register(page: Page, found: Found, codes: Sequence[Points] = ()) -> Registration | None:
    """Return the registration of a page, or None when too little of it is seen or the marks do not fit.

    Args:
        page: the layout's page.
        found: fiducials seen; those of other pages are left out.
        codes: corners of the page's QR codes, used only where fewer than three fiducials are seen.
    """
    marks_by_id = {mark.id: mark for mark in page.fiducials}
    seen = [mark for mark in found if mark in marks_by_id]
    source = [_mark_corners(marks_by_id[mark]) for mark in seen]
    target = [found[mark] for mark in seen]
    if len(seen) >= 3:
        return _fit(source, target, len(seen))
    # The two codes of a page do not say which is which: the assignment that fits is right.
    guesses = (
        _fit([*source, *(corners(code.box) for code in guess)], [*target, *codes], len(seen))
        for guess in permutations(page.codes, len(codes))
    )
    fits = [fit for fit in guesses if fit is not None and fit.error < _LOOSE]
    return min(fits, key=lambda fit: fit.error, default=None)


def _mark_corners(mark: Fiducial) -> Points:
    return corners(Box(mark.x, mark.y, mark.size, mark.size))


def _fit(source: list[Points], target: list[Points], fiducials: int) -> Registration | None:
    """Fit a homography to three fiducials or more; to fewer an affine map, which errs less far from them."""
    if len(source) < 2:
        return None
    here, there = np.vstack(source), np.vstack(target)
    if fiducials >= 3:
        matrix = np.array(cv2.findHomography(here, there)[0], dtype=float)
    else:
        affine = np.array(cv2.estimateAffine2D(here, there, method=cv2.LMEDS)[0], dtype=float)
        matrix = np.vstack([affine, [0.0, 0.0, 1.0]]) if affine.size == 6 else np.array(np.nan)
    # OpenCV gives None, hence nan, for points that determine no map.
    if matrix.shape != (3, 3) or not np.isfinite(matrix).all() or abs(np.linalg.det(matrix)) < 1e-9:
        return None
    error = np.abs(through(np.linalg.inv(matrix), there) - here).max()
    return Registration(matrix, fiducials, float(error))
