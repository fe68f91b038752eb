"""What a forest chart shows: panels of rows, each an estimate with its interval, on an axis with round ticks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from questionnaires.decimals import write_decimal
from scoring.errors import ScoringError
from scoring.specification.blocks.result import Cell, Result, levels_of, place_of, sentence_of
from scoring.specification.run import Run

MOST_ROWS = 500
TICKS = 6
NEEDED = ("estimate", "low", "high")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line: its words, its numbers (None where there is none), and the numbers as text."""

    label: str
    estimate: float | None
    low: float | None
    high: float | None
    said: str


@dataclass(frozen=True, kw_only=True)
class Axis:
    """An axis from the first tick to the last, and how a tick is written."""

    ticks: Sequence[float]
    texts: Sequence[str]

    def place(self, value: float) -> float:
        """Return where a value stands, 0 at the first tick and 1 at the last, kept within them."""
        first, last = self.ticks[0], self.ticks[-1]
        return min(max((value - first) / (last - first), 0.0), 1.0)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """The rows of one result."""

    title: str
    rows: Sequence[Row]
    axis: Axis


def panels(done: Run, language: str) -> list[Panel]:
    """Return a panel for each result that has estimates with intervals; all shares stand on one axis.

    Raises:
        ScoringError: there is no such result, or there are too many rows to read.
    """
    results = [
        each for each in done.results if set(NEEDED) <= {column.name for column in each.columns} and each.rows
    ]
    count = sum(len(each.rows) for each in results)
    if not results:
        raise ScoringError(
            "Biểu đồ cần ít nhất một khối có ước lượng và khoảng tin cậy ([[estimate]], [[table]], [[contrast]]).",
            "A chart needs a block with estimates and intervals ([[estimate]], [[table]], [[contrast]]).",
        )
    if count > MOST_ROWS:
        raise ScoringError(
            f"Biểu đồ sẽ có {count} dòng, tối đa {MOST_ROWS}; hãy bớt khối, «by» hoặc «columns».",
            f"The chart would have {count} rows, {MOST_ROWS} at most; ask for fewer blocks, “by” or “columns”.",
        )
    common = [value for each in results if _is_level(each) for value in _numbers(each)]
    return [
        Panel(
            title=each.title or each.name,
            rows=[_row(done, each, row, language) for row in each.rows],
            axis=axis_of(
                common if _is_level(each) else _numbers(each), share=each.has_shares, language=language
            ),
        )
        for each in results
    ]


def _is_level(result: Result) -> bool:
    """Tell whether a result has shares of a whole, rather than differences of shares or other numbers."""
    return result.has_shares and result.kind in ("estimate", "table")


def _cells(result: Result, row: Sequence[Cell]) -> dict[str, Cell]:
    return {column.name: cell for column, cell in zip(result.columns, row, strict=True)}


def _numbers(result: Result) -> list[float]:
    cells = [_cells(result, row) for row in result.rows]
    found = [each[name] for each in cells for name in NEEDED]
    return [float(value) for value in found if isinstance(value, float | int)]


def _row(done: Run, result: Result, row: Sequence[Cell], language: str) -> Row:
    cells = _cells(result, row)
    by = next((levels_of(cell) for cell in row if isinstance(cell, Mapping)), {})
    words = {**by, **done.words(by)}
    levels = ", ".join(f"{name}: {level}" for name, level in words.items())
    parts = (*_named(result, cells, language), levels)
    label = " · ".join(text for text in parts if text)
    label += "".join(f" − {done.worded(cell)}" for cell in [cells.get("minus")] if isinstance(cell, str))
    numbers = [cells[name] for name in NEEDED]
    estimate, low, high = (float(each) if isinstance(each, float | int) else None for each in numbers)
    why = next((sentence_of(cell, language) for cell in row if isinstance(cell, tuple)), None)
    share = result.has_shares
    said = "–" if estimate is None else written(estimate, language, share=share)
    if low is not None and high is not None:
        said += f" ({written(low, language, share=share)} – {written(high, language, share=share)})"
    elif why:
        said += f" {why}"
    return Row(label=label or result.name, estimate=estimate, low=low, high=high, said=said)


def _named(result: Result, cells: Mapping[str, Cell], language: str) -> list[str]:
    """Return what a row is about: the item, the code by its word where it has one, and which effect where there are two."""
    code = cells.get("code_label") or cells.get("code")
    effect = next((each.words for each in result.columns if each.name == "effect"), {})
    word = effect.get(str(cells.get("effect")))
    several = len({_cells(result, row).get("effect") for row in result.rows}) > 1
    said = word[place_of(language)] if word and several else ""
    return [str(each) for each in (cells.get("variable"), code, said) if each]


def written(value: float, language: str, *, share: bool, step: float = 0.0) -> str:
    """Return a number as people write it: shares in percent, a comma for the decimals in Vietnamese.

    Args:
        value: the number.
        language: ``vi`` or ``en``.
        share: a proportion.
        step: the distance of ticks, of which as many decimals are written; 0: one of a percent, else by size.
    """
    shown = value * 100 if share else value
    if step:
        decimals = max(0, -floor(log10(step * (100 if share else 1)) + 1e-9))
    else:
        decimals = 1 if share else 0 if abs(value) >= 1000 else 2 if abs(value) >= 1 else 3
    text = write_decimal(shown, decimals, grouped=True) if language == "vi" else f"{shown:,.{decimals}f}"
    return f"{text} %" if share and language == "vi" else f"{text}%" if share else text


def axis_of(values: Sequence[float], *, share: bool, language: str) -> Axis:
    """Return round ticks that hold all values; of shares between 0 and 1.

    >>> axis_of([0.713, 0.95], share=True, language="en").texts
    ['70%', '75%', '80%', '85%', '90%', '95%']
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    width = max(high - low, abs(high) * 1e-6, 1e-9)
    step = _round_step(width / (TICKS - 1))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    ticks = [number * step for number in range(first, max(last, first + 1) + 1)]
    return Axis(ticks=ticks, texts=[written(tick, language, share=share, step=step) for tick in ticks])


def _round_step(least: float) -> float:
    """Return the first of 1, 2, 5 times a power of ten that is not below a number."""
    power = 10.0 ** floor(log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - 1e-9))
