"""Routes: where the forms of a batch are handed out, by name, and in which order a postman walks.

- ``walked(forms, named, base_url=…) -> list[FormToPrint]``: village by village, each in the order of its list, the
  reserves of a village last
- ``AreaNames.of(session, day)``: what the areas in force are called, by code

A route is what the sample knows of the place: the form's area and the clusters of its design cell. Where the last
cluster is no area with a name, the name is what the hand-out labels of all forms of the route share.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy.orm import Session

from print import number
from print.batch import FormToPrint, Reserve, Route
from survey_app.areas import areas
from survey_app.areas.frame import VILLAGE
from survey_app.tables import Area, Form, SampleRole
from survey_app.waves import catalogue

Key = tuple[int, tuple[str, ...]]
LABEL_SEPARATOR = " · "
_DIGITS = re.compile(r"(\d+)")
# Letters and digits without a space, a digit among them: «25195-02», «AP01»; «Ấp 3» is a name.
_CODE = re.compile(r"[A-Z0-9./_-]*\d[A-Z0-9./_-]*")


@dataclass(frozen=True, slots=True)
class AreaNames:
    """Names of areas by code, such as «phường Bình Phước»; areas without a name are not there."""

    by_code: Mapping[str, str]

    @classmethod
    def of(cls, session: Session, day: dt.date) -> "AreaNames":
        """Return the names of the areas in force on a day."""
        return cls({area.code: name for area in areas.in_force(session, day) if (name := area_name(area))})


def area_name(area: Area | None) -> str:
    """Return kind and name of an area, such as «phường Bình Phước»; nothing where only its code is known."""
    name = area.name.strip() if area else ""
    if area is None or not name or name == area.code:
        return ""
    has_kind = name.casefold().startswith(f"{area.kind} ".casefold())
    return name if has_kind else f"{area.kind} {name}".strip()


def is_code(text: str) -> bool:
    """Tell whether a text names a place to a machine only.

    >>> is_code("25195-02"), is_code("AP01"), is_code("Ấp 3")
    (True, True, False)
    """
    return _CODE.fullmatch(text) is not None


def walked(forms: Iterable[Form], names: AreaNames, *, base_url: str) -> list[FormToPrint]:
    """Return the forms of a batch as they are printed, in the order of a walk from village to village.

    Args:
        forms: the forms, with their cells and areas.
        names: what the areas are called.
        base_url: the address of the web pages.
    """
    grouped: dict[Key, list[Form]] = {}
    for form in forms:
        grouped.setdefault(_key(form), []).append(form)
    shared = _shared_columns(grouped.values())
    result: list[FormToPrint] = []
    for key in sorted(grouped, key=lambda each: _route_order(grouped[each][0])):
        of_route = sorted(grouped[key], key=_walk_order(shared))
        route = _route(of_route[0], shared, names)
        groups = {_group(form) for form in of_route}
        for form in of_route:
            reserve = _reserve(form, several=len(groups) > 1)
            result.append(to_print(form, base_url, place=_entry(form, shared), route=route, reserve=reserve))
    return result


def to_print(
    form: Form,
    base_url: str,
    *,
    place: str | None = None,
    route: Route | None = None,
    reserve: Reserve | None = None,
) -> FormToPrint:
    """Return a form with its number, its code and its address on the web."""
    code = catalogue.access_code(form)
    return FormToPrint(number.write(form.serial), code, f"{base_url}/p/{code}", place, route, reserve)


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key by which «Ấp 2» comes before «Ấp 10», and «Đ» after «D».

    >>> sorted(["Ấp 10", "Ấp 2", "An", "Đa", "Da"], key=natural)
    ['An', 'Ấp 2', 'Ấp 10', 'Da', 'Đa']
    """
    parts = _DIGITS.split(unicodedata.normalize("NFC", text).casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, _plain(part)) for part in parts if part)


def _plain(text: str) -> str:
    """Return letters without their marks, so that they sort by the letter; a text of equal letters keeps its order."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d\uffff"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _key(form: Form) -> Key:
    return form.cell.area_id, tuple(form.cell.clusters)


def _route_order(form: Form) -> tuple[object, ...]:
    return natural(form.cell.area.code), tuple(map(natural, form.cell.clusters))


def _walk_order(shared: frozenset[int]) -> Callable[[Form], tuple[object, ...]]:
    """Return the order within a route: by the place's own list, then the reserves group by group in their order."""

    def order(form: Form) -> tuple[object, ...]:
        if form.role is SampleRole.RESERVE:
            return 1, natural(_group(form)), form.place, form.serial
        return 0, natural(_entry(form, shared) or ""), 0, form.serial

    return order


def _parts(form: Form) -> list[str]:
    return form.label.split(LABEL_SEPARATOR) if form.label else []


def _shared_columns(routes: Iterable[Sequence[Form]]) -> frozenset[int]:
    """Return the parts of the hand-out labels, by position, that are one on every route and so name the place.

    Routes of one form cannot tell, so a batch of such routes alone has none.
    """
    columns: dict[int, bool] = {}
    for forms in routes:
        if len(forms) > 1:
            for i, values in enumerate(zip_longest(*map(_parts, forms))):
                columns[i] = columns.get(i, True) and len(set(values)) == 1
    return frozenset(i for i, one in columns.items() if one)


def _own_codes(form: Form) -> list[str]:
    """Return the clusters of a form below its area, smallest first, each without the path above it."""
    above, own = form.cell.area.code, []
    for cluster in form.cell.clusters:
        text = cluster.removeprefix(f"{above}/").removeprefix(f"{form.cell.area.code}/")
        if text != form.cell.area.code:
            own.append(text)
        above = cluster
    return own[::-1]


def _entry(form: Form, shared: frozenset[int]) -> str | None:
    """Return what tells a form from the others of its route, such as «số 1648» of the village's list."""
    known = {form.cell.area.code, *_own_codes(form)}
    parts = _parts(form)
    left = [
        f"số {part}" if part.isdecimal() and i == len(parts) - 1 else part
        for i, part in enumerate(parts)
        if part not in known and (i not in shared or is_code(part))
    ]
    return LABEL_SEPARATOR.join(left) or None


def _route(form: Form, shared: frozenset[int], names: AreaNames) -> Route:
    area, own = form.cell.area, _own_codes(form)
    code = "/".join((area.code, *own[::-1]))
    told = [part for i, part in enumerate(_parts(form)) if i in shared and not is_code(part)]
    below = [name for text in own if (name := names.by_code.get(text, "" if is_code(text) else text))]
    if area.level == VILLAGE:
        below.append(area_name(area))
    commune = area_name(area.parent if area.level == VILLAGE else area)
    village = dict.fromkeys(filter(None, (*below, *told)))
    return Route(code, ", ".join(name for name in village if name != commune), commune)


def _group(form: Form) -> str:
    return form.last_stratum or form.cell.stratum


def _reserve(form: Form, *, several: bool) -> Reserve | None:
    if form.role is not SampleRole.RESERVE:
        return None
    replaced = number.write(form.replaces.serial) if form.replaces else ""
    return Reserve(form.place, _group(form) if several else "", replaced)
