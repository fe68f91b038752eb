"""Whatever a scanner does to a page, a row may move to a person but never to another value."""

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from print.scanning.image_files import darkest
from print.scanning.page_reader import read_image
from print.scanning.rows.classify import classify
from print.scanning.rows.row_ink import OvalInk, RowInk
from print.scanning.scan import layouts_of
from tests.print.blank_forms import BlankForm
from tests.print.damage import CONDITIONS
from tests.print.trial import one_page

# Pages are drawn, spoiled and read here, a fifth of a second each.
pytestmark = pytest.mark.slow

CLEAN_OVAL = OvalInk(0.0, 0.0, 0.0, 0.0, 0.0, 0.9, struck=False)
MARKED_OVAL = OvalInk(0.3, 0.0, 0.8, 0.2, 1.0, 0.9, struck=False)


@pytest.fixture(scope="module")
def filled(small):
    paper = BlankForm(small)
    page = max(paper.layout.pages, key=lambda each: len(each.rows)).number
    done, _ = one_page(paper, page, CONDITIONS["200 dpi grey"], seed=21, pen="blue")
    return done, cv2.resize(done.image, None, fx=2 / 3, fy=2 / 3, interpolation=cv2.INTER_AREA)


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    angle=st.floats(-5, 5),
    quarter=st.integers(0, 3),
    scale=st.floats(0.5, 1.4),
    shift=st.tuples(st.floats(-12, 12), st.floats(-12, 12)),
    gamma=st.floats(0.6, 1.7),
    noise=st.floats(0, 10),
    quality=st.integers(25, 95),
)
def test_no_scan_moves_a_row_to_another_value(
    small, filled, angle, quarter, scale, shift, gamma, noise, quality
):
    done, image = filled
    high, wide = image.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0) + np.array(
        [[0, 0, shift[0]], [0, 0, shift[1]]]
    )
    moved = cv2.warpAffine(image, turn, (wide, high), borderValue=250.0)
    moved = cv2.resize(np.rot90(moved, quarter), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    toned = 255 * (moved / 255.0) ** gamma + np.random.default_rng(1).normal(0, noise, moved.shape)
    _, coded = cv2.imencode(
        ".jpg", np.clip(toned, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )

    reading = read_image(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), layouts_of(small), file="x", image=0)

    assert reading.number in {None, done.number}
    assert reading.page in {None, done.page}
    for row in reading.rows:
        assert row.code in {None, done.truth[row.item].code}


@given(noise=st.integers(0, 2**32 - 1), side=st.integers(400, 900))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_no_picture_stops_the_reader(small, noise, side):
    picture = np.random.default_rng(noise).integers(0, 256, (side, 500), dtype=np.uint8)

    reading = read_image(picture, layouts_of(small), file="x", image=0)

    assert reading.state == "unreadable"


@given(
    inside=st.lists(st.floats(0, 1), min_size=2, max_size=6),
    free=st.floats(0, 30),
    pale=st.floats(0, 1),
    tone=st.floats(0, 1),
)
def test_a_value_is_accepted_only_where_one_oval_alone_has_ink(inside, free, pale, tone):
    ovals = tuple(OvalInk(share, pale, tone, 0.0, 0.0, 0.9, struck=False) for share in inside)

    verdict = classify(range(1, len(ovals) + 1), RowInk(ovals, free, 0.0, 0.0, 0.0, 0.9))

    if verdict.code:
        assert inside[verdict.code - 1] == max(inside)
        assert sum(share >= 0.04 for share in inside) == 1
        assert free <= 1.2
    if verdict.code == 0:
        assert max(inside) < 0.012
        assert free <= 0.3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"free": 2.0}, "ink beside"),
        ({"pale_free": 1.0}, "pale ink beside"),
        ({"free": 9.0, "linked": 9.0}, "ink beside"),
    ],
)
def test_ink_beside_a_mark_goes_to_a_person_with_a_suggestion(change, reason):
    ink = {"free": 0.0, "pale_free": 0.0, "linked": 0.0, "spilt": 0.0, "match": 0.9} | change

    verdict = classify([1, 2], RowInk((CLEAN_OVAL, MARKED_OVAL), **ink))

    assert (verdict.code, verdict.reason, verdict.suggest) == (None, reason, 2)


def test_a_correction_is_suggested_and_never_decided():
    blackened = OvalInk(0.95, 0.0, 0.8, 0.3, 1.0, 0.9, struck=False)

    verdict = classify([1, 2, 3], RowInk((blackened, CLEAN_OVAL, MARKED_OVAL), 0.0, 0.0, 0.0, 0.0, 0.9))

    assert (verdict.code, verdict.suggest) == (None, 3)


def test_the_darkest_channel_counts_so_that_blue_ink_stays_dark():
    blue = np.full((10, 10, 3), (200, 60, 50), np.uint8)

    assert int(darkest(blue).max()) == 50
