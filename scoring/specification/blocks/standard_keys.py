"""The key ``standardise`` of a block: the column and the shares of its levels that every domain is given."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.specification.toml_keys import Keys


@dataclass(frozen=True, kw_only=True)
class Standard:
    """The distribution that domains are standardised to.

    Args:
        column: the column.
        shares: the share of each of its levels, or numbers in this proportion.
    """

    column: str
    shares: Mapping[str, float]


def read_standard(keys: Keys, by: list[str], statistic: str, allowed: tuple[str, ...]) -> Standard | None:
    """Return what ``standardise`` says, None when it is absent."""
    value = keys.values.get("standardise")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise keys.wrong("standardise", "phải là { column, shares }", "must be { column, shares }")
    if statistic not in allowed:
        raise keys.wrong(
            "standardise",
            f"chỉ dùng với statistic = {', '.join(allowed)}",
            f"is for statistic = {', '.join(allowed)}",
        )
    inner = keys.inside("standardise", value).only(("column", "shares"))
    column, shares = inner.needed_text("column"), inner.counts("shares")
    if column in by:
        raise inner.wrong("column", f"«{column}» đã nằm trong «by»", f"“{column}” is in “by” already")
    wrong = [level for level, share in shares.items() if not share > 0]
    if wrong:
        raise inner.wrong("shares", f"mức «{wrong[0]}» phải lớn hơn 0", f"level “{wrong[0]}” must be above 0")
    return Standard(column=column, shares=shares)
