"""Health check of this process, for the load balancer and the person on call."""

from flask import Flask, jsonify
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as HttpAnswer

from survey_app.web.access import public
from survey_app.web.request_scope import database


@public
def health() -> HttpAnswer:
    """Return 200 when the database answers, 503 when it does not."""
    try:
        database().execute(text("SELECT 1"))
    except OperationalError:
        answer = jsonify(status="no database")
        answer.status_code = 503
        return answer
    return jsonify(status="ok")


def init_app(app: Flask) -> None:
    """Offer ``/suc-khoe``."""
    app.add_url_rule("/suc-khoe", "health", health)
