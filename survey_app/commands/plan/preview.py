"""``sipas plan preview``: expected precision of a plan on a frame, before anything is drawn."""

from pathlib import Path

import click

from survey_app.commands.plan.field_allowances import PART, SHARE
from survey_app.commands.plan.tables import check_out, deliver


@click.command(name="preview")
@click.argument("plan")
@click.argument("frame")
@click.option("--share", type=SHARE, default=0.8, show_default=True, help="The share expected.")
@click.option("--rho-area", type=PART, default=0.03, show_default=True, help="Correlation within an area.")
@click.option(
    "--rho-cluster",
    type=PART,
    default=0.05,
    show_default=True,
    help="Correlation within a first-stage unit, beyond that of its area in the simulation.",
)
@click.option(
    "--response",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    show_default=True,
    help="Share of forms that come back valid, in the table of strata.",
)
@click.option("--sheet", help="The worksheet of FRAME, by default the first.")
@click.option("--area", help="Column of the areas reported on.  [default: the plan's first stratum or unit]")
@click.option(
    "--draws", type=click.IntRange(0), default=100, show_default=True, help="Simulated draws; 0: none."
)
@click.option("--json", "as_values", is_flag=True, help="Print JSON in place of the tables.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Also write the JSON here.")
def command(
    plan: str, frame: str, *, share: float, rho_area: float, rho_cluster: float, response: float,
    sheet: str | None, area: str | None, draws: int, as_values: bool, out: Path | None,
) -> None:  # fmt: skip
    """Show what PLAN (TOML, or the name of a plan of the library) promises on FRAME (CSV or XLSX).

    By stratum of the first stage: forms and expected error. Certainty units, and pairs that can never be drawn together.
    Then the plan is drawn many times on a synthetic population of the frame, for its expected standard errors.
    """
    from sampling.drawing.draw import load_plan
    from sampling.frame.code_checks import settled
    from sampling.frame.frame import read_frame
    from survey_app.commands.plan.plan_promise import Assumptions, promise_of
    from survey_app.commands.plan.preview_terminal import render
    from survey_app.commands.said import say_findings

    check_out(out, read=[Path(frame), Path(plan)])
    assumed = Assumptions(share, rho_area, rho_cluster, response, draws, area)
    loaded = load_plan(plan)
    listed = settled(read_frame(frame, sheet=sheet), loaded)
    say_findings(listed)
    promise = promise_of(loaded, listed, assumed)
    deliver(render(promise, assumed), promise.values(), as_values=as_values, out=out)
