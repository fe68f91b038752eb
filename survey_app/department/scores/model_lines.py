"""Lines of one criterion by area: what its own answers say beside what the Fay–Herriot model says."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.small_area.area_model import AreaModel
from survey_app.department.scores.area_lines import CellLine


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One area: its cell of the table, and the model's estimate in percent.

    ``modelled``, ``low`` and ``high`` are None where the cell is not published or the model has no such area;
    ``from_model`` is the part of the estimate that comes from the other areas, in percent.
    """

    cell: CellLine
    modelled: float | None
    low: float | None
    high: float | None
    from_model: float | None


def model_lines(cells: Sequence[CellLine], model: AreaModel) -> list[ModelLine]:
    """Return the cells in their order with the model's estimates, by code; a hidden cell hides its estimate too.

    The model's estimate is the one that makes areas add up to the province. It is made from the area's own answers: with
    the part that comes from the model it would give away what the cell hides.
    """
    areas = {each.area: each for each in model.model.areas}
    return [
        ModelLine(cell, None, None, None, None)
        if cell.hidden or (found := areas.get(cell.code)) is None
        else ModelLine(
            cell, 100 * found.benchmarked, 100 * found.low, 100 * found.high, 100 * found.shrinkage
        )
        for cell in cells
    ]
