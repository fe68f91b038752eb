"""``sipas plan size strata``: Bethel's allocation for several variables at once, beside the usual rules."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from survey_app.commands.plan.tables import check_out, deliver, number, points, table
from survey_app.errors import AppError

if TYPE_CHECKING:
    import numpy as np

    from sampling.selection.randomness import Indices
    from survey_app.commands.plan.strata_file import StrataFile

RULES = {
    "bethel": "Bethel",
    "equal": "đều nhau",
    "proportional": "tỷ lệ với dân số",
    "sqrt": "căn bậc hai",
    "neyman": "Neyman",
    "cost": "tối ưu chi phí",
}


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--cv", "limits", multiple=True, required=True, metavar="NAME=CV", help="Allowed to a variable; repeat."
)
@click.option("--json", "as_values", is_flag=True, help="Print JSON in place of the tables.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Also write the JSON here.")
def strata(file: Path, limits: tuple[str, ...], *, as_values: bool, out: Path | None) -> None:
    """The cheapest allocation to strata that keeps a coefficient of variation for each variable.

    FILE is a CSV with the columns stratum, population, perhaps cost, and for each variable share_NAME, or mean_NAME
    and sd_NAME. The variance is that of simple random sampling in each stratum.
    """
    import numpy as np

    from sampling.size.population_strata import rounded_up
    from survey_app.commands.plan.strata_file import read_strata

    check_out(out, read=[file])
    read = read_strata(file)
    cv = _limits(limits, read.variables)
    result = read.strata.bethel(cv)
    binding = int(np.argmax(result.multipliers * result.use))
    n = rounded_up(result, read.strata.size)
    rules: dict[str, Indices] = {"bethel": n, **read.strata.by_rule(int(n.sum()), variable=binding)}
    values = {
        "variables": [
            {"name": name, "cv_limit": limit, "cv": reached}
            for name, limit, reached in zip(read.variables, cv, read.strata.cv(n).tolist(), strict=True)
        ],
        "total": int(n.sum()),
        "cost": float(n @ read.strata.cost),
        "strata": [
            {"stratum": name, "population": size, "cost": cost, "n": count}
            for name, size, cost, count in zip(
                read.names, read.strata.size.tolist(), read.strata.cost.tolist(), n.tolist(), strict=True
            )
        ],
        "rules": {
            name: {
                "cost": float(sizes @ read.strata.cost),
                "cv": read.strata.cv(sizes).tolist(),
                "n": sizes.tolist(),
            }
            for name, sizes in rules.items()
        },
    }
    text = f"{_strata_table(read, n)}\n{_rule_table(read, rules, cv, read.variables[binding])}"
    deliver(text, values, as_values=as_values, out=out)


def _limits(limits: Sequence[str], variables: Sequence[str]) -> list[float]:
    allowed: dict[str, float] = {}
    for limit in limits:
        name, _, typed = limit.partition("=")
        if typed and name not in variables:
            raise AppError(
                f"--cv «{limit}»: không có biến «{name}»; các biến: {', '.join(variables)}.",
                f"--cv '{limit}': there is no variable '{name}'; the variables: {', '.join(variables)}.",
            )
        try:
            allowed[name] = float(typed)
        except ValueError:
            allowed[name] = 0.0
        if name not in variables or not 0 < allowed[name] <= 1:
            raise AppError(
                f"--cv «{limit}» phải có dạng TÊN=HỆ SỐ, hệ số lớn hơn 0 và không quá 1, ví dụ {variables[0]}=0.02 là 2 %; các biến: {', '.join(variables)}.",
                f"--cv '{limit}' must be NAME=CV above 0 and at most 1, such as {variables[0]}=0.02 for 2 %; the variables: {', '.join(variables)}.",
            )
    missing = [name for name in variables if name not in allowed]
    if missing:
        raise AppError(
            f"Còn thiếu --cv cho biến: {', '.join(missing)}.", f"--cv is missing for: {', '.join(missing)}."
        )
    return [allowed[name] for name in variables]


def _strata_table(read: "StrataFile", n: "Indices") -> str:
    size, cost = read.strata.size.tolist(), read.strata.cost.tolist()
    rows = [
        [name, number(each), number(price, 2), number(count), points(count / int(n.sum()))]
        for name, each, price, count in zip(read.names, size, cost, n.tolist(), strict=True)
    ]
    rows.append(["Cộng", number(sum(size)), "", number(int(n.sum())), points(1)])
    return table(
        "Phân bổ Bethel: mẫu rẻ nhất đạt mọi hệ số biến thiên",
        ["Tầng", "Dân số", "Chi phí một phiếu", "Trả lời cần có", "% của mẫu"],
        rows,
    )


def _rule_table(
    read: "StrataFile", rules: "Mapping[str, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]",
    cv: Sequence[float], binding: str,
) -> str:  # fmt: skip
    rows = [
        [
            f"{RULES[name]} theo {binding}" if name in {"neyman", "cost"} else RULES[name],
            number(int(n.sum())),
            number(float(n @ read.strata.cost), 0),
            *(points(reached, 2) for reached in read.strata.cv(n).tolist()),
        ]
        for name, n in rules.items()
    ]
    rows.append(["cho phép", "", "", *(points(limit, 2) for limit in cv)])
    return table(
        "So với cách chia khác của cùng tổng số",
        ["Cách phân bổ", "Trả lời", "Chi phí", *(f"CV {name}, %" for name in read.variables)],
        rows,
    )
