"""Rows for the tables of every revision before the newest, as that revision knew them."""

import datetime as dt

import sqlalchemy as sa

from print import number

DAY = dt.date(2025, 11, 18)
# In UTC; in Viet Nam it is the day after already.
EVENING = dt.datetime(2025, 11, 18, 18, 30, tzinfo=dt.UTC).replace(tzinfo=None)
HASHES = [bytes([number]) * 32 for number in range(40)]


def event(id_, action, subject, **details):
    return {
        "id": id_, "at": EVENING + dt.timedelta(days=id_), "by_id": 1, "action": action, "subject": subject,
        "details": details, "previous": HASHES[id_], "hash": HASHES[id_ + 1],
    }  # fmt: skip


def form(serial, role, state, replaces=None):
    return {
        "id": serial, "serial": serial, "wave_id": 1, "batch_id": 1, "cell_id": 1, "role": role, "place": serial,
        "state": state, "code_hash": HASHES[serial], "label": f"Ấp {serial}", "replaces_id": replaces,
        "last_stratum": "Ấp",
    }  # fmt: skip


AREA = {"level": "commune", "kind": "phường", "valid_from": DAY, "valid_to": None, "source": "NQ 1662"}
RESPONSE = {"wave_id": 1, "form_key": HASHES[1], "mode": "paper", "day": DAY, "codes": b"\x01\x02\x03"}

