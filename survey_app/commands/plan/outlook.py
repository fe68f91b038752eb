"""``sipas plan size outlook`` and ``cluster``: precision and power by sample size, and cluster size."""

from dataclasses import asdict

import click

from survey_app.commands.plan.field_allowances import POSITIVE, SHARE
from survey_app.commands.plan.tables import deliver, number, points, short, table

COLUMNS = ["Trả lời", "±, điểm", "Nhận ra chênh lệch từ, điểm", "Xác suất nhận ra, %", "Công bố được"]


@click.command()
@click.option("--share", type=SHARE, default=0.8, show_default=True, help="The share expected.")
@click.option("--gap", type=SHARE, default=0.03, show_default=True, help="The distance to a target.")
@click.option(
    "--rho", type=click.FloatRange(0, 1), default=0.05, show_default=True, help="Intraclass correlation."
)
@click.option("--cluster", type=click.IntRange(1), default=6, show_default=True, help="Answers per cluster.")
@click.option("--answers", type=click.IntRange(1), multiple=True, help="A number of answers; give several.")
@click.option("--json", "as_values", is_flag=True, help="Print JSON in place of the table.")
def outlook(
    share: float, gap: float, rho: float, cluster: int, answers: tuple[int, ...], *, as_values: bool
) -> None:
    """Precision and power against the number of answers."""
    from sampling.preview.outlook import curve, thirty_forms

    rows = (
        curve(share, gap=gap, rho=rho, cluster=cluster, answers=answers)
        if answers
        else curve(share, gap=gap, rho=rho, cluster=cluster)
    )
    lines = [
        [
            number(row.answers),
            points(row.half_width),
            points(row.detectable),
            points(row.power, 0),
            "có" if row.useful else "không",
        ]
        for row in rows
    ]
    title = (
        f"Tỷ lệ {points(share)} %, cụm {cluster} phiếu, ρ = {short(rho)}; "
        f"xác suất nhận ra chênh lệch {points(gap)} điểm so với chỉ tiêu"
    )
    text = table(title, COLUMNS, lines, words=0)
    deliver(f"{text}\n{thirty_forms(share)[0]}", [asdict(row) for row in rows], as_values=as_values, out=None)


@click.command()
@click.option("--rho", type=SHARE, required=True, help="Intraclass correlation within a cluster.")
@click.option("--cost-of-cluster", type=POSITIVE, required=True, help="Cost of going to one more cluster.")
@click.option("--cost-of-form", type=POSITIVE, required=True, help="Cost of one more form in it.")
@click.option("--json", "as_values", is_flag=True, help="Print JSON in place of the sentence.")
def cluster(rho: float, cost_of_cluster: float, cost_of_form: float, *, as_values: bool) -> None:
    """The cluster size with the least variance for a cost."""
    from sampling.size.size import best_cluster

    best = best_cluster(rho, cost_of_cluster=cost_of_cluster, cost_of_form=cost_of_form)
    text = (
        f"Mỗi cụm nên có khoảng {number(best, 1)} trả lời: √(c₁/c₂·(1−ρ)/ρ) với ρ = {short(rho)}, thêm một cụm tốn "
        f"{short(cost_of_cluster)}, thêm một phiếu tốn {short(cost_of_form)} (Hansen, Hurwitz và Madow 1953)."
    )
    deliver(text, {"cluster": best}, as_values=as_values, out=None)
