"""What the department types and sends to plan a wave."""

import csv
import io
import re

from tests.builders.plans import villages_then_people

VILLAGES = [
    {"commune": commune, "village": f"{commune}-{n:02d}", "adults": 300 + 40 * n}
    for commune in ("26041", "26068")
    for n in range(1, 13)
]
PLAN = villages_then_people(villages=3, people=5, reserve=2, title="Kế hoạch thử")
TYPED = {
    "code": "2026-1",
    "name": "Đợt một năm 2026",
    "closes_on": "2025-12-31",
    "questionnaire": "sipas-2025",
    "metric": "diem_quy_doi",
    "targets": "plan-336",
    "source": "tep",
    "frame_made_on": "2025-09-01",
    "area_column": "",
    "label_columns": "village",
    "plan": "tep",
    "seed": "Xổ số Đồng Nai 25/11/2025: 123456",
    "double_keying": "12,5",
    "batch_size": "",
    "response": "80",
    "rho": "0,05",
}


def as_csv(rows) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def files(frame=None, plan=PLAN, name="khung mẫu.csv"):
    sent = {"frame": (io.BytesIO(as_csv(VILLAGES) if frame is None else frame), name)}
    if plan is not None:
        sent["plan_file"] = (io.BytesIO(plan if isinstance(plan, bytes) else plan.encode()), "ke-hoach.toml")
    return sent


def kept(page, name):
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page.page.text)[0]
    return re.search(r'value="([^"]*)"', found)[1]


def plan(department, sent=None, **changes):
    """Type a plan on its page and send it, with ``sent`` instead of the usual files."""
    fresh = files() if sent is None else sent
    return department.open("/so-noi-vu/ke-hoach/moi").post(
        "/so-noi-vu/ke-hoach/moi", **TYPED | changes, **fresh
    )