# Every row with all columns it ever had; an older table takes those it knows.
ROWS = {
    "area": [
        {"id": 1, "code": "75", "name": "Đồng Nai", "parent_id": None, **AREA},
        {"id": 2, "code": "26041", "name": "Trấn Biên", "parent_id": 1, **AREA},
    ],
    "area_scope": [{"area_id": 2, "tag": "old"}],
    "area_successor": [{"old_id": 1, "new_id": 2, "share": 0.25, "source": "NQ 1662"}],
    "area_population": [
        {"id": 1, "area_id": 2, "what": "adults", "as_of": DAY, "count": 1234, "synthetic": True, "source": "thử"}
    ],
    "post_office": [{"id": 1, "code": "BC1", "name": "Bưu cục Biên Hoà"}],
    "office_area": [{"area_id": 2, "office_id": 1}],
    "user_account": [
        {"id": 1, "name": "lan", "full_name": "Lan", "role": "clerk", "office_id": 1, "password_hash": "!", "active": True},
    ],
    "sign_in_failure": [{"id": 1, "name": "lan", "at": EVENING}],
    "audit_event": [
        event(1, "batch_printed", "batch:2025-1/1", forms=5),
        event(2, "batch_reprinted", "batch:2025-1/1", forms=5),
        event(3, "batch_printed", "batch:khac/2", forms=5),
        event(4, "form_substituted", f"form:{number.write(1)}", by=number.write(4), reason="đi vắng dài ngày"),
        event(5, "form_substituted", f"form:{number.write(4)}", by=number.write(5), reason="ốm"),
    ],
    "questionnaire": [{"version": "v1", "name": "thu", "width": 3, "source": "{}"}],
    "wave": [
        {
            "id": 1, "code": "2025-1", "name": "Đợt thử", "questionnaire_version": "v1", "opened_on": DAY,
            "closes_on": DAY, "closed_on": None, "double_keying": 0.5, "synthetic": True, "metric": "ty_le_hai_long",
            "targets": "plan-336", "targets_text": "Chỉ tiêu", "seed": "hạt giống", "manifest": {"seal": "x"},
            "key": HASHES[9],
        }
    ],
    "batch": [
        {"id": 1, "wave_id": 1, "number": 1, "office_id": 1, "printed_on": dt.date(2025, 11, 20)},
        {"id": 2, "wave_id": 1, "number": 2, "office_id": 1, "printed_on": None},
    ],
    "design_cell": [
        {
            "id": 1, "wave_id": 1, "area_id": 2, "stratum": "Biên Hoà", "clusters": ["Ấp 1"], "fpc": [None, 40.0],
            "pi": [0.5, 0.1], "weight": 20.0,
        }
    ],
    "form": [
        form(1, "main", "refused"),
        form(2, "main", "accepted"),
        form(3, "main", "returned"),
        form(4, "reserve", "lost", replaces=1),
        form(5, "reserve", "handed_out", replaces=4),
        form(6, "reserve", "printed"),
        # In use although nothing in the audit says why.
        form(7, "reserve", "handed_out", replaces=3),
    ],
    "form_event": [
        {
            "id": 1, "form_id": 1, "from_state": None, "to_state": "printed", "day": DAY, "by_id": 1,
            "correction": False, "reason": None,
        },
        {
            "id": 2, "form_id": 1, "from_state": "printed", "to_state": "refused", "day": DAY, "by_id": 1,
            "correction": True, "reason": "ghi nhầm",
        },
    ],
    "receipt": [
        {"reference": "AB-1", "wave_id": 1, "form_key": HASHES[1], "submission_id": "web-1", "digest": HASHES[2]}
    ],
    "refused_answers": [
        {"id": 1, "digest": HASHES[3], "texts": {"F2": "khác"}, "decision": "giữ phiếu đầu", **RESPONSE}
    ],
    "response": [{"id": 77, "cell_id": 1, "questionnaire_version": "v1", "width": 3, **RESPONSE}],
    "answer_text": [{"response_id": 77, "item": "F2", "text": "Mong nhanh hơn"}],
    "draft_page": [{"form_id": 3, "section": "A", "answers": {"A1": ["1"]}, "version": 2, "day": DAY}],
    "keying": [
        {
            "id": 1, "form_id": 2, "turn": "first", "source": "scan", "keyer_id": 1, "day": DAY, "codes": b"\x01\x02\x03",
            "texts": {"F2": "x"}, "fields": 3, "differing": 1, "wrong": 0,
        }
    ],
    "substitution": [
        {"reserve_id": 4, "day": dt.date(2025, 11, 23), "by_id": 1, "reason": "đi vắng dài ngày"},
        {"reserve_id": 5, "day": dt.date(2025, 11, 24), "by_id": 1, "reason": "ốm"},
        {"reserve_id": 7, "day": None, "by_id": None, "reason": ""},
    ],
    "scan_page": [
        {
            "id": 1, "form_id": 3, "page": 1, "state": "read", "file": "1.png", "image": 0, "picture": "var/1.jpg",
            "version": "v1", "rule": "row-band-3", "by_id": 1, "day": DAY, "keyed": False, "warned": "photo",
        }
    ],
    "scan_row": [
        {
            "id": 1, "page_id": 1, "item": "C01", "code": 4, "reason": "one mark", "ink": {"4": 0.5},
            "crop": [1, 2, 3, 4], "suggest": None, "checked": 4, "checked_by_id": 1, "decided": None, "text": None,
            "decided_by_id": None,
        }
    ],
    "planned_wave": [
        {
            "id": 1, "by_id": 1, "typed": {"code": "2026-1"}, "frame_name": "khung.csv", "frame": b"\x00\x01",
            "plan_name": "k.toml", "plan_text": "[[stage]]", "targets_name": "ct.toml", "targets_text": "[x]",
            "seal": "s" * 64, "draws": 3, "changed_on": DAY, "wave_id": 1, "sample": b"\x02",
        }
    ],
}  # fmt: skip


def fill(engine):
    """Put rows into every table of a database of any revision, and return them by table, as they were stored."""
    tables = reflected(engine)
    with engine.begin() as connection:
        for table in tables.sorted_tables:
            known = set(table.columns.keys())
            rows = [{name: value for name, value in row.items() if name in known} for row in ROWS[table.name]]
            connection.execute(table.insert(), rows)
    return stored(engine, tables)


def stored(engine, tables):
    """Return the rows of ``tables`` with the columns these have, in the order of the keys."""
    with engine.connect() as connection:
        return {
            table.name: connection.execute(sa.select(table).order_by(*table.primary_key)).mappings().all()
            for table in tables.sorted_tables
        }


def reflected(engine):
    """Return the tables of a database as it stands, without Alembic's own."""
    metadata = sa.MetaData()
    metadata.reflect(engine, only=lambda name, _: name != "alembic_version")
    return metadata
