"""What happens to a filled sheet on its way into a file: printer, folds, stamps, scanner glass, phone, copier.

``scan`` takes RGB paper (or grey, where no colour is needed) at 300 dpi and a named condition and returns what a scanner would have saved.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from tests.print.filled_forms import DPI, PX


@dataclass(frozen=True)
class Condition:
    """One way of scanning; angles in degrees, lengths as shares of the page, noise in grey levels.

    ``bed`` is how many millimetres of a black bed or roller the image shows on each side of the sheet.
    """

    name: str
    dpi: int = 200
    skew: float = 1.5
    turn: int = 0
    grey: bool = True
    jpeg: int = 80
    noise: float = 2.0
    blur: float = 0.35
    perspective: float = 0.0
    shadow: float = 0.0
    gamma: float = 1.0
    print_scale: tuple[float, float] = (0.985, 1.01)
    spoiled: tuple[str, ...] = ()
    bed: float = 0.0


CONDITIONS = {
    each.name: each
    for each in (
        Condition("200 dpi grey"),
        Condition("100 dpi grey", dpi=100),
        Condition("150 dpi grey", dpi=150),
        Condition("300 dpi grey", dpi=300),
        Condition("200 dpi colour", grey=False),
        Condition("skew 5", skew=5.0),
        Condition("jpeg 30 and noise", jpeg=30, noise=6.0),
        Condition("shadow", skew=2.0, shadow=0.45),
        Condition("dark and light", gamma=1.6),
        Condition("print 93 to 105 %", print_scale=(0.93, 1.05)),
        Condition("phone", dpi=170, skew=5.0, perspective=0.04, shadow=0.35, blur=0.8, grey=False),
        Condition("photocopy", spoiled=("photocopy",)),
        Condition("bilevel", spoiled=("bilevel",)),
        Condition("stamp", grey=False, spoiled=("stamp",)),
        Condition("fold", spoiled=("fold",)),
        Condition("show-through", spoiled=("show-through",)),
        Condition("streak", spoiled=("streak",)),
        Condition("staple", spoiled=("staple",)),
        Condition("torn corner", spoiled=("torn corner",)),
        Condition("stain", grey=False, spoiled=("stain",)),
        Condition("upside down", turn=180),
        Condition("sideways", turn=90),
        Condition("black bed", bed=30.0),
        Condition("streak on black bed", bed=6.0, spoiled=("streak",)),
    )
}


def stamp(image, rng):
    """A round red office stamp with letters, anywhere on the page."""
    h, w = image.shape[:2]
    at = (int(rng.uniform(0.2, 0.9) * w), int(rng.uniform(0.2, 0.9) * h))
    mask = np.zeros((h, w), np.uint8)
    for radius, thick in ((17, 0.8), (14.5, 0.4)):
        cv2.circle(mask, at, int(radius * PX), 255, max(1, int(thick * PX)), cv2.LINE_AA)
    place = (at[0] - int(12 * PX), at[1])
    cv2.putText(mask, "BUU DIEN", place, cv2.FONT_HERSHEY_SIMPLEX, 2.2, 255, 6, cv2.LINE_AA)
    patchy = cv2.resize(rng.uniform(0.3, 1, (h // 16, w // 16)).astype(np.float32), (w, h))
    _multiply(image, mask * patchy / 255, (200, 30, 50))


def fold(image, rng):
    """A crease across the page: a shadow on one side, a light line on the other, paper moved by a hair."""
    h = image.shape[0]
    y = int(rng.choice([h / 2, h / 3, h * 2 / 3]) + rng.normal(0, 30))
    rows = np.arange(h)
    shade = 1 - rng.uniform(0.05, 0.22) * np.exp(-(((rows - y) / (1.2 * PX)) ** 2))
    image[:] = np.clip(image * shade[:, None, None], 0, 255)
    image[y : y + rng.integers(1, 4)] = np.minimum(image[y : y + 1], 150)
    moved = int(rng.integers(0, 5))
    if moved:
        image[y:-moved] = image[y + moved :]


def show_through(image, rng):
    """The other side shines through thin paper: mirrored, soft and pale."""
    other = cv2.GaussianBlur(cv2.flip(image, 1), (0, 0), 4)
    other = np.roll(other, rng.integers(-60, 60, 2), (0, 1))
    strength = rng.uniform(0.05, 0.16)
    image[:] = image * (1 - strength * (1 - other / 255.0))


def streak(image, rng):
    """Dust on the glass of a document feeder: straight lines down the whole image, however the sheet lies."""
    for _ in range(rng.integers(1, 4)):
        x = int(rng.uniform(0.05, 0.97) * image.shape[1])
        wide = int(rng.integers(1, 5))
        dark = rng.uniform(0.15, 0.9)
        image[:, x : x + wide] = image[:, x : x + wide] * (1 - dark)


def staple(image, rng):
    at = rng.uniform((8, 8), (30, 25)) * PX
    along = np.array([np.cos(0.6), np.sin(0.6)]) * 10 * PX
    cv2.line(image, at.astype(int).tolist(), (at + along).astype(int).tolist(), (70, 70, 70), 9, cv2.LINE_AA)


def torn_corner(image, rng):
    h, w = image.shape[:2]
    size = rng.uniform(25, 45) * PX
    corner = [(0, 0), (w, 0), (w, h), (0, h)][rng.integers(4)]
    signs = (1 if corner[0] == 0 else -1, 1 if corner[1] == 0 else -1)
    points = np.array(
        [corner, (corner[0] + signs[0] * size, corner[1]), (corner[0], corner[1] + signs[1] * size)]
    )
    cv2.fillPoly(image, [points.astype(np.int32)], (250, 250, 250) if rng.random() < 0.5 else (15, 15, 15))


def stain(image, rng):
    h, w = image.shape[:2]
    at = (int(rng.uniform(0.3, 0.95) * w), int(rng.uniform(0.2, 0.9) * h))
    mask = np.zeros((h, w), np.uint8)
    cv2.circle(mask, at, int(rng.uniform(15, 35) * PX), 90, -1)
    cv2.circle(mask, at, int(rng.uniform(20, 35) * PX), 200, int(2 * PX))
    _multiply(image, cv2.GaussianBlur(mask, (0, 0), 8) / 255 * rng.uniform(0.2, 0.5), (150, 110, 60))


def _multiply(image, cover, rgb):
    colour = np.array(rgb, np.float32) / 255
    image[:] = image * (1 - cover[..., None].astype(np.float32) * (1 - colour))


ON_PAPER = {
    "stamp": stamp,
    "fold": fold,
    "show-through": show_through,
    "staple": staple,
    "torn corner": torn_corner,
    "stain": stain,
}


def photocopy(grey, rng):
    """A copier: hard contrast that loses pencil, thickened black, toner specks, its own scale and a new scan."""
    low, high = rng.uniform(60, 105), rng.uniform(150, 200)
    out = np.clip((grey.astype(np.float32) - low) / (high - low), 0, 1)
    out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.6, 1.1))
    out = np.clip((out - 0.25) / 0.6, 0, 1)
    specks = rng.random(grey.shape) < 10 ** rng.uniform(-5.2, -4.2)
    out = np.minimum(out, 1 - cv2.dilate(specks.astype(np.float32), np.ones((3, 3))) * rng.uniform(0.5, 1.0))
    return 255 * (0.08 + 0.9 * out)


def bilevel(grey, rng):
    """A scanner set to black and white."""
    return np.where(grey < rng.uniform(110, 165), 0, 255)


def _homography(condition, shape, out, rng):
    """Base pixels to scan pixels: print scale, skew, perspective and turn about the middle of the sheet."""
    h, w = shape
    scale = condition.dpi / DPI
    grow = rng.uniform(*condition.print_scale)
    angle = np.deg2rad(rng.uniform(-condition.skew, condition.skew) + condition.turn)
    c, s = np.cos(angle), np.sin(angle)
    to_middle = np.array([[1, 0, -w / 2], [0, 1, -h / 2], [0, 0, 1]])
    turn = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ np.diag([grow * scale, grow * scale, 1])
    shift = rng.uniform(-0.005, 0.005, 2) * w * scale
    back = np.array([[1, 0, out[0] / 2 + shift[0]], [0, 1, out[1] / 2 + shift[1]], [0, 0, 1]])
    if not condition.perspective:
        return back @ turn @ to_middle
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    pulled = corners + rng.uniform(-1, 1, (4, 2)) * condition.perspective * (w, h)
    return back @ turn @ to_middle @ cv2.getPerspectiveTransform(corners, pulled.astype(np.float32))


def scan(paper: np.ndarray, condition: Condition, *, seed: int) -> np.ndarray:
    """Return the scanned image (grey or BGR, 8 bit) of one sheet of RGB paper at 300 dpi."""
    rng = np.random.default_rng((seed, 7))
    cv2.setRNGSeed(seed)
    paper = paper.copy() if ON_PAPER.keys() & set(condition.spoiled) else paper
    for name in condition.spoiled:
        if name in ON_PAPER:
            ON_PAPER[name](paper, rng)
    image = paper
    if paper.ndim == 3:
        image = cv2.cvtColor(paper, cv2.COLOR_RGB2GRAY if condition.grey else cv2.COLOR_RGB2BGR)
    if "photocopy" in condition.spoiled:
        image = photocopy(image, rng).astype(np.uint8)
    h, w = image.shape[:2]
    scale = condition.dpi / DPI
    wide, high = (h, w) if condition.turn in {90, 270} else (w, h)
    grow = 1 + 2 * condition.perspective
    beside = 2 * condition.bed * PX * scale
    out = (int(wide * scale * grow + beside), int(high * scale * grow + beside))
    matrix = _homography(condition, (h, w), out, rng)
    if scale < 1:
        image = cv2.GaussianBlur(image, (0, 0), 0.45 / scale)
    bed = float(rng.choice([252, 245, 20]))
    bed = 20.0 if condition.bed else bed
    image = cv2.warpPerspective(image, matrix, out, flags=cv2.INTER_LINEAR, borderValue=(bed,) * 3)
    if "streak" in condition.spoiled:
        streak(image, rng)
    return _into_file(_light(image, condition, rng), condition, rng)


def _light(image, condition, rng):
    high, wide = image.shape[:2]
    if condition.blur:
        image = cv2.GaussianBlur(image, (0, 0), condition.blur)
    image = image.astype(np.float32) * rng.uniform(0.93, 0.985)
    if condition.shadow:
        edge = (
            np.linspace(0, 1, wide)[None, :] * rng.normal() + np.linspace(0, 1, high)[:, None] * rng.normal()
        )
        soft = 1 / (1 + np.exp(-(edge - np.median(edge)) * rng.uniform(3, 15)))
        shade = (1 - condition.shadow * soft).astype(np.float32)
        image *= shade[..., None] if image.ndim == 3 else shade
    if condition.gamma != 1.0:
        power = float(rng.choice([condition.gamma, 1 / condition.gamma]))
        image = 255 * (np.clip(image, 0, 255) / 255) ** power
    noise = np.empty(image.shape, np.float32)
    cv2.randn(noise, 0, condition.noise)
    return image + noise


def _into_file(image, condition, rng):
    if "bilevel" in condition.spoiled:
        return bilevel(image, rng).astype(np.uint8)
    image = np.clip(image, 0, 255).astype(np.uint8)
    if condition.jpeg >= 100:
        return image
    _, coded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, condition.jpeg])
    return cv2.imdecode(coded, cv2.IMREAD_UNCHANGED)


def in_colour(condition: Condition) -> bool:
    """Tell whether the paper must be in colour; grey is three times as quick."""
    return not condition.grey or bool(ON_PAPER.keys() & set(condition.spoiled))


def at(condition: Condition, dpi: int) -> Condition:
    return replace(condition, name=f"{condition.name} at {dpi}", dpi=dpi)
