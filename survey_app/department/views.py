"""Stub."""

from flask import Blueprint

from survey_app.access import DEPARTMENT, SUPERVISOR, allow

blueprint = Blueprint("department", __name__, url_prefix="/so-noi-vu", template_folder="templates")


for name in ("home", "scores", "areas", "scorecards", "evidence", "trail", "users"):
    blueprint.add_url_rule(f"/{name}", name, allow(DEPARTMENT, SUPERVISOR)(lambda: "stub"))
