"""Estimates as JSON, CSV, or a table for people."""

import csv
import io
import json
from collections.abc import Sequence

import numpy as np

from questionnaires.formulas import FORMULA_STARTS
from scoring.design.design import Design
from scoring.estimation.estimate_row import Estimate
from scoring.specification.run import EstimateTable, Run

FIELDS = ("estimate", "se", "df", "df_domain", "low", "high", "deff", "n", "n_psu", "sum_w")


def design_facts(design: Design) -> dict[str, int]:
    """Return the size of a design: rows, PSUs, strata, degrees of freedom."""
    units = design.psu.parent
    return {"n": design.sampled, "n_psu": units.size, "n_strata": int(np.unique(units).size), "df": design.df}


def to_json(done: Run, *, language: str = "vi") -> str:
    """Write everything in full precision; a missing number is null and the row says why."""
    rows = [
        entry(block, row, language=language) | _labels(done, row)
        for block in done.blocks
        for row in block.table
    ]
    whole: dict[str, object] = {"design": design_facts(done.design), "estimates": rows}
    if done.steps:
        whole["weighting"] = [
            {**vars(step), "trimmed": [row + 1 for row in step.trimmed]} for step in done.steps
        ]
    if done.notes:
        whole["notes"] = notes(done, language)
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def entry(block: EstimateTable, row: Estimate, *, language: str) -> dict[str, object]:
    """Return one row as the fields of the JSON output."""
    out: dict[str, object] = {"name": block.name, "variable": row.variable, "by": dict(row.by)}
    if block.p is not None:
        out["p"] = block.p
    if block.denominator is not None:
        out["denominator"] = block.denominator
    out |= {field: getattr(row, field) for field in FIELDS}
    if row.why is not None:
        out["why"] = row.why[1 if language == "en" else 0]
    return out


def _labels(done: Run, row: Estimate) -> dict[str, object]:
    """Return the words for the levels of a row's domain, where the data has any."""
    words = {
        name: done.labels[name][level] for name, level in row.by.items() if level in done.labels.get(name, {})
    }
    return {"labels": words} if words else {}


def to_csv(done: Run, *, language: str = "vi") -> str:
    """Write one line per estimate, the levels of the domain in columns of their own."""
    by = list(dict.fromkeys(name for block in done.blocks for name in block.table.domains.columns))
    quantiles = ["p"] if any(block.p is not None for block in done.blocks) else []
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    labelled = [name for name in by if name in done.labels]
    heads = [*map(safe, by), *(safe(f"{name}_label") for name in labelled)]
    writer.writerow(["name", "variable", *heads, *quantiles, *FIELDS, "why"])
    for block in done.blocks:
        for row in block.table:
            cells = entry(block, row, language=language)
            words = [done.labels[name].get(row.by.get(name, ""), "") for name in labelled]
            levels = [row.by.get(name, "") for name in by]
            texts = [safe(text) for text in (block.name, row.variable, *levels, *words)]
            numbers = [cells.get(name) for name in (*quantiles, *FIELDS)]
            writer.writerow([*texts, *("" if x is None else repr(x) for x in numbers), cells.get("why", "")])
    return out.getvalue()


def safe(text: str) -> str:
    """Disarm a text that a spreadsheet would take for a formula.

    >>> safe("=1+1"), safe("H01")
    ("'=1+1", 'H01')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def to_table(done: Run, *, language: str = "vi") -> str:
    """Write aligned columns, rounded to four decimals."""
    facts = design_facts(done.design)
    lines = [" ".join(f"{name}={value}" for name, value in facts.items())]
    head = ["", "", "estimate", "se", "low", "high", "deff", "n"]
    for block in done.blocks:
        title = block.name if block.p is None else f"{block.name} p={block.p:g}"
        body = [_line(done, row, language) for row in block.table]
        lines += ["", title, *_aligned([head, *body])]
    if done.notes:
        lines += ["", *notes(done, language)]
    return "\n".join(lines) + "\n"


def notes(done: Run, language: str) -> list[str]:
    """Return what is to be said about the labels of the data and the weights, one line each."""
    return [note[1 if language == "en" else 0] for note in done.notes]


def _line(done: Run, row: Estimate, language: str) -> list[str]:
    by = ", ".join(f"{name}={done.labels.get(name, {}).get(level, level)}" for name, level in row.by.items())
    numbers = [row.estimate, row.se, row.low, row.high, row.deff]
    why = "" if row.why is None else f"  ({row.why[1 if language == 'en' else 0]})"
    return [by, row.variable, *("–" if x is None else f"{x:.4f}" for x in numbers), f"{row.n}{why}"]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(7)]
    out = []
    for row in rows:
        texts = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
        numbers = [cell.rjust(width) for cell, width in zip(row[2:7], widths[2:], strict=True)]
        out.append("  ".join([*texts, *numbers, row[7]]).rstrip())
    return out


def weights_csv(design: Design) -> str:
    """Write the final weights in the order of the rows, and the replicate weights beside them."""
    made = design.replicates
    if made is None:
        return "weight\n" + "".join(f"{weight!r}\n" for weight in design.weight.tolist())
    names = made.names or [f"replicate_{number + 1}" for number in range(made.factors.shape[1])]
    table = np.column_stack([design.weight, made.weights(design.weight)])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["weight", *map(safe, names)])
    writer.writerows(map(repr, row) for row in table.tolist())
    return out.getvalue()
