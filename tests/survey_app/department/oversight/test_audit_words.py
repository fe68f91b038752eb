"""The sealed log is read in Vietnamese, whatever words were sealed."""

import re
from pathlib import Path

import pytest

import survey_app
from survey_app.department.oversight import audit_words
from survey_app.people import audit
from survey_app.tables import AuditEvent

ROOT = Path(survey_app.__file__).parent
ACTS = re.compile(r"""audit\.record\(\s*\w+(?:\(\))?,\s*"(\w+)",\s*f"(\w+):""")
REASONS = re.compile(r"""Broken\(event\.id, f?"([^"{]+)""")


def acts():
    """What the application seals, as written in its source: action and kind of subject."""
    return sorted({found for path in ROOT.rglob("*.py") for found in ACTS.findall(path.read_text("utf-8"))})


def test_the_source_seals_more_than_ten_kinds_of_acts():
    assert len(acts()) > 10


@pytest.mark.parametrize(
    ("action", "kind"), [*acts(), ("batch_printed", "batch"), ("batch_reprinted", "batch")]
)
def test_every_act_has_its_words(app, action, kind):
    event = AuditEvent(action=action, subject=f"{kind}:7", details={})
    with app.test_request_context():
        assert audit_words.action(event) != action
        assert audit_words.subject(event) != event.subject
        assert audit_words.subject(event).endswith(" 7")


def test_details_are_named_and_their_values_said(app):
    given = {
        "from": "issued",
        "to": "lost",
        "reason": "mưa",
        "large": True,
        "areas": ["1", "2"],
        "role": "clerk",
    }
    event = AuditEvent(action="form_corrected", subject="form:1", details=given | {"frame_made_on": None})
    with app.test_request_context():
        said = dict(audit_words.details(event))

    assert said == {
        "từ": "Tại bưu cục",
        "sang": "Thất lạc",
        "lý do": "mưa",
        "chữ to": "có",
        "địa bàn": "1, 2",
        "vai trò": "Nhập liệu (bưu cục)",
    }


@pytest.mark.parametrize("reason", REASONS.findall(Path(audit.__file__).read_text("utf-8")))
def test_what_is_broken_is_said_in_vietnamese(app, reason):
    with app.test_request_context():
        assert (
            audit_words.broken(reason + "3: something") != reason
            if reason.endswith(" ")
            else (audit_words.broken(reason) != reason)
        )
