"""The audit log of staff's acts: a chain in which each event carries the hash of the one before it.

- ``record(session, action, subject, stamp=…, details=…) -> AuditEvent``
- ``verify(session) -> tuple[Broken, ...]``: every event that was altered, removed or put in; empty when none was
- ``head(session) -> str``: the newest hash, to be printed on the daily report, so that nobody can rewrite the end
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from survey_app.people.stamp import Stamp
from survey_app.tables import AuditEvent

GENESIS = bytes(32)
_LOCK = 0x51_9A_5A


@dataclass(frozen=True, slots=True)
class Broken:
    """An event that does not fit the chain, and the fault."""

    id: int
    reason: str


def record(
    session: Session,
    action: str,
    subject: str,
    *,
    stamp: Stamp,
    details: Mapping[str, object] | None = None,
) -> AuditEvent:
    """Append an event to the chain; it is committed with the caller's transaction."""
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        # Two events must not follow the same one; SQLite has one writer anyway.
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one_or_none()
    event = AuditEvent(
        id=1 if last is None else last.id + 1,
        at=stamp.at,
        by_id=stamp.by_id,
        action=action,
        subject=subject,
        details=dict(details or {}),
        previous=GENESIS if last is None else last.hash,
    )
    event.hash = _seal(event)
    session.add(event)
    session.flush()
    return event


def verify(session: Session) -> tuple[Broken, ...]:
    """Return the events that were altered, or before which one was removed or put in; in order."""
    broken = []
    previous, expected_id = GENESIS, 1
    events = (
        select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=1000, populate_existing=True)
    )
    for event in session.scalars(events):
        if event.id != expected_id:
            broken.append(Broken(event.id, f"expected event {expected_id}: something before it is missing"))
        elif event.previous != previous:
            broken.append(Broken(event.id, "does not follow the event before it"))
        if event.hash != _seal(event):
            broken.append(Broken(event.id, "its content was altered"))
        previous, expected_id = event.hash, event.id + 1
    return tuple(broken)


def head(session: Session) -> str:
    """Return the newest hash in hexadecimal; a kept copy shows later whether the end of the chain was cut."""
    last = session.scalars(select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)).one_or_none()
    return (GENESIS if last is None else last).hex()


def _seal(event: AuditEvent) -> bytes:
    content = [
        event.id,
        # One moment, one seal, whatever zone the clock was in: the database gives it back in UTC.
        event.at.astimezone(dt.UTC).isoformat(),
        event.by_id,
        event.action,
        event.subject,
        event.details,
        event.previous.hex(),
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).digest()
