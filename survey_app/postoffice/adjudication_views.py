"""Views of adjudication: forms whose two keyings differ, and the decision of a third person."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for

from print import number
from questionnaires import answers
from questionnaires.model import Questionnaire
from survey_app.accounts.signed_in import account, stamp
from survey_app.fieldwork import forms
from survey_app.keying import comparison, keying, workload
from survey_app.postoffice import keying_rows
from survey_app.postoffice.blueprint import blueprint
from survey_app.tables import Form
from survey_app.waves import catalogue
from survey_app.web.access import CLERK, COORDINATOR, DEPARTMENT, allow
from survey_app.web.answers import Answer
from survey_app.web.current_wave import current_wave
from survey_app.web.request_scope import database
from survey_app.web.translation import gettext, say


@blueprint.route("/phan-xu")
@allow(CLERK, COORDINATOR, DEPARTMENT)
def differences() -> str:
    """List the forms whose two keyings differ and which this person may decide."""
    wave = current_wave()
    waiting = workload.waiting(database(), wave, user=account()).adjudication
    return render_template("postoffice/differences.html", wave=wave, waiting=waiting, write=number.write)


@blueprint.route("/phan-xu/<text>")
@allow(CLERK, COORDINATOR, DEPARTMENT)
def decide(text: str) -> str:
    """Show both keyings of a form where they differ."""
    form = forms.find_form(database(), text)
    return _decision(_dispute(form), text)


@blueprint.route("/phan-xu/<text>", methods=["POST"])
@allow(CLERK, COORDINATOR, DEPARTMENT)
def decided(text: str) -> Answer:
    """Accept what the third person reads on the paper."""
    form = forms.find_form(database(), text)
    dispute = _dispute(form)
    raw = {**dispute.first, **{item: [] for item in dispute.items}}
    missing = []
    for item in dispute.items:
        picked = request.form.get(item, "")
        if picked not in {"1", "2", "3"}:
            missing.append(item)
        own = keying_rows.keyed(dispute.questionnaire, {item: request.form.get(f"{item}-khac", "")})
        raw[item] = {"1": dispute.first, "2": dispute.second}.get(picked, own).get(item, [])
    checked = answers.read(dispute.questionnaire, raw, source="paper")
    if missing or checked.answers is None:
        wrong = dict.fromkeys(missing, gettext("Hãy chọn một trong ba."))
        wrong |= {
            problem.item: say(problem.message) for problem in checked.problems if problem.level == "hard"
        }
        return _decision(dispute, text, wrong=wrong), 422
    keying.adjudicate(database(), form, checked.answers, stamp=stamp())
    flash(gettext("Đã phân xử và nhận phiếu %(number)s.", number=number.write(form.serial)), "good")
    return redirect(url_for("postoffice.differences", dot=form.wave.code), 303)


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two keyings as tokens by item, with the items at which they differ."""

    questionnaire: Questionnaire
    first: dict[str, list[str]]
    second: dict[str, list[str]]
    items: tuple[str, ...]


def _dispute(form: Form) -> Dispute:
    compared = comparison.comparison(database(), form, user=account())
    questionnaire = catalogue.questionnaire(form.wave)
    return Dispute(
        questionnaire,
        answers.tokens_of(questionnaire, compared.first),
        answers.tokens_of(questionnaire, compared.second),
        compared.differing,
    )


def _decision(dispute: Dispute, text: str, wrong: dict[str, str] | None = None) -> str:
    shown = [
        (
            item,
            say(dispute.questionnaire.items[item].text),
            keying_rows.in_words(dispute.questionnaire.items[item], dispute.first.get(item, [])),
            keying_rows.in_words(dispute.questionnaire.items[item], dispute.second.get(item, [])),
            (wrong or {}).get(item, ""),
        )
        for item in dispute.items
    ]
    return render_template(
        "postoffice/decide.html",
        number=text,
        shown=shown,
        typed=request.form,
        wrong=wrong or {},
        typed_kinds=keying_rows.typed_kinds(),
    )
