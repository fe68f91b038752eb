"""The analysis of a wave as a workbook: reliability, drivers, modes, change, communes under the model.

- ``sheets(analysis, names) -> list[Sheet]``: percent, one sheet a part; a part that cannot be told is a line that says why
- ``write_files(analysis, folder, names) -> list[Path]``: ``analysis.json``, ``analysis.xlsx``
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from scoring.analysis import Analysis, AnalysisPart
from scoring.comparison.difference import Difference
from scoring.diagnostics.heading_drivers import HeadingDrivers
from scoring.errors import Sentence
from scoring.small_area.area_model import AreaModel
from survey_app.files.sheets import Cell, Sheet, to_xlsx

Rows = list[list[Cell]]
CHANGE = [
    "code",
    "before",
    "after",
    "n_before",
    "n_after",
    "difference",
    "se",
    "df",
    "low",
    "high",
    "p",
    "why",
]


def sheets(analysis: Analysis, names: Mapping[str, str]) -> list[Sheet]:
    """Return the tables of an analysis; ``names`` are the names of areas by code."""
    mode, since = analysis.mode, analysis.since
    observed = [] if mode.value is None else _differences(mode.value.observed)
    changed = [] if since.value is None else _differences(since.value)
    return [
        _reliability(analysis),
        _drivers(analysis.drivers),
        Sheet("Web so với giấy", CHANGE, observed or [_parts(mode.why, len(CHANGE))]),
        Sheet("So với đợt trước", CHANGE, changed or [_parts(since.why, len(CHANGE))]),
        _areas(analysis.areas, names),
    ]


def write_files(analysis: Analysis, folder: Path, names: Mapping[str, str]) -> list[Path]:
    """Write the analysis as JSON (proportions) and XLSX (percent) and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "analysis.json": analysis.to_json().encode(),
        "analysis.xlsx": to_xlsx(sheets(analysis, names), {"title": f"SIPAS {analysis.wave}"}),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def _reliability(analysis: Analysis) -> Sheet:
    columns = [
        "code",
        "n",
        "alpha",
        "alpha_standardised",
        "omega",
        "item",
        "rest_correlation",
        "alpha_if_dropped",
        "why",
    ]
    rows: Rows = []
    for each in analysis.reliability:
        if each.result is None:
            rows.append([each.code, *[None] * 7, each.why[0] if each.why else None])
            continue
        found = each.result
        head: list[Cell] = [each.code, found.n, found.alpha, found.alpha_standardised, found.omega]
        rows += [
            [*head, item.item, item.rest_correlation, item.alpha_if_dropped, None] for item in found.items
        ]
    return Sheet("Độ tin cậy", columns, rows)


def _drivers(parts: Mapping[str, AnalysisPart[HeadingDrivers]]) -> Sheet:
    columns = [
        *("heading", "outcome", "n", "r2", "code", "correlation", "beta", "relative_weight", "shapley"),
        *("importance", "performance", "quadrant", "why"),
    ]
    rows: Rows = []
    for code, part in parts.items():
        if part.value is None:
            rows.append([code, *[None] * 11, part.why[0] if part.why else None])
            continue
        drivers, points = part.value.drivers, {point.name: point for point in part.value.map.points}
        for each in drivers.drivers:
            point = points[each.name]
            numbers: list[Cell] = [each.correlation, each.beta, each.relative_weight, each.shapley]
            place: list[Cell] = [point.importance * 100, point.performance * 100, point.quadrant, None]
            rows.append([code, part.value.outcome, drivers.n, drivers.r2, each.name, *numbers, *place])
    return Sheet("Yếu tố tác động", columns, rows)


def _differences(rows: Iterable[Difference]) -> Rows:
    return [
        [
            each.code,
            *(_percent(value) for value in (each.first, each.second)),
            *each.n,
            *(_percent(value) for value in (each.estimate, each.se)),
            each.df,
            *(_percent(value) for value in (each.low, each.high)),
            each.p,
            " / ".join(each.why) if each.why else None,
        ]
        for each in rows
    ]


def _areas(parts: Mapping[str, AnalysisPart[AreaModel]], names: Mapping[str, str]) -> Sheet:
    columns = [
        *("code", "area", "name", "direct", "direct_se", "estimate", "benchmarked", "rmse", "low", "high"),
        *("from_model", "residual", "leverage", "why"),
    ]
    rows: Rows = []
    for code, part in parts.items():
        if part.value is None:
            rows.append([code, *[None] * (len(columns) - 2), part.why[0] if part.why else None])
            continue
        for each in part.value.model.areas:
            own = [_percent(value) for value in (each.direct, each.direct_se)]
            modelled = [_percent(each.estimate), _percent(each.benchmarked), _percent(each.rmse)]
            bounds = [_percent(each.low), _percent(each.high)]
            fit: list[Cell] = [each.shrinkage, each.residual, each.leverage, None]
            rows.append([code, each.area, names.get(each.area, each.area), *own, *modelled, *bounds, *fit])
        rows += [[code, *[None] * (len(columns) - 2), vi] for vi, _ in part.value.notes]
    return Sheet("Ước lượng theo mô hình", columns, rows)


def _parts(why: Sentence | None, width: int) -> list[Cell]:
    return [*[None] * (width - 1), " / ".join(why) if why else None]


def _percent(value: float | None) -> float | None:
    return None if value is None else value * 100
