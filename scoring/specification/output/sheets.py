"""The sheets of a workbook: one for the results of each kind, with words for codes, and one of notes."""

from collections.abc import Iterator, Sequence

from scoring.specification.blocks.kinds import KINDS
from scoring.specification.blocks.result import Cell, Column, Result, levels_of, place_of, sentence_of
from scoring.specification.output.facts import design_facts, notes
from scoring.specification.output.sheet import Field, Sheet, form_of
from scoring.specification.output.table_sheets import table_sheets
from scoring.specification.run import Run

FEW = 30  # rows below which a number is for reference only, as in the cells of a score table
NAME = ("Khối", "Block")
FLAG = ("Lưu ý", "Note")
FEW_ROWS = (f"dưới {FEW} dòng, chỉ tham khảo", f"under {FEW} rows, for reference only")
NOTES = ("Ghi chú", "Notes")
FACTS = {
    "n": ("Số dòng của mẫu", "Rows of the sample"),
    "n_psu": ("Số đơn vị chọn mẫu", "PSUs"),
    "n_strata": ("Số tầng", "Strata"),
    "df": ("Bậc tự do", "Degrees of freedom"),
}


def sheets(done: Run, language: str) -> Iterator[Sheet]:
    """Yield the sheet of each kind that has results, one for each two-way table, and the sheet of notes."""
    for name, kind in KINDS.items():
        results = [result for result in done.results if result.kind == name]
        if results:
            yield _sheet(done, kind.heading[place_of(language)], results, language)
    yield from table_sheets(done, language)
    yield _notes(done, language)


def _sheet(done: Run, name: str, results: Sequence[Result], language: str) -> Sheet:
    columns = _columns(results)
    by = list(dict.fromkeys(name for result in results for name in result.level_columns))
    place = place_of(language)
    heads = [NAME[place]]
    for column in columns:
        heads += by if column.holds == "levels" else [column.head[place]]
    rows = [line for result in results for line in _lines(done, result, columns, by, language)]
    flagged = any(line[-1].value for line in rows)
    if not flagged:
        return Sheet(name=name, heads=heads, rows=[line[:-1] for line in rows])
    return Sheet(name=name, heads=[*heads, FLAG[place]], rows=rows)


def _columns(results: Sequence[Result]) -> list[Column]:
    """Return the columns that some result shows in a workbook, in the order of their kind; reasons go into the notes."""
    shown = {result.columns[at].name for result in results for at in result.shown_in("xlsx")}
    return [
        each for each in KINDS[results[0].kind].columns if each.name in shown and each.holds != "sentence"
    ]


def _lines(
    done: Run, result: Result, columns: Sequence[Column], by: Sequence[str], language: str
) -> Iterator[list[Field]]:
    own = {column.name: at for at, column in enumerate(result.columns)}
    forms = {name: form_of(result, at, language) for name, at in own.items()}
    for row in result.rows:
        line = [Field(value=result.name)]
        for column in columns:
            cell = row[own[column.name]] if column.name in own else ""
            if column.holds == "levels":
                words = {**levels_of(cell), **done.words(levels_of(cell))}
                line += [Field(value=words.get(name, "")) for name in by]
            elif column.holds == "level" and isinstance(cell, str):
                line.append(Field(value=done.worded(cell) if cell else ""))
            else:
                line.append(_field(_worded(cell, column, language), forms.get(column.name, "")))
        yield [*line, Field(value=_flag(row, own, language))]


def _worded(cell: Cell, column: Column, language: str) -> Cell:
    """Return what a report says for a keyword; other cells as they are."""
    words = column.words.get(cell) if isinstance(cell, str) else None
    return cell if words is None else words[place_of(language)]


def _field(cell: Cell, form: str) -> Field:
    if cell is None or isinstance(cell, str | int | float):
        return Field(value=cell, form=form)
    return Field(value="")


def _flag(row: Sequence[Cell], own: dict[str, int], language: str) -> str:
    """Return why a number is missing, and that there are few rows."""
    said = [sentence_of(cell, language) for cell in row if isinstance(cell, tuple)]
    n = row[own["n"]] if "n" in own else None
    if isinstance(n, int) and 0 < n < FEW and "estimate" in own:
        said.append(FEW_ROWS[place_of(language)])
    return "; ".join(text for text in said if text)


def _notes(done: Run, language: str) -> Sheet:
    """Return the size of the design, what weighting did, and what else is to be said."""
    place = place_of(language)
    rows = [
        [Field(value=FACTS[name][place]), Field(value=value, form="#,##0")]
        for name, value in design_facts(done.design).items()
    ]
    deff = ("Hiệu ứng của trọng số (Kish)", "Design effect of the weights (Kish)")[place]
    rows += [
        [Field(value=f"{step.kind}: {deff}"), Field(value=step.deff_w, form="0.000")] for step in done.steps
    ]
    rows += [[Field(value=NOTES[place]), Field(value=note)] for note in notes(done, language)]
    return Sheet(name=NOTES[place], heads=[("Mục", "Item")[place], ("Nội dung", "Content")[place]], rows=rows)
