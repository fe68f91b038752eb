"""``sipas open-wave``: draw the sample of a wave and number its forms."""

import datetime as dt
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoring.method.method import METRICS
from survey_app.commands.said import warn
from survey_app.waves.wave_spec import AREA_COLUMN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survey_app.surveys.notice import Notice
    from survey_app.surveys.survey import Survey
    from survey_app.tables import Wave
    from survey_app.waves.wave_spec import WaveSpec


NOTICE = ("help_line", "purpose", "use", "giving_back")


class Day(click.DateTime):
    """A parameter type: a day as year-month-day."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the day without a time."""
        return super().convert(value, param, ctx).date()


# An option bears the name of the field of WaveSpec it fills.
@click.command()
@click.argument("code")
@click.argument("frame", type=click.Path(path_type=Path))
@click.argument("plan", required=False)
@click.option("--seed", required=True, help="Any text, published beforehand; the sample follows from it.")
@click.option("--closes", "closes_on", required=True, type=Day(), help="Last day for answers.")
@click.option("--name", help="What people call the wave; else its code.")
@click.option("--questionnaire", help="A name of the library, or a TOML file; else the survey's.")
@click.option(
    "--frame-made", "frame_made_on", type=Day(), help="When the list was made; checked against the areas."
)
@click.option(
    "--area-column", default=AREA_COLUMN, show_default=True, help="The frame's column with area codes."
)
@click.option(
    "--label-column",
    "label_columns",
    multiple=True,
    help="A frame column for the hand-out list; may be repeated.",
)
@click.option(
    "--double-keying", type=float, help="Share of paper forms keyed twice, 0 to 1; else the survey's."
)
@click.option(
    "--metric",
    type=click.Choice(list(METRICS)),
    help="What is held against the targets: share of answers 4-5, or mean over five; else the survey's.",
)
@click.option("--targets", help="Targets of the library, or a TOML file; else the survey's.")
@click.option("--help-line", help="The telephone people may call, as forms and letters say it.")
@click.option("--purpose", help="Who asks and why, in a sentence; else the survey's.")
@click.option("--use", help="What becomes of the answers, in a sentence; else the survey's.")
@click.option("--giving-back", help="How the form is given back, in a sentence; else the survey's.")
@click.option(
    "--batch-size", type=click.IntRange(1), help="Most forms in one batch; else one batch an office."
)
@click.option("--synthetic", is_flag=True, help="The people or the sizes of the frame are invented.")
@click.option(
    "--offices", type=click.Path(path_type=Path), help="CSV or XLSX area,office,name: who serves which area."
)
@click.option("--database", help="Else DATABASE_URL, else var/sipas.db.")
def command(offices: Path | None, database: str | None, **options: Any) -> None:
    r"""Open the wave CODE: draw from FRAME (CSV or XLSX) by PLAN, number the forms.

    PLAN is a TOML file or a name of the library; without it, the plan of the survey (SIPAS_SURVEY).
    The same frame, plan and seed give the same sample, so anybody can repeat the draw with sipas sample.

    \b
    sipas open-wave 2025-1 frame.csv --seed "Xổ số 25/11/2025: 123456" \
        --help-line "0000 000 000" --closes 2025-12-31 --offices offices.csv --label-column village
    """
    from questionnaires.model import Text
    from questionnaires.routes.told import contradictions
    from survey_app import config
    from survey_app.surveys import surveys
    from survey_app.waves import notices

    settings = config.from_environment()
    spec = spec_of(options, surveys.load(settings.survey))
    click.echo(_open(spec, offices, database or settings.database_url))
    warn(notices.lacking(spec.notice))
    for found in contradictions(spec.questionnaire):
        warn(Text(f"{found.item}: {found.message.vi}.", f"{found.item}: {found.message.in_('en')}."))


def spec_of(options: Mapping[str, Any], survey: "Survey") -> "WaveSpec":
    """Return the specification of a wave: the options given, else the survey's defaults.

    Raises:
        QuestionnaireError, SamplingError, ScoringError: what is wrong with a file, with its row or key.
    """
    from sampling.frame.frame import read_frame
    from sampling.plan.plan_file import load_plan
    from survey_app.waves import wave_files
    from survey_app.waves.wave_spec import WaveSpec

    of_survey = {
        "name": options["code"],
        "questionnaire": survey.questionnaire.given,
        "plan": survey.plan.given,
        "targets": survey.targets.given,
        "metric": survey.new_wave.metric,
        "double_keying": survey.new_wave.double_keying,
    }
    fields = of_survey | {name: value for name, value in options.items() if value is not None}
    targets, targets_text = wave_files.targets(fields["targets"])
    read = {
        "frame": read_frame(fields["frame"]),
        "plan": load_plan(fields["plan"]),
        "questionnaire": wave_files.questionnaire(fields["questionnaire"]),
        "targets": targets,
        "targets_text": targets_text,
    }
    said = {name: fields.pop(name) for name in NOTICE if name in fields}
    return WaveSpec(**fields | read, notice=_notice(survey.notice, said))


def _notice(of_survey: "Notice", said: Mapping[str, str]) -> "Notice":
    """Return the survey's notice with what was said instead; a sentence said here has no English yet."""
    from survey_app.surveys import notice

    without = {f"{name}_en": "" for name in said}
    return notice.from_typed({**notice.as_typed(of_survey), **without, **said})


def _open(spec: "WaveSpec", offices: Path | None, url: str) -> str:
    """Open the wave and return what to do next."""
    from survey_app import db
    from survey_app.areas import offices as served
    from survey_app.people.stamp import Stamp
    from survey_app.waves.opening import open_wave

    with db.opened(url) as sessions, sessions() as session:
        if offices is not None:
            served.load_offices(session, offices)
        wave = open_wave(
            session,
            spec,
            stamp=Stamp(None, dt.datetime.now(dt.UTC)),
            new_key=lambda: secrets.token_bytes(32),
        )
        session.commit()
        return _next_step(session, wave)


def _next_step(session: "Session", wave: "Wave") -> str:
    from survey_app.fieldwork import ledger
    from survey_app.tables import FormState

    balances = ledger.balances(session, wave)
    forms = sum(balance.count(FormState.PRINTED) for balance in balances)
    return (
        f"Đã mở đợt {wave.code}: {forms} phiếu trong {len(balances)} lô.\n"
        f"Tiếp theo: sipas print --wave {wave.code} --out var/print"
    )
