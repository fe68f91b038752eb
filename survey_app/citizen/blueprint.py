"""The blueprint that the citizen's views share."""

from flask import Blueprint

blueprint = Blueprint("citizen", __name__, template_folder="templates")
