"""The blueprint that the post office's views share."""

from flask import Blueprint

blueprint = Blueprint("postoffice", __name__, url_prefix="/buu-dien", template_folder="templates")
