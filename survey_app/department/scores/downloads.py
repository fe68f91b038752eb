"""Downloads of the score table, the responses and the targets."""

from pathlib import Path
from tempfile import TemporaryDirectory

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as HttpAnswer

from scoring.score_table.score_run import ScoreRun
from scoring.targets import target_files, toml_files
from survey_app.areas import areas
from survey_app.areas.frame import COMMUNE, VILLAGE
from survey_app.collection import microdata, results
from survey_app.department.blueprint import blueprint
from survey_app.department.scores.chosen_run import chosen_run
from survey_app.files import sheets as exports
from survey_app.scores import responsibilities, score_files, score_report
from survey_app.tables import Wave
from survey_app.waves import catalogue
from survey_app.web.access import DEPARTMENT, SUPERVISOR, allow
from survey_app.web.current_wave import current_wave
from survey_app.web.request_scope import database, survey, today
from survey_app.web.send_file import CSV, XLSX, as_file


@blueprint.route("/diem.<kind>")
@allow(DEPARTMENT, SUPERVISOR)
def download_scores(kind: str) -> HttpAnswer:
    """Return the score table as CSV, XLSX, JSON or PDF."""
    wave = current_wave()
    run = chosen_run(wave)
    weights = run.method.weights
    name = f"diem-{wave.code}-{run.method.metric}{'' if weights == 'base' else '-' + weights}.{kind}"
    title = {"title": f"SIPAS {wave.code}" + (" – dữ liệu mô phỏng" if wave.synthetic else "")}
    sheets = score_files.sheets(
        run, score_files.area_names(database()), responsibilities.plan_of(run, survey())
    )
    match kind:
        case "csv":
            return as_file(exports.to_csv(sheets[0]), CSV, name)
        case "xlsx":
            return as_file(exports.to_xlsx(sheets, title), XLSX, name)
        case "pdf":
            return as_file(_report(run, wave), "application/pdf", name)
        case "json":
            return as_file(run.to_json().encode(), "application/json", name)
        case _:
            raise NotFound


@blueprint.route("/tra-loi.csv")
@allow(DEPARTMENT)
def download_responses() -> HttpAnswer:
    """Return the accepted answers the scores are computed from, without form numbers."""
    wave = current_wave()
    content = microdata.wide(results.responses(database(), wave), catalogue.questionnaire(wave))
    return as_file(content, CSV, f"tra-loi-{wave.code}.csv")


@blueprint.route("/khung-de-dien.csv")
@allow(DEPARTMENT)
def download_frame_to_fill() -> HttpAnswer:
    """Return an empty frame: a row for each commune in force, with the columns the library's plans need."""
    communes = areas.in_force(database(), today(), level=COMMUNE)
    rows: list[list[exports.Cell]] = [[area.code, "", area.name, ""] for area in communes]
    sheet = exports.Sheet("Khung", [COMMUNE, VILLAGE, "name", "adults"], rows)
    return as_file(exports.to_csv(sheet), CSV, "khung-de-dien.csv")


@blueprint.route("/chi-tieu/<name>.toml")
@allow(DEPARTMENT)
def download_targets(name: str) -> HttpAnswer:
    """Return targets of the library or of the survey, as a pattern for an own file."""
    own = survey().targets
    if name == own.name and own.path is not None:
        text = toml_files.read(own.path)
    elif name in target_files.published():
        text = toml_files.library(name)
    else:
        raise NotFound
    return as_file(text.encode(), "application/toml", f"{name}.toml")


def _report(run: ScoreRun, wave: Wave) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        score_report.write_report(run, path, wave=wave.name, survey=survey())
        return path.read_bytes()
