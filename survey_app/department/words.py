"""Words of the department's pages: metrics, modes, and pairs of languages."""

from scoring.errors import Sentence
from scoring.method.method import METRICS, Metric
from survey_app.tables import Mode
from survey_app.web.translation import current_language, gettext


def both(sentence: Sentence) -> str:
    """Return the one of a (vi, en) pair that is in the language of this request."""
    return sentence[1] if current_language() == "en" else sentence[0]


def metric_name(metric: Metric) -> str:
    """Return the name of a metric."""
    return both(METRICS[metric])


def mode(which: Mode) -> str:
    """Return the name of a mode."""
    return {
        Mode.PAPER: gettext("Phiếu giấy"),
        Mode.WEB: gettext("Trang web"),
        Mode.INTERVIEW: gettext("Phỏng vấn hộ"),
    }[which]
