"""The wave of a staff page: the one named in the address, else the newest that is open."""

from flask import request

from survey_app.errors import AppError
from survey_app.tables import Wave
from survey_app.waves import catalogue
from survey_app.web.request_scope import database, survey


def current_wave() -> Wave:
    """Return the wave named by ``?dot=…``, the newest open one, or the newest.

    Raises:
        AppError: (404) there is no such wave, or none at all.
    """
    named = request.values.get("dot", "")
    if named:
        return catalogue.find(database(), named)
    found = catalogue.all_waves(database())
    if not found:
        organisation = survey().owner.organisation
        raise AppError(
            f"Chưa có đợt khảo sát nào. {organisation.vi} mở đợt ở trang «Đợt khảo sát» hoặc bằng lệnh «sipas open-wave».",
            f"There is no wave yet. The {organisation.in_('en')} opens one on the page “Waves”, or with “sipas open-wave”.",
            status=404,
        )
    return next((wave for wave in found if wave.is_open), found[0])
