"""Form fields of a wave in preparation."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, Form, RadioField, SelectField, StringField
from wtforms.validators import Length, Optional, Regexp, StopValidation, ValidationError

from questionnaires import load
from sampling.plan.plan_file import load_plan, published_plans
from scoring.method.method import METRICS
from scoring.targets import target_files
from scoring.targets.targets import TargetSet
from survey_app.department.waves.notice_fields import NoticeFields
from survey_app.department.words import both
from survey_app.surveys.notice import as_typed
from survey_app.surveys.survey import Survey, offered
from survey_app.waves import target_sets, wave_files
from survey_app.waves.plan_reading import AREAS, FILE, OWN_PLAN, OWN_TARGETS, percent
from survey_app.waves.wave_spec import AREA_COLUMN
from survey_app.web.form_fields import REQUIRED, tidy
from survey_app.web.request_scope import survey
from survey_app.web.translation import gettext, say

CODE = Regexp(
    re.compile(r"[a-z0-9][a-z0-9-]{1,38}\Z"),
    message=lazy_gettext("Dùng chữ thường không dấu, số và dấu gạch, 2–39 ký tự, ví dụ 2026-1."),
)


def defaults(of: Survey) -> dict[str, str]:
    """Return the default values of a new wave's fields, as typed text."""
    new = of.new_wave
    return {
        "source": AREAS,
        "plan": of.plan.name,
        "questionnaire": of.questionnaire.name,
        "metric": new.metric,
        "targets": of.targets.name,
        "double_keying": _typed(100 * new.double_keying),
        "own_hand": "1",
        "area_column": AREA_COLUMN,
        "rho": _typed(new.rho),
        "response": _typed(100 * new.response),
    } | as_typed(of.notice)


def _typed(value: float) -> str:
    return f"{value:g}".replace(".", ",")


class Between:
    """A validator of a number within limits, typed with a comma or a point."""

    def __init__(self, least: float, most: float) -> None:
        self.least = least
        self.most = most

    def __call__(self, _form: Form, field: Field) -> None:
        """Refuse a value that is no number or outside the limits."""
        value = percent(field.data)
        if math.isnan(value) or not self.least <= value <= self.most:
            raise ValidationError(
                gettext(
                    "Hãy ghi một số từ %(least)s đến %(most)s.",
                    least=f"{self.least:g}",
                    most=f"{self.most:g}",
                )
            )


def check_date(_form: Form, field: Field) -> None:
    """Refuse a value that is not a date as browsers write it."""
    try:
        dt.date.fromisoformat(field.data)
    except ValueError as error:
        raise ValidationError(gettext("Hãy ghi ngày dạng năm-tháng-ngày, ví dụ 2026-12-31.")) from error


def require_list_date(form: Form, field: Field) -> None:
    """Require the day a sent list was made; the areas in force are of today."""
    if field.data:
        return
    sent = form["source"].data == FILE
    raise StopValidation(gettext("Hãy ghi ngày lập danh sách gửi lên.") if sent else "")


class PlanFields(NoticeFields):
    """Fields of a wave's method, declared before it opens."""

    code = StringField(filters=[tidy], validators=[REQUIRED, CODE])
    name = StringField(filters=[tidy], validators=[REQUIRED, Length(max=200)])
    closes_on = StringField(filters=[tidy], validators=[REQUIRED, check_date])
    questionnaire = SelectField(validators=[REQUIRED])
    metric = RadioField(validators=[REQUIRED])
    targets = SelectField(validators=[REQUIRED])
    targets_file = FileField()
    source = RadioField(validators=[REQUIRED])
    frame = FileField()
    frame_made_on = StringField(filters=[tidy], validators=[require_list_date, check_date])
    area_column = StringField(filters=[tidy], validators=[Length(max=60)])
    label_columns = StringField(filters=[tidy], validators=[Length(max=200)])
    synthetic = BooleanField()
    plan = SelectField(validators=[REQUIRED])
    plan_file = FileField()
    # Not required yet: the frame and the plan are published before the event that gives the seed.
    seed = StringField(filters=[tidy], validators=[Length(max=500)])
    double_keying = StringField(filters=[tidy], validators=[REQUIRED, Between(0, 100)])
    own_hand = BooleanField()
    batch_size = StringField(
        filters=[tidy],
        validators=[
            Optional(),
            Regexp(r"[1-9][0-9]{0,4}\Z", message=lazy_gettext("Hãy ghi một số nguyên dương.")),
        ],
    )
    response = StringField(filters=[tidy], validators=[REQUIRED, Between(1, 100)])
    rho = StringField(filters=[tidy], validators=[REQUIRED, Between(0, 1)])

    def offer(self) -> "PlanFields":
        """Fill in the choices of the library and the survey, in the language of this request."""
        held = survey()
        self.questionnaire.choices = _questionnaires(held)
        self.metric.choices = [(name, both(words)) for name, words in METRICS.items()]
        self.targets.choices = [
            *(
                (name, _targets_title(target_sets.read(held.targets.chosen(name))))
                for name in offered(held.targets, target_files.published())
            ),
            (OWN_TARGETS, gettext("Chỉ tiêu trong tệp TOML gửi lên")),
        ]
        self.source.choices = [
            (AREAS, gettext("Đơn vị hành chính đang có hiệu lực trong hệ thống")),
            (FILE, gettext("Tệp khung mẫu gửi lên")),
        ]
        self.plan.choices = [
            *(
                (name, load_plan(held.plan.chosen(name)).title)
                for name in offered(held.plan, published_plans())
            ),
            (OWN_PLAN, gettext("Kế hoạch trong tệp TOML gửi lên")),
        ]
        return self

    def typed(self) -> dict[str, str]:
        """Return every field as typed, without the files."""
        values: dict[str, Any] = {
            name: field.data for name, field in self._fields.items() if name not in HIDDEN
        }
        return {name: ("1" if value is True else str(value or "")) for name, value in values.items()}


HIDDEN = frozenset({"csrf_token", "frame", "plan_file", "targets_file"})


def _questionnaires(held: Survey) -> Sequence[tuple[str, str]]:
    own = held.questionnaire
    found = [
        (name, wave_files.questionnaire(own.chosen(name))) for name in offered(own, load.library_names())
    ]
    return [
        (name, gettext("%(name)s, %(n)s câu: %(title)s", name=name, n=len(one.items), title=say(one.title)))
        for name, one in found
    ]


def _targets_title(one: TargetSet) -> str:
    return gettext("%(title)s (chỉ tiêu %(year)s)", title=one.title, year=one.target_year)


def from_typed(typed: dict[str, str]) -> PlanFields:
    """Return the fields as they were kept, checked with ``validate()`` where no token is asked for."""
    from werkzeug.datastructures import MultiDict

    values = MultiDict({name: value for name, value in (typed or defaults(survey())).items() if value})
    return PlanFields(formdata=values, meta={"csrf": False}).offer()
