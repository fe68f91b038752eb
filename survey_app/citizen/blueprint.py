"""The blueprint that the citizen's views share."""

from flask import Blueprint
from werkzeug.wrappers import Response as HttpAnswer

Answer = HttpAnswer | str | tuple[str, int]
blueprint = Blueprint("citizen", __name__, template_folder="templates")
