"""Two-way tables laid out as people print them: a sheet for each, its rows down, its columns across."""

import re
from collections.abc import Iterator, Mapping

from scoring.specification.blocks.result import Result, levels_of, place_of
from scoring.specification.output.forest import written
from scoring.specification.output.sheet import Field, Sheet, form_of
from scoring.specification.run import Run

INTERVAL = ("khoảng tin cậy", "interval")
ROWS = ("Số dòng", "Rows")
LONGEST_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def table_sheets(done: Run, language: str) -> Iterator[Sheet]:
    """Yield a sheet for each ``[[table]]``: the levels of its rows, and for each level of its columns number and interval."""
    tables = [result for result in done.results if result.kind == "table" and result.rows]
    for number, result in enumerate(tables, start=1):
        name = NOT_IN_NAMES.sub(" ", f"{number}. {result.name}")[:LONGEST_NAME].strip()
        yield _laid_out(done, result, name, language)


def _laid_out(done: Run, result: Result, name: str, language: str) -> Sheet:
    place = place_of(language)
    cells = [dict(zip([column.name for column in result.columns], row, strict=True)) for row in result.rows]
    *down, across = levels_of(cells[0]["by"])
    levels = list(dict.fromkeys(levels_of(cell["by"])[across] for cell in cells))
    lines: dict[tuple[str, ...], dict[str, Mapping[str, object]]] = {}
    for cell in cells:
        by = levels_of(cell["by"])
        lines.setdefault(tuple(by[column] for column in down), {})[by[across]] = cell
    form = form_of(result, [column.name for column in result.columns].index("estimate"), language)
    heads = [*down]
    for level in levels:
        word = done.words({across: level}).get(across, level)
        heads += [f"{across}: {word}", INTERVAL[place]]
    rows = []
    for line, found in lines.items():
        words = [
            done.words({column: level}).get(column, level) for column, level in zip(down, line, strict=True)
        ]
        row = [Field(value=word) for word in words]
        for level in levels:
            row += _pair(found.get(level, {}), form, language, share=result.has_shares)
        n = [cell["n_cell"] for cell in found.values()]
        rows.append([*row, Field(value=sum(each for each in n if isinstance(each, int)), form="#,##0")])
    return Sheet(name=name, heads=[*heads, ROWS[place]], rows=rows)


def _pair(cell: Mapping[str, object], form: str, language: str, *, share: bool) -> list[Field]:
    """Return the number of a cell and its interval in words; a dash where there is none."""
    estimate, low, high = (cell.get(name) for name in ("estimate", "low", "high"))
    number = Field(value=float(estimate) if isinstance(estimate, float | int) else None, form=form)
    if not (isinstance(low, float | int) and isinstance(high, float | int)):
        return [number, Field(value="")]
    bounds = [written(float(bound), language, share=share) for bound in (low, high)]
    return [number, Field(value=" – ".join(bounds))]
