"""A layout as the JSON that ``sipas print --layout`` writes, and back; millimetres to a hundredth."""

from collections.abc import Mapping, Sequence
from typing import cast

from print.errors import PaperError
from print.geometry import Box, Code, Fiducial, Layout, Oval, Page, Row, Tone, Writing

Json = Mapping[str, object]


def to_json(layout: Layout) -> dict[str, object]:
    """Return plain values; ``x`` and ``y`` are the top-left corner of each box."""
    return {
        "questionnaire": layout.questionnaire,
        "version": layout.version,
        "page_mm": list(layout.page_mm),
        "pages": [_page(page) for page in layout.pages],
    }


def _page(page: Page) -> dict[str, object]:
    return {
        "page": page.number,
        "fiducials": [
            {"id": mark.id, "x": _mm(mark.x), "y": _mm(mark.y), "size": _mm(mark.size)}
            for mark in page.fiducials
        ],
        "codes": [{"role": code.role, **_corner(code.box)} for code in page.codes],
        "rows": [
            {
                "item": row.item,
                "band": list(_corner(row.band).values()),
                "ovals": [{"code": oval.code, **_corner(oval.box)} for oval in row.ovals],
            }
            for row in page.rows
        ],
        "writing": [{"item": place.item, **_corner(place.box)} for place in page.writing],
        "tones": [{"darkness": tone.darkness, **_corner(tone.box)} for tone in page.tones],
    }


def _corner(box: Box) -> dict[str, float]:
    return {"x": _mm(box.x), "y": _mm(box.y), "w": _mm(box.w), "h": _mm(box.h)}


def _mm(value: float) -> float:
    return round(value, 2)


def from_json(data: Json) -> Layout:
    """Return the layout that :func:`to_json` wrote.

    Raises:
        PaperError: a key is missing or has a value of another kind.
    """
    try:
        wide, high = cast(Sequence[float], data["page_mm"])
        return Layout(
            str(data["questionnaire"]),
            str(data["version"]),
            (float(wide), float(high)),
            tuple(_read_page(page) for page in _list(data, "pages")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PaperError(
            f"Tệp bố cục không đúng dạng ({error}); in lại phiếu với --layout để có tệp mới.",
            f"The layout file is malformed ({error}); print again with --layout to get a new one.",
        ) from error


def _list(data: Json, key: str) -> Sequence[Json]:
    return cast(Sequence[Json], data[key])


def _number(data: Json, key: str) -> float:
    return float(cast(float, data[key]))


def _box(data: Json) -> Box:
    return Box(_number(data, "x"), _number(data, "y"), _number(data, "w"), _number(data, "h"))


def _read_page(data: Json) -> Page:
    return Page(
        number=int(_number(data, "page")),
        fiducials=tuple(
            Fiducial(int(_number(m, "id")), _number(m, "x"), _number(m, "y"), _number(m, "size"))
            for m in _list(data, "fiducials")
        ),
        codes=tuple(Code(str(code["role"]), _box(code)) for code in _list(data, "codes")),
        rows=tuple(_read_row(row) for row in _list(data, "rows")),
        writing=tuple(Writing(str(w["item"]), _box(w)) for w in _list(data, "writing")),
        tones=tuple(Tone(_box(tone), _number(tone, "darkness")) for tone in _list(data, "tones")),
    )


def _read_row(data: Json) -> Row:
    x, y, w, h = cast(Sequence[float], data["band"])
    ovals = tuple(Oval(int(_number(oval, "code")), _box(oval)) for oval in _list(data, "ovals"))
    return Row(str(data["item"]), Box(float(x), float(y), float(w), float(h)), ovals)
