"""``sipas open-wave``: draw the sample of a wave and number its forms."""

import datetime as dt
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from questionnaires.model import Questionnaire
    from sampling.frame.frame import SamplingFrame
    from sampling.plan.plan import Plan
    from survey_app.tables import Wave
    from survey_app.waves.wave_spec import WaveSpec


@click.command()
@click.argument("code")
@click.argument("frame", type=click.Path(path_type=Path))
@click.argument("plan")
@click.option("--seed", required=True, help="Any text, published beforehand; the sample follows from it.")
@click.option(
    "--closes", "closes_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Last day for answers."
)
@click.option("--name", help="What people call the wave; else its code.")
@click.option(
    "--questionnaire", default="sipas-2025", show_default=True, help="A name of the library, or a TOML file."
)
@click.option(
    "--frame-made",
    type=click.DateTime(["%Y-%m-%d"]),
    help="When the list was made; checked against the areas.",
)
@click.option(
    "--area-column", default="commune", show_default=True, help="The frame's column with area codes."
)
@click.option("--label-column", multiple=True, help="A frame column for the hand-out list; may be repeated.")
@click.option(
    "--offices", type=click.Path(path_type=Path), help="CSV area,office,name: who serves which area."
)
@click.option("--double-keying", default=0.15, show_default=True, help="Share of paper forms keyed twice.")
@click.option(
    "--metric",
    type=click.Choice(["ty_le_hai_long", "diem_quy_doi"]),
    default="ty_le_hai_long",
    show_default=True,
    help="What is held against the targets: share of answers 4-5, or mean over five.",
)
@click.option(
    "--targets", default="plan-336", show_default=True, help="Targets of the library, or a TOML file."
)
@click.option(
    "--batch-size", type=click.IntRange(1), help="Most forms in one batch; else one batch an office."
)
@click.option("--synthetic", is_flag=True, help="The people or the sizes of the frame are invented.")
@click.option("--database", help="Else DATABASE_URL, else var/sipas.db.")
def command(
    code: str,
    frame: Path,
    plan: str,
    *,
    seed: str,
    closes_on: dt.datetime,
    name: str | None,
    questionnaire: str,
    offices: Path | None,
    database: str | None,
    frame_made: dt.datetime | None,
    area_column: str,
    label_column: tuple[str, ...],
    double_keying: float,
    metric: str,
    targets: str,
    batch_size: int | None,
    synthetic: bool,
) -> None:
    r"""Open the wave CODE: draw from FRAME (CSV or XLSX) by PLAN (TOML, or a name of the library), number the forms.

    The same frame, plan and seed give the same sample, so anybody can repeat the draw with sipas sample.

    \b
    sipas open-wave 2025-1 frame.csv dong-nai-recommended --seed "Xổ số 25/11/2025: 123456" \
        --closes 2025-12-31 --offices offices.csv --label-column village
    """
    from survey_app import config
    from survey_app.waves.wave_spec import WaveSpec

    listed, planned = _read(frame, plan)
    opening = WaveSpec(
        code=code,
        name=name or code,
        questionnaire=_instrument(questionnaire),
        frame=listed,
        plan=planned,
        seed=seed,
        closes_on=closes_on.date(),
        label_columns=label_column,
        frame_made_on=frame_made.date() if frame_made else None,
        area_column=area_column,
        double_keying=double_keying,
        batch_size=batch_size,
        synthetic=synthetic,
        metric=metric,
        targets=Path(targets).name,
        targets_text=_own_targets(targets),
    )
    click.echo(_opened(opening, offices, database or config.from_environment().database_url))


def _read(frame: Path, plan: str) -> "tuple[SamplingFrame, Plan]":
    from sampling.frame.frame import read_frame
    from sampling.plan.plan_file import load_plan

    return read_frame(frame), load_plan(plan)


def _opened(opening: "WaveSpec", offices: Path | None, url: str) -> str:
    """Open the wave and say what to do next."""
    from survey_app import db
    from survey_app.areas import offices as served
    from survey_app.people.stamp import Stamp
    from survey_app.waves.opening import open_wave

    with db.opened(url) as sessions, sessions() as session:
        if offices is not None:
            served.load_offices(session, offices)
        wave = open_wave(
            session,
            opening,
            stamp=Stamp(None, dt.datetime.now(dt.UTC)),
            new_key=lambda: secrets.token_bytes(32),
        )
        session.commit()
        return _told(session, wave)


def _instrument(name: str) -> "Questionnaire":
    from questionnaires import load

    return load.load(name) if name.endswith(".toml") else load.published(name)


def _own_targets(name: str) -> str | None:
    """Return the text of a target file; None for a name of the library."""
    from scoring.targets import toml_files

    return toml_files.read(Path(name)) if name.endswith(".toml") else None


def _told(session: "Session", wave: "Wave") -> str:
    from survey_app.fieldwork import ledger
    from survey_app.tables import FormState

    balances = ledger.balances(session, wave)
    forms = sum(balance.count(FormState.PRINTED) for balance in balances)
    return (
        f"Đã mở đợt {wave.code}: {forms} phiếu trong {len(balances)} lô.\n"
        f"Tiếp theo: sipas print --wave {wave.code} --out var/print"
    )
