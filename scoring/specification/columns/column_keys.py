"""The part ``[columns]`` of a specification: columns made of others by brackets, codes and words."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan

from scoring.columns.levels import label
from scoring.errors import ScoringError
from scoring.specification.columns.rule_text import Written, written
from scoring.specification.toml_keys import Keys

KEYS = ("from", "missing", "cut", "recode", "else", "labels")
MISSING, COPY = "missing", "copy"


@dataclass(frozen=True, kw_only=True)
class ColumnSpec:
    """One table ``[columns.NAME]``.

    Args:
        keys: its keys, for messages.
        name: the column it makes; without ``source`` a column of the data, or a pattern, that it changes in place.
        source: the column it is made from; None: the data's own of that name.
        missing: the codes that become blank, before all else.
        cut: the lower bounds of brackets, increasing.
        recode: the codes that become a new one, by what they become, in the order of the file; None is blank.
        otherwise: what codes outside ``recode`` become; None: blank, and counted in a note.
        labels: the words for codes.
    """

    keys: Keys
    name: str
    source: str | None
    missing: Sequence[Written]
    cut: Sequence[float]
    brackets: Sequence[str]
    recode: Sequence[tuple[Sequence[Written], str]]
    otherwise: str | None
    labels: Mapping[str, str]


def read_columns(keys: Keys) -> list[ColumnSpec]:
    """Return the columns of a specification in the order of the file."""
    out = []
    for name, table in keys.values.items():
        if not isinstance(table, dict):
            raise keys.wrong(
                name, f"phải là bảng, như [columns.{name}]", f"must be a table, such as [columns.{name}]"
            )
        out.append(_column(Keys(f"[columns.{name}]", table).only(KEYS), name))
    return out


def _column(keys: Keys, name: str) -> ColumnSpec:
    source = keys.text("from")
    makes = [key for key in ("cut", "recode") if key in keys.values]
    if len(makes) > 1:
        raise keys.wrong(
            "recode", "không dùng cùng «cut»; hãy làm hai cột", "not together with “cut”; make two columns"
        )
    if makes and source is None:
        raise keys.wrong(
            "from",
            f"còn thiếu: {makes[0]} làm cột mới, hãy ghi from = cột gốc",
            f"is missing: {makes[0]} makes a new column; write from = the column it comes from",
        )
    if source is not None and set("*?[") & set(name):
        raise keys.wrong(
            "from",
            "tên có *, ? hoặc [ là mẫu tên của các cột có sẵn; cột mới cần tên không có chúng",
            "a name with *, ? or [ is a pattern of columns of the data; call the new column without them",
        )
    if source == name:
        raise keys.wrong(
            "from",
            "trùng tên cột mới; hãy đặt tên khác cho cột mới",
            "is the name of the new column; call the new one otherwise",
        )
    if not keys.values:
        raise keys.wrong(
            "labels", f"bảng trống; được dùng: {', '.join(KEYS)}", f"empty; use {', '.join(KEYS)}"
        )
    cut = _cut(keys)
    return ColumnSpec(
        keys=keys,
        name=name,
        source=source,
        missing=[_written(code) for code in keys.codes("missing") or ()],
        cut=cut,
        brackets=_brackets(keys, cut),
        recode=_recode(keys),
        otherwise=_otherwise(keys),
        labels={} if cut else _labels(keys),
    )


def _written(code: object) -> Written:
    """Return a code of TOML; a text that is a number stands for its value, as a number does."""
    return written(label(code))


def _cut(keys: Keys) -> list[float]:
    if "cut" not in keys.values:
        return []
    listed = keys.values["cut"]
    if not isinstance(listed, list) or not listed or not all(_is_bound(one) for one in listed):
        raise keys.wrong(
            "cut", "phải là danh sách số, như [18, 35, 60]", "must be a list of numbers, such as [18, 35, 60]"
        )
    bounds = [float(one) for one in listed]
    odd = next((b for a, b in pairwise(bounds) if b <= a), None)
    if odd is not None:
        raise keys.wrong(
            "cut", f"các mốc phải tăng dần, {odd:g} thì không", f"must increase, {odd:g} does not"
        )
    return bounds


def _is_bound(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and not isnan(value)


def _brackets(keys: Keys, cut: Sequence[float]) -> list[str]:
    """Return the names of brackets, by default ``18–<35`` and ``60+``."""
    if not cut:
        return []
    if "labels" not in keys.values:
        return [_range(low, high) for low, high in zip(cut, [*cut[1:], None], strict=True)]
    names = keys.values["labels"]
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise keys.wrong(
            "labels",
            "cùng «cut» thì phải là danh sách tên khoảng",
            "must be a list of names of brackets with “cut”",
        )
    if len(names) != len(cut):
        raise keys.wrong("labels", *_miscounted(len(names), cut))
    if len(set(names)) < len(names):
        raise keys.wrong("labels", "có hai khoảng cùng tên", "two brackets have one name")
    return names


def _miscounted(count: int, cut: Sequence[float]) -> tuple[str, str]:
    ranges = ", ".join(_range(low, high) for low, high in zip(cut, [*cut[1:], None], strict=True))
    return (
        f"có {count} tên cho {len(cut)} khoảng ({ranges}); mỗi mốc mở một khoảng, khoảng cuối không có cận trên "
        "(-inf ở đầu lấy cả các số nhỏ hơn)",
        f"{count} names for {len(cut)} brackets ({ranges}); each number opens a bracket, the last has no upper bound "
        "(-inf in front takes what is below)",
    )


def _range(low: float, high: float | None) -> str:
    if high is None:
        return f"{low:g}+"
    return f"<{high:g}" if low == -float("inf") else f"{low:g}–<{high:g}"


def _recode(keys: Keys) -> list[tuple[list[Written], str]]:
    if "recode" not in keys.values:
        return []
    table = keys.values["recode"]
    if not isinstance(table, dict) or not table:
        raise keys.wrong(
            "recode", 'phải là bảng như { "1,2" = "thấp" }', 'must be a table such as { "1,2" = "low" }'
        )
    inside = keys.inside("recode", table)
    seen: dict[Written, str] = {}
    out = []
    for listed, new in table.items():
        codes = [written(code.strip()) for code in next(csv.reader([listed], skipinitialspace=True), [])]
        if not codes or any(not code.text for code in codes):
            raise inside.wrong(listed, "thiếu mã giữa các dấu phẩy", "a code is missing between commas")
        for code in codes:
            if code in seen:
                raise inside.wrong(
                    listed,
                    f"mã «{code.text}» đã đứng ở «{seen[code]}»",
                    f"the code “{code.text}” stands in “{seen[code]}” already",
                )
            seen[code] = listed
        out.append((codes, _new_code(inside, listed, new)))
    return out


def _otherwise(keys: Keys) -> str | None:
    if "else" not in keys.values:
        return None
    if "recode" not in keys.values:
        raise keys.wrong("else", "chỉ dùng cùng «recode»", "goes with “recode” only")
    return _new_code(keys, "else", keys.values["else"])


def _new_code(keys: Keys, name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        raise keys.wrong(name, "phải là một mã hoặc chữ", "must be a code or a text")
    return label(value)


def _labels(keys: Keys) -> dict[str, str]:
    if "labels" not in keys.values:
        return {}
    table = keys.values["labels"]
    if not isinstance(table, dict) or not all(isinstance(word, str) for word in table.values()):
        raise keys.wrong(
            "labels", 'phải là bảng như { "1" = "Nam" }', 'must be a table such as { "1" = "Male" }'
        )
    return dict(table)


def circular(name: str, keys: Keys) -> ScoringError:
    """Return the error about columns that are made from one another."""
    return keys.wrong(
        "from", f"cột «{name}» được làm ra từ chính nó", f"the column “{name}” is made from itself"
    )
