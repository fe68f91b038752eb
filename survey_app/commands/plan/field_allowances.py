"""Options and output of every size command: from answers needed to forms handed out."""

from collections.abc import Callable
from typing import TypedDict, TypeVar, Unpack

import click

from survey_app.commands.plan.tables import deliver, number, short, table

Command = TypeVar("Command", bound=Callable[..., None])
SHARE = click.FloatRange(0, 1, min_open=True, max_open=True)
PART = click.FloatRange(0, 1)
POSITIVE = click.FloatRange(0, min_open=True)


class Allowances(TypedDict):
    """The values of the options that every size command has."""

    rho: float
    cluster: float
    weight_cv: float
    response: float
    areas: int
    minimum: int
    as_values: bool


OPTIONS = (
    click.option(
        "--rho", type=PART, default=0.0, show_default=True, help="Intraclass correlation in a cluster."
    ),
    click.option(
        "--cluster", type=click.FloatRange(1), default=1.0, show_default=True, help="Answers per cluster."
    ),
    click.option(
        "--weight-cv",
        type=click.FloatRange(0),
        default=0.0,
        show_default=True,
        help="Coefficient of variation of the weights.",
    ),
    click.option(
        "--response",
        type=click.FloatRange(0, 1, min_open=True),
        default=1.0,
        show_default=True,
        help="Share of forms that come back valid.",
    ),
    click.option("--areas", type=click.IntRange(1), default=1, show_default=True, help="Areas reported on."),
    click.option(
        "--minimum", type=click.IntRange(0), default=0, show_default=True, help="Least answers per area."
    ),
    click.option("--json", "as_values", is_flag=True, help="Print JSON in place of the table."),
)


def with_allowances(command: Command) -> Command:
    """Add the options for allowances to a size command."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def print_need(title: str, formula: str, simple: float, note: str = "", **field: Unpack[Allowances]) -> None:
    """Print the steps from a formula's number of answers to the forms handed out.

    Args:
        title: what the number is for.
        formula: the formula and its source.
        simple: answers needed under simple random sampling.
        note: what a reader must know of the formula.
        field: the options of the field.

    Raises:
        SamplingError: the response rate is not a share.
    """
    from sampling.size.size import Need, design_effect

    deff = design_effect(field["rho"], field["cluster"], weight_cv=field["weight_cv"])
    need = Need(simple, deff=deff, response=field["response"], areas=field["areas"], minimum=field["minimum"])
    rows = [
        ["Trả lời cần có nếu chọn ngẫu nhiên đơn giản", number(simple, 1)],
        [f"Hiệu ứng thiết kế (deff) {number(deff, 3)}", number(simple * deff, 1)],
        [
            f"Tối thiểu {field['minimum']} trả lời ở mỗi địa bàn, {field['areas']} địa bàn",
            number(need.answers),
        ],
        [f"Phiếu phát ra khi {short(100 * field['response'])} % phiếu trả lời hợp lệ", number(need.forms)],
    ]
    text = table(title, ["Bước", "Số phiếu"], rows)
    values = {
        "simple": simple,
        "deff": deff,
        "answers": need.answers,
        "forms": need.forms,
        "formula": formula,
    }
    lines = [text, f"Công thức: {formula}.", *([note] if note else [])]
    deliver("\n".join(lines), values, as_values=field["as_values"], out=None)
