"""The blueprint that the department's views share."""

from flask import Blueprint
from werkzeug.wrappers import Response as HttpAnswer

Answer = HttpAnswer | str | tuple[str, int]
blueprint = Blueprint("department", __name__, url_prefix="/so-noi-vu", template_folder="templates")
