"""Reader of surveys in TOML: all mistakes at once; names and files mentioned must exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from questionnaires import load as questionnaire_files
from questionnaires.errors import QuestionnaireError
from questionnaires.model import ChoiceItem, Text
from sampling.plan.plan_file import published_plans
from scoring.errors import ScoringError
from scoring.method.method import METRICS
from scoring.targets import actions, scorecard_files, target_files, toml_files, toml_table
from scoring.targets.toml_table import Table
from survey_app.errors import AppError
from survey_app.surveys import action_plan
from survey_app.surveys.notice import SENTENCES, Notice
from survey_app.surveys.survey import AreaList, NewWave, Owner, Scope, Source, Survey


def read(path: Path) -> Survey:
    """Return the survey in a TOML file; the files it names lie beside it.

    Raises:
        AppError: no file, no TOML, or every mistake of the file with its key.
    """
    try:
        return _survey(toml_table.parse(toml_files.read(path), path.name), path.parent)
    except ScoringError as error:
        raise AppError(error.vi, error.en) from error


def _survey(root: Table, folder: Path) -> Survey:
    files = _Files(folder)
    targets = target_files.published()
    survey = Survey(
        id=root.text("id"),
        title=_text(root, "title"),
        subtitle=_text(root, "subtitle"),
        report_title=root.texts("report_title"),
        owner=_owner(root.table("owner")),
        areas=_areas(root.table("areas"), files),
        questionnaire=files.source(root, "questionnaire", questionnaire_files.library_names()),
        plan=files.source(root, "plan", published_plans()),
        targets=files.source(root, "targets", targets),
        actions=files.optional_source(root, "actions", actions.published()),
        scorecards=files.optional_source(root, "scorecards", scorecard_files.published()),
        breakdown=root.texts("breakdown"),
        new_wave=_new_wave(root.table("new_wave")),
        notice=_notice(root.table("notice")) if root.has("notice") else Notice(),
    )
    if not survey.report_title:
        root.mistakes.add("report_title", "thiếu; cần một danh sách dòng.", "missing; needs a list of lines.")
    root.close()
    root.mistakes.refuse()
    _check_breakdown(root, survey)
    _check_actions(root, survey)
    root.mistakes.refuse()
    return survey


@dataclass(frozen=True, slots=True)
class _Files:
    """The folder of a survey's file, in which its own files lie."""

    folder: Path

    def source(self, table: Table, key: str, library: Sequence[str]) -> Source:
        """Return the source a key names: a file beside the survey's if it ends in ``.toml``, else a name."""
        given = table.text(key)
        if given.endswith(".toml"):
            path = self.folder / given
            self.must_exist(table, key, path)
            return Source(path.stem, path)
        if given and given not in library:
            available = ", ".join(library)
            table.mistakes.add(
                table.key(key),
                f"thư viện không có «{given[:60]}»; hiện có: {available}. Hoặc ghi tên tệp .toml đặt cạnh tệp này.",
                f"the library has no “{given[:60]}”; it has: {available}. Or name a .toml file beside this one.",
            )
        return Source(given)

    def optional_source(self, table: Table, key: str, library: Sequence[str]) -> Source | None:
        """Return the source a key names, None where the key is left out."""
        return self.source(table, key, library) if table.has(key) else None

    def must_exist(self, table: Table, key: str, path: Path) -> None:
        """Note a mistake if there is no such file."""
        if not path.is_file():
            table.mistakes.add(
                table.key(key),
                f"không có tệp {path.name} cạnh tệp khảo sát.",
                f"there is no file {path.name} beside the survey's file.",
            )


def _text(table: Table, key: str) -> Text:
    found = table.table(key)
    text = Text(found.text("vi"), found.text("en"))
    found.close()
    return text


def _owner(table: Table) -> Owner:
    optional = [table.text(key, "") for key in ("superior", "place", "address")]
    owner = Owner(_text(table, "organisation"), *optional)
    table.close()
    return owner


def _areas(table: Table, files: _Files) -> AreaList:
    paths = tuple(files.folder / name for name in table.texts("files"))
    for path in paths:
        files.must_exist(table, "files", path)
    areas = AreaList(table.text("name"), paths, tuple(_scope(each) for each in table.tables("scope")))
    table.close()
    ids = [scope.id for scope in areas.scopes]
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        table.mistakes.add(table.key("scope"), f"mã {id_} có hai lần.", f"the id {id_} is there twice.")
    return areas


def _scope(table: Table) -> Scope:
    scope = Scope(table.text("id"), table.text("tag"), _text(table, "name"))
    table.close()
    return scope


def _new_wave(table: Table) -> NewWave:
    metric = table.text("metric")
    if metric and metric not in METRICS:
        available = ", ".join(METRICS)
        table.mistakes.add(
            table.key("metric"),
            f"«{metric[:40]}» không có; hãy chọn: {available}.",
            f"there is no “{metric[:40]}”; choose one of: {available}.",
        )
    found = NewWave(
        metric=metric,  # type: ignore[arg-type] # checked above
        double_keying=_share(table, "double_keying"),
        rho=_share(table, "rho"),
        response=_share(table, "response", least=Decimal("0.01")),
    )
    table.close()
    return found


def _notice(table: Table) -> Notice:
    """Return what forms and letters say; each part may be left out."""
    sentences = {name: _text(table, name) for name in SENTENCES if table.has(name)}
    notice = Notice(help_line=table.text("help_line", ""), **sentences)
    table.close()
    return notice


def _share(table: Table, key: str, least: Decimal = Decimal(0)) -> float:
    value = table.number(key)
    if not least <= value <= 1:
        table.mistakes.add(
            table.key(key), f"{value} không nằm trong {least}–1.", f"{value} is not between {least} and 1."
        )
    return float(value)


def _check_breakdown(root: Table, survey: Survey) -> None:
    """Look the columns of the breakdown up in the survey's questionnaire."""
    given = survey.questionnaire
    try:
        required = (
            questionnaire_files.published(given.name)
            if given.path is None
            else questionnaire_files.load(given.path)
        )
    except QuestionnaireError as error:
        root.mistakes.add("questionnaire", error.vi, error.en)
        return
    for id_ in survey.breakdown:
        if not isinstance(required.items.get(id_), ChoiceItem):
            root.mistakes.add(
                "breakdown",
                f"bộ câu hỏi «{required.id}» không có câu chọn một phương án {id_[:40]}.",
                f"the questionnaire “{required.id}” has no choose-one item {id_[:40]}.",
            )


def _check_actions(root: Table, survey: Survey) -> None:
    """Read the action plan, so that a mistake in it is told now and not by the score page."""
    try:
        action_plan.load(survey)
    except ScoringError as error:
        root.mistakes.add("actions", error.vi, error.en)
