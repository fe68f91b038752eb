"""The department's side: counts, scores against targets, evidence, audit and accounts."""

from flask import Flask

from survey_app.department.blueprint import blueprint
from survey_app.department.oversight import accounts as accounts
from survey_app.department.oversight import views as oversight_views
from survey_app.department.scores import area_views, downloads, scorecard_views
from survey_app.department.scores import views as score_views
from survey_app.department.waves import draw_views, notice_views, office_areas, overview, plan_views
from survey_app.department.waves import views as wave_views

__all__ = [
    "accounts",
    "area_views",
    "downloads",
    "draw_views",
    "notice_views",
    "office_areas",
    "oversight_views",
    "overview",
    "plan_views",
    "score_views",
    "scorecard_views",
    "wave_views",
]


def init_app(app: Flask) -> None:
    """Offer the department's pages at ``/so-noi-vu``."""
    app.register_blueprint(blueprint)
