"""What a specification gave, written: JSON, CSV, aligned text, a workbook, a chart; and the weights."""

from collections.abc import Callable, Mapping

from scoring.specification.output.csv_output import safe, to_csv, weights_csv
from scoring.specification.output.facts import design_facts, notes
from scoring.specification.output.json_output import to_json
from scoring.specification.output.svg_output import to_svg
from scoring.specification.output.text_output import to_text as to_table
from scoring.specification.output.xlsx_output import to_xlsx

WRITERS: Mapping[str, Callable[..., str | bytes]] = {
    "json": to_json,
    "table": to_table,
    "csv": to_csv,
    "xlsx": to_xlsx,
    "svg": to_svg,
}

__all__ = [
    "WRITERS",
    "design_facts",
    "notes",
    "safe",
    "to_csv",
    "to_json",
    "to_svg",
    "to_table",
    "to_xlsx",
    "weights_csv",
]
