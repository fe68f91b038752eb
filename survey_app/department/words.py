"""Words of the department's pages: metrics, modes, and the half of a sentence this request reads."""

from scoring.errors import Sentence
from scoring.method.method import METRICS, Metric
from survey_app.tables import Mode
from survey_app.web.translation import current_language, gettext


def both(sentence: Sentence) -> str:
    """Return the half of a (vi, en) pair that this request reads."""
    return sentence[1] if current_language() == "en" else sentence[0]


def metric_name(metric: Metric) -> str:
    """Return what a metric is called."""
    return both(METRICS[metric])


def mode(which: Mode) -> str:
    """Return the name of a mode."""
    return {
        Mode.PAPER: gettext("Phiếu giấy"),
        Mode.WEB: gettext("Trang web"),
        Mode.INTERVIEW: gettext("Phỏng vấn hộ"),
    }[which]
