"""Units that some seed would select and that have too few units below them: told before there is a seed."""

import numpy as np

from sampling.frame.frame import SamplingFrame
from sampling.frame.frame_problems import FrameProblems
from sampling.frame.hierarchy import Units, id_columns, is_counted
from sampling.plan.plan import Plan, Stage
from sampling.selection.randomness import Floats, Indices

NAMED = 10


def check_shortfall(frame: SamplingFrame, plan: Plan, units: list[Units], problems: FrameProblems) -> None:
    """Record every unit that has fewer units of the next stage, in one of its strata, than that stage takes.

    A stage that shares a total takes its minimum at least. The first stage is not looked at: what it takes depends on no
    seed, and the draw says where it has too few.
    """
    for number, stage in enumerate(plan.stages[1:], start=1):
        least = stage.take.each or stage.take.minimum
        if stage.shortfall == "take_all":
            continue
        above = units[number - 1]
        first, count = _cells(frame, stage, above, None if number >= len(units) else units[number])
        short = np.flatnonzero(count < least)
        if short.size:
            _add(frame, plan, number, (first[short], count[short]), problems)


def _cells(frame: SamplingFrame, stage: Stage, above: Units, table: Units | None) -> tuple[Indices, Floats]:
    """Return for each unit above and stratum a row, and how many units of the stage there are."""
    rows = np.arange(len(frame)) if table is None else table.first
    cell = above.of_row[rows].astype(np.int64)
    for column in stage.strata:
        cell = cell * frame.labels(column).size + frame.codes(column)[rows]
    _, first, place = np.unique(cell, return_index=True, return_inverse=True)
    each = None
    if is_counted(frame, stage):
        each = frame.numbers(str(stage.count))[rows]
    return rows[first], np.bincount(place, weights=each).astype(np.float64)


def _add(
    frame: SamplingFrame, plan: Plan, number: int, short: tuple[Indices, Floats], problems: FrameProblems
) -> None:
    stage, parent = plan.stages[number], plan.stages[number - 1]
    rows, counts = short
    columns = [name for name in (*id_columns(parent), *stage.strata) if frame.has(name)]
    texts = zip(*(frame.texts(name, rows[:NAMED]) for name in columns), strict=True)
    lines = frame.lines(rows[:NAMED])
    least = stage.take.each or stage.take.minimum
    named = "; ".join(
        f"«{' / '.join(text)}» ({line}): {count:g} < {least}"
        for text, line, count in zip(texts, lines, counts[:NAMED], strict=False)
    ) + (" …" if rows.size > NAMED else "")
    problems.add(
        f"giai đoạn {number + 1}: {rows.size} «{parent.unit}» có ít «{stage.unit}» hơn số phải chọn, nên có hạt giống sẽ làm "
        f"hỏng kế hoạch (dòng trong ngoặc): {named}. Hãy gộp chúng với đơn vị bên cạnh, giảm take, hoặc ghi "
        'shortfall = "take_all"',
        f"stage {number + 1}: {rows.size} «{parent.unit}» have fewer «{stage.unit}» than are taken, so that some seed would "
        f"break the plan (rows in brackets): {named}. Merge them with a neighbour, take fewer, or write "
        'shortfall = "take_all"',
    )
