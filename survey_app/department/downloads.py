"""The score table and the responses as files."""

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as HttpAnswer

from survey_app import exports, results, scores
from survey_app.access import DEPARTMENT, SUPERVISOR, allow
from survey_app.current_wave import current_wave
from survey_app.department.blueprint import blueprint
from survey_app.department.views import metric_asked
from survey_app.request_scope import database

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.route("/diem.<kind>")
@allow(DEPARTMENT, SUPERVISOR)
def download_scores(kind: str) -> HttpAnswer:
    """Return the score table as CSV, XLSX, JSON or PDF."""
    wave = current_wave()
    run = scores.score_wave(database(), wave, metric_asked())
    name = f"diem-{wave.code}-{run.method.metric}.{kind}"
    table = exports.Sheet.from_frame("Bảng điểm", run.table)
    match kind:
        case "csv":
            return _file(exports.to_csv(table), "text/csv; charset=utf-8", name)
        case "xlsx":
            breakdown = exports.Sheet.from_frame("Theo địa bàn", run.by_area)
            return _file(exports.to_xlsx([table, breakdown]), XLSX, name)
        case "json":
            return _file(run.to_json().encode(), "application/json", name)
        case _:
            raise NotFound


@blueprint.route("/tra-loi.csv")
@allow(DEPARTMENT)
def download_responses() -> HttpAnswer:
    """Return the accepted answers without form numbers: what the scores are computed from."""
    wave = current_wave()
    data = results.responses(database(), wave)
    return _file(
        exports.to_csv(exports.Sheet.from_frame("Trả lời", data)),
        "text/csv; charset=utf-8",
        f"tra-loi-{wave.code}.csv",
    )


def _file(content: bytes, kind: str, name: str) -> HttpAnswer:
    answer = HttpAnswer(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
