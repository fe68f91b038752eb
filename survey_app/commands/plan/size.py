"""``sipas plan size``: the number of forms for a precision or a difference, and its allocation to strata."""

from typing import Unpack

import click

from survey_app.commands.plan import outlook, strata
from survey_app.commands.plan.field_allowances import (
    PART,
    SHARE,
    Allowances,
    print_need,
    with_allowances,
)
from survey_app.commands.plan.tables import number, points, short

EXAMPLE = """\b
Examples:
  sipas plan size margin --share 0.8 --margin 0.02 --rho 0.05 --cluster 6 --response 0.85
  sipas plan size target --share 0.8023 --target 0.8325 --areas 95 --minimum 30
  sipas plan size slovin --population 3300000 --margin 0.05
  sipas plan size strata strata.csv --cv hai_long=0.02
"""
MARGIN = click.FloatRange(0, 1, min_open=True, max_open=True)
share = click.option("--share", type=SHARE, required=True, help="The share expected, such as 0.8.")
population = click.option("--population", type=click.IntRange(2), help="People, where they are few.")
confidence = click.option(
    "--confidence", type=SHARE, default=0.95, show_default=True, help="Of the interval."
)
power = click.option("--power", type=SHARE, default=0.8, show_default=True, help="To see the difference.")


@click.group(name="size", epilog=EXAMPLE)
def command() -> None:
    """Sample size: one command a question; all but the last three go on to the forms that are handed out."""


@command.command()
@share
@click.option("--margin", type=MARGIN, required=True, help="Half of the interval, such as 0.02.")
@click.option("--relative", is_flag=True, help="The margin is a part of the share.")
@confidence
@population
@with_allowances
def margin(
    share: float, margin: float, *, relative: bool, confidence: float, population: int | None,
    **field: Unpack[Allowances],
) -> None:  # fmt: skip
    """For a margin of error of a share, by the normal interval."""
    from sampling.size.size import for_margin

    whole = float("inf") if population is None else float(population)
    simple = for_margin(share, margin, confidence=confidence, population=whole, relative=relative)
    half = margin * share if relative else margin
    print_need(
        f"Cỡ mẫu: tỷ lệ {points(share)} %, sai số ±{points(half)} điểm, độ tin cậy {short(100 * confidence)} %",
        "n = z²pq·N/(N−1) / (e² + z²pq/(N−1)) (Cochran 1977, §4.4)",
        simple,
        **field,
    )


@command.command()
@share
@click.option("--margin", type=MARGIN, required=True, help="Half of the interval, such as 0.02.")
@confidence
@with_allowances
def wilson(share: float, margin: float, confidence: float, **field: Unpack[Allowances]) -> None:
    """For a half-width of Wilson's interval of a share."""
    from sampling.size.size import for_wilson

    print_need(
        f"Cỡ mẫu: tỷ lệ {points(share)} %, khoảng Wilson ±{points(margin)} điểm, "
        f"độ tin cậy {short(100 * confidence)} %",
        "nghiệm lớn của e²(n+z²)² = z²(z²/4 + npq) (Wilson 1927)",
        for_wilson(share, margin, confidence=confidence),
        **field,
    )


@command.command()
@share
@click.option(
    "--cv",
    type=click.FloatRange(0, 1, min_open=True),
    required=True,
    help="Coefficient of variation, such as 0.03.",
)
@population
@with_allowances
def cv(share: float, cv: float, population: int | None, **field: Unpack[Allowances]) -> None:
    """For a coefficient of variation of a share."""
    from sampling.size.size import for_cv

    whole = float("inf") if population is None else float(population)
    print_need(
        f"Cỡ mẫu: tỷ lệ {points(share)} %, hệ số biến thiên {points(cv)} %",
        "như sai số, với q/p và cv² (Valliant, Dever và Kreuter 2018, §3.1)",
        for_cv(share, cv, population=whole),
        **field,
    )


@command.command()
@click.option("--before", type=SHARE, required=True, help="The share of the first wave.")
@click.option("--after", type=SHARE, required=True, help="The share of the second wave.")
@power
@click.option("--overlap", type=PART, default=0.0, show_default=True, help="Share of people in both waves.")
@click.option(
    "--correlation", type=PART, default=0.0, show_default=True, help="Of the answers of who is in both."
)
@with_allowances
def change(
    before: float, after: float, power: float, overlap: float, correlation: float,
    **field: Unpack[Allowances],
) -> None:  # fmt: skip
    """For a change of a share between two waves, forms in each."""
    from sampling.size.size import for_change

    print_need(
        f"Cỡ mẫu mỗi đợt: nhận ra thay đổi từ {points(before, 2)} % đến {points(after, 2)} % "
        f"với xác suất {short(100 * power)} %",
        "n = (z₁₋α/₂+z_β)²(p₁q₁+p₂q₂−2or√(p₁q₁p₂q₂))/(p₁−p₂)² (Kish 1965, §12.4)",
        for_change(before, after, power=power, overlap=overlap, correlation=correlation),
        **field,
    )


@command.command()
@share
@click.option("--target", type=SHARE, required=True, help="The fixed target, such as 0.8325.")
@power
@confidence
@click.option("--two-sided", is_flag=True, help="See a difference on either side of the target.")
@with_allowances
def target(
    share: float, target: float, power: float, confidence: float, *, two_sided: bool,
    **field: Unpack[Allowances],
) -> None:  # fmt: skip
    """For a share to be seen as different from a fixed target."""
    from sampling.size.size import for_target

    side = "hai phía" if two_sided else "một phía"
    print_need(
        f"Cỡ mẫu: tỷ lệ {points(share, 2)} % khác chỉ tiêu {points(target, 2)} %, kiểm định {side}, "
        f"nhận ra với xác suất {short(100 * power)} %",
        "n = (z₁₋α√(p₀q₀)+z_β√(pq))²/(p−p₀)² (Fleiss, Levin và Paik 2003)",
        for_target(share, target, power=power, confidence=confidence, side="two" if two_sided else "one"),
        **field,
    )


@command.command()
@click.option("--population", type=click.IntRange(1), required=True, help="People.")
@click.option("--margin", type=MARGIN, required=True, help="The error, such as 0.05.")
@with_allowances
def slovin(population: int, margin: float, **field: Unpack[Allowances]) -> None:
    """By Slovin's formula, with what it assumes."""
    from sampling.size.size import slovin as by_slovin

    result = by_slovin(population, margin)
    print_need(
        f"Cỡ mẫu theo Slovin: {number(population)} người, sai số ±{points(margin)} điểm",
        "n = N/(1+N·e²) (Yamane 1967)",
        float(result.n),
        result.vi,
        **field,
    )


command.add_command(outlook.cluster)
command.add_command(outlook.outlook)
command.add_command(strata.strata)
