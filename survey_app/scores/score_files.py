"""Files of a score run: JSON, CSV and XLSX, with the same numbers in each.

- ``sheets(run, names) -> list[Sheet]``: table, breakdown, items with their denominators, responsibilities, response rates, notes with the hashes
- ``write_files(run, folder, names) -> list[Path]``: ``scores.json``, ``scores.csv``, ``scores.xlsx``
- ``area_names(session)``: the name of each area, for ``names``
"""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring.criteria.items import states
from scoring.score_table.rows import AreaCell
from scoring.score_table.score_run import ScoreRun
from scoring.targets.actions import ActionPlan
from survey_app.files.sheets import Cell, Sheet, to_csv, to_xlsx
from survey_app.scores import response_words, responsibilities
from survey_app.scores.method_notes import facts_of, notes_of
from survey_app.tables import Area


def area_names(session: Session) -> dict[str, str]:
    """Return the name of every area by its code, the one in force last where a code was used twice."""
    rows = session.execute(select(Area.code, Area.name).order_by(Area.valid_from))
    return {row.code: row.name for row in rows}


def sheets(run: ScoreRun, names: Mapping[str, str], plan: ActionPlan | None) -> list[Sheet]:
    """Return the tables of a run, estimates in percent.

    Args:
        run: the score run.
        names: the names of areas by code.
        plan: whose tasks to list; see ``responsibilities.plan_of``.
    """
    table = Sheet.from_frame("Kết quả", run.table.assign(metric=run.method.metric))
    tasks = responsibilities.sheet(run, plan)
    response = [response_words.sheet(run.response)] if run.response else []
    return [table, *_breakdown(run, names), _items(run), *([tasks] if tasks else []), *response, _notes(run)]


def write_files(run: ScoreRun, folder: Path, names: Mapping[str, str], plan: ActionPlan | None) -> list[Path]:
    """Write the run as JSON, CSV (the table) and XLSX (all tables) and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = sheets(run, names, plan)
    title = f"SIPAS {run.method.wave}" + (" – dữ liệu mô phỏng" if run.method.synthetic else "")
    contents = {
        "scores.json": run.to_json().encode(),
        "scores.csv": to_csv(tables[0]),
        "scores.xlsx": to_xlsx(tables, {"title": title}),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def _breakdown(run: ScoreRun, names: Mapping[str, str]) -> list[Sheet]:
    if not run.cells:
        return []
    frame = run.by_area.copy()
    frame.insert(2, "name", [_level_name(cell, names) for cell in run.cells])
    return [Sheet.from_frame("Theo đơn vị", frame)]


def _level_name(cell: AreaCell, names: Mapping[str, str]) -> str:
    return names.get(cell.level, cell.level) if cell.missing is None else cell.missing.name.vi


def _items(run: ScoreRun) -> Sheet:
    columns = ["criterion", "item", "weight", "n", "estimate", "se", *states()]
    rows: list[list[Cell]] = []
    for row in run.rows:
        if row.parts:
            continue
        for item in row.items:
            each = item.measure
            percent = [None if value is None else value * 100 for value in (each.estimate, each.se)]
            counts = (item.states["n"][state] for state in states())
            rows.append([row.code, item.id, item.weight, each.n, *percent, *counts])
    return Sheet("Câu hỏi", columns, rows)


def _notes(run: ScoreRun) -> Sheet:
    method, hashes = run.method, run.hashes
    facts: list[tuple[str, Cell]] = [
        ("Đợt khảo sát", method.wave),
        ("Dữ liệu mô phỏng", "có" if method.synthetic else "không"),
        *((fact.name[0], fact.value[0]) for fact in facts_of(run)),
        ("Nguồn chỉ tiêu", run.targets.source),
        ("Mã băm dữ liệu (SHA-256)", hashes.data),
        ("Mã băm bộ câu hỏi", hashes.questionnaire),
        ("Mã băm chỉ tiêu", hashes.targets),
        ("Mã băm phương pháp", hashes.method),
    ]
    return Sheet("Ghi chú", ["mục", "nội dung"], [*facts, *(("Ghi chú", vi) for vi, _ in notes_of(run))])
