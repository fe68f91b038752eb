"""Files as answers to requests."""

from werkzeug.wrappers import Response as HttpAnswer

CSV = "text/csv; charset=utf-8"

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_file(content: bytes, kind: str, name: str) -> HttpAnswer:
    """Return an answer that a browser saves under a name."""
    answer = HttpAnswer(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
