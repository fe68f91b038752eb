"""The layout file: every box under its own key, to a hundredth of a millimetre."""

import json

import pytest

from print.errors import PaperError
from print.geometry import Box, Code, Fiducial, Layout, Oval, Page, Row, Tone, Writing
from print.layout.compose import lay_out, tag
from print.layout.layout_json import from_json, to_json

PAGE = Page(
    number=3,
    fiducials=(Fiducial(8, 12.0, 13.0, 10.0),),
    codes=(Code("main", Box(1.5, 2.5, 3.5, 4.5)),),
    rows=(
        Row(
            "A1",
            Box(5.0, 6.0, 7.0, 8.0),
            (Oval(2, Box(5.25, 6.25, 7.25, 8.25)), Oval(201, Box(9, 10, 11, 12))),
        ),
    ),
    writing=(Writing("F2", Box(13.0, 14.0, 15.0, 16.0)),),
    tones=(Tone(Box(17.0, 18.0, 19.0, 20.0), 0.16),),
)
LAYOUT = Layout("sipas", "2025-1-large", (210.0, 297.0), (PAGE,))


def test_every_value_of_a_layout_has_its_key():
    assert to_json(LAYOUT) == {
        "questionnaire": "sipas",
        "version": "2025-1-large",
        "page_mm": [210.0, 297.0],
        "pages": [
            {
                "page": 3,
                "fiducials": [{"id": 8, "x": 12.0, "y": 13.0, "size": 10.0}],
                "codes": [{"role": "main", "x": 1.5, "y": 2.5, "w": 3.5, "h": 4.5}],
                "rows": [
                    {
                        "item": "A1",
                        "band": [5.0, 6.0, 7.0, 8.0],
                        "ovals": [
                            {"code": 2, "x": 5.25, "y": 6.25, "w": 7.25, "h": 8.25},
                            {"code": 201, "x": 9, "y": 10, "w": 11, "h": 12},
                        ],
                    }
                ],
                "writing": [{"item": "F2", "x": 13.0, "y": 14.0, "w": 15.0, "h": 16.0}],
                "tones": [{"darkness": 0.16, "x": 17.0, "y": 18.0, "w": 19.0, "h": 20.0}],
            }
        ],
    }


def test_a_layout_comes_back_from_its_file_as_it_was():
    assert from_json(json.loads(json.dumps(to_json(LAYOUT)))) == LAYOUT


def test_millimetres_are_written_to_a_hundredth():
    page = Page(1, (), (), (), (Writing("F2", Box(1.234, 1.236, 1 / 3, 2 / 3)),))

    written = to_json(Layout("q", "1", (210.0, 297.0), (page,)))["pages"][0]["writing"][0]

    assert written == {"item": "F2", "x": 1.23, "y": 1.24, "w": 0.33, "h": 0.67}


@pytest.mark.parametrize("key", ["questionnaire", "version", "page_mm", "pages"])
def test_a_layout_file_without_a_key_names_it(key):
    written = to_json(LAYOUT)
    del written[key]

    with pytest.raises(
        PaperError, match=rf"Tệp bố cục không đúng dạng \('{key}'\); in lại phiếu với --layout"
    ):
        from_json(written)


@pytest.mark.parametrize("large", [False, True])
def test_the_places_on_a_form_do_not_move_unnoticed(small, long, large):
    """Forms that are out come back to a program that lays them out anew: places that moved make them foreign.

    Whoever moves a place on purpose writes the new tags here, and tells the offices to keep their --layout files.
    """
    tags = {form.version: tag(lay_out(form, large=large)) for form in (small, long)}

    assert tags == TAGS[large]


TAGS = {
    False: {"0123456789abcdef": "B5Y3NX", "fedcba9876543210": "LICR6Y"},
    True: {"0123456789abcdef": "18UXCG", "fedcba9876543210": "6WZGP2"},
}
