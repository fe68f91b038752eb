"""The specification of ``sipas estimate``: TOML into frozen values, every key checked."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast, get_args

from sampling.labels import label_of
from sampling.toml_text import NotToml, parse_toml
from scoring.criteria.groups import Group
from scoring.design.lonely_psu import Lonely
from scoring.errors import ScoringError
from scoring.specification.blocks.block import Items
from scoring.specification.blocks.kinds import KINDS
from scoring.specification.blocks.restricted import read_any_block
from scoring.specification.columns.column_keys import read_columns
from scoring.specification.columns.where import read_where
from scoring.specification.files import unreadable
from scoring.specification.pps_keys import PPS_KEYS, read_pps
from scoring.specification.replicate_keys import KEYS, read_replicates
from scoring.specification.spec import DesignSpec, Spec
from scoring.specification.toml_keys import Keys

MAX_BYTES = 1_000_000
PATHS = ("weights_out", "joint")  # keys that name files


def load_spec(path: Path) -> Spec:
    """Read a specification file.

    Raises:
        ScoringError: the file is missing or no TOML, or a key is unknown, missing or of the wrong type.
    """
    if not path.is_file():
        raise ScoringError(f"Không có tệp «{path}».", f"There is no file “{path}”.")
    try:
        return read_spec(_labelled(parse_toml(_text_of(path))))
    except OSError as error:
        raise unreadable(path, error) from None
    except UnicodeDecodeError as error:
        raise ScoringError(
            f"Tệp «{path.name}» không phải UTF-8 (byte thứ {error.start}); hãy lưu lại dạng UTF-8.",
            f"The file “{path.name}” is not UTF-8 (byte {error.start}); save it as UTF-8.",
        ) from None
    except NotToml as error:
        raise ScoringError(
            f"Tệp «{path.name}» không phải TOML hợp lệ: {error.vi}.",
            f"The file “{path.name}” is not valid TOML: {error.en}.",
        ) from None


def _labelled(raw: dict[str, object]) -> dict[str, object]:
    """Return the same tables, names and codes written as the labels of the data are; paths stay as they are."""
    out: dict[str, object] = {}
    for key, value in raw.items():
        name = label_of(key)
        if name in out:
            raise ScoringError(
                f"Khóa «{name}» được viết hai lần (khác khoảng trắng hoặc dạng Unicode); hãy xóa một.",
                f"The key “{name}” is written twice (with other blanks or Unicode form); remove one.",
            )
        out[name] = value if key in PATHS else _labelled_value(value)
    return out


def _labelled_value(value: object) -> object:
    match value:
        case str():
            return label_of(value)
        case dict():
            return _labelled(value)
        case list():
            return [_labelled_value(each) for each in value]
    return value


def _text_of(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise ScoringError(
            f"Tệp «{path.name}» lớn hơn {MAX_BYTES // 1_000_000} MB nên bị từ chối; hãy bỏ phần thừa.",
            f"The file “{path.name}” is larger than {MAX_BYTES // 1_000_000} MB; remove what is not needed.",
        )
    return path.read_text("utf-8-sig")


def read_spec(raw: Mapping[str, object]) -> Spec:
    """Turn parsed TOML into a specification."""
    top = Keys("", raw).only(
        ("weights_out", "where", "design", "columns", "items", "criteria", "weighting", *KINDS)
    )
    keys = _part(top, "items").only(("columns", "valid"))
    items = Items(keys=keys, columns=keys.texts("columns"), valid=keys.codes("valid"))
    blocks = [
        read_any_block(kind, table, items) for name, kind in KINDS.items() for table in _blocks(top, name)
    ]
    if not blocks:
        listed = ", ".join(f"[[{name}]]" for name in KINDS)
        raise top.wrong(
            next(iter(KINDS)),
            f"cần ít nhất một khối trong: {listed}",
            f"at least one block is needed of: {listed}",
        )
    return Spec(
        design=_design(_part(top, "design")),
        columns=items.columns,
        valid=items.valid,
        criteria=_criteria(_part(top, "criteria")),
        weighting=_blocks(top, "weighting"),
        blocks=blocks,
        weights_out=top.text("weights_out"),
        where=read_where(top),
        made=read_columns(_part(top, "columns")),
    )


def _part(top: Keys, name: str) -> Keys:
    value = top.values.get(name, {})
    if not isinstance(value, dict):
        raise top.wrong(name, f"phải là bảng [{name}]", f"must be a table [{name}]")
    return Keys(f"[{name}]", value)


def _blocks(top: Keys, name: str) -> list[Keys]:
    value = top.values.get(name, [])
    if not isinstance(value, list) or not all(isinstance(block, dict) for block in value):
        raise top.wrong(name, f"phải là các khối [[{name}]]", f"must be blocks [[{name}]]")
    return [Keys(f"[[{name}]] {number}", block) for number, block in enumerate(value, start=1)]


def _design(keys: Keys) -> DesignSpec:
    keys.only(("strata", "clusters", "weight", "fpc", "nest", "lonely", *KEYS, *PPS_KEYS))
    for name in ("strata", "clusters"):
        listed = keys.texts(name)
        twice = [column for column in listed if listed.count(column) > 1]
        if twice:
            raise keys.wrong(name, f"cột «{twice[0]}» ghi hai lần", f"column “{twice[0]}” is listed twice")
    pps = read_pps(keys)
    return DesignSpec(
        strata=keys.texts("strata"),
        clusters=keys.texts("clusters"),
        weight=keys.text("weight"),
        fpc=[*([pps.probability] if pps else []), *keys.texts("fpc")],
        nest=keys.flag("nest", default=True),
        lonely=cast(Lonely, keys.choice("lonely", get_args(Lonely), "fail")),
        replicates=read_replicates(keys),
        pps=pps,
    )


def _criteria(keys: Keys) -> dict[str, Group]:
    out: dict[str, Group] = {}
    for name, parts in keys.values.items():
        out[name] = keys.counts(name) if isinstance(parts, dict) else keys.texts(name)
    return out
