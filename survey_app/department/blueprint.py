"""The blueprint that the department's views share."""

from flask import Blueprint

blueprint = Blueprint("department", __name__, url_prefix="/so-noi-vu", template_folder="templates")
