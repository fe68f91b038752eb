"""What was read back from the audit: why a reserve took a form's place, and when a batch was first printed.

The last stage's stratum of a form is new: forms numbered before are without it.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Days of the ledger are those of Viet Nam, moments of the audit are kept in UTC.
VIET_NAM = dt.timedelta(hours=7)

EVENT = sa.table(
    "audit_event",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime),
    sa.column("by_id", sa.Integer),
    sa.column("action", sa.String),
    sa.column("subject", sa.String),
    sa.column("details", sa.JSON),
)
FORM = sa.table(
    "form", sa.column("id", sa.Integer), sa.column("serial", sa.Integer), sa.column("replaces_id", sa.Integer)
)
WAVE = sa.table("wave", sa.column("id", sa.Integer), sa.column("code", sa.String))
BATCH = sa.table(
    "batch",
    sa.column("id", sa.Integer),
    sa.column("wave_id", sa.Integer),
    sa.column("number", sa.Integer),
    sa.column("printed_on", sa.Date),
)


def upgrade() -> None:
    substitution = op.create_table(
        "substitution",
        sa.Column("reserve_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_substitution_by_id")),
        sa.ForeignKeyConstraint(["reserve_id"], ["form.id"], name=op.f("fk_substitution_reserve_id")),
        sa.PrimaryKeyConstraint("reserve_id", name=op.f("pk_substitution")),
    )
    op.add_column("batch", sa.Column("printed_on", sa.Date(), nullable=True))
    op.add_column("form", sa.Column("last_stratum", sa.String(length=200), nullable=True))
    connection = op.get_bind()
    rows = list(_substitutions(connection))
    if rows:
        connection.execute(substitution.insert(), rows)
    for batch_id, day in _first_prints(connection).items():
        connection.execute(BATCH.update().where(BATCH.c.id == batch_id).values(printed_on=day))


def downgrade() -> None:
    op.drop_column("form", "last_stratum")
    op.drop_column("batch", "printed_on")
    op.drop_table("substitution")


def _substitutions(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """Yield a row for every reserve in use; one whose event is not there keeps its place without day and reason."""
    acts = _acts_by_reserve(connection)
    in_use = sa.select(FORM.c.id, FORM.c.serial).where(FORM.c.replaces_id.is_not(None)).order_by(FORM.c.id)
    for form_id, serial in connection.execute(in_use):
        act = acts.get(serial)
        yield {
            "reserve_id": form_id,
            "day": act and _day(act.at),
            "by_id": act and act.by_id,
            "reason": str(act.details.get("reason") or "") if act else "",
        }


def _acts_by_reserve(connection: sa.Connection) -> dict[int, sa.Row[Any]]:
    """Return the newest substitution by the serial of the reserve, whose number ``details`` has under «by»."""
    query = sa.select(EVENT).where(EVENT.c.action == "form_substituted").order_by(EVENT.c.id)
    return {_serial(str(act.details.get("by"))): act for act in connection.execute(query)}


def _first_prints(connection: sa.Connection) -> dict[int, dt.date]:
    """Return the day of each batch's first printing; its events say «batch:wave/number»."""
    batches = sa.select(BATCH.c.id, WAVE.c.code, BATCH.c.number).join(WAVE, WAVE.c.id == BATCH.c.wave_id)
    ids = {f"batch:{code}/{number}": id_ for id_, code, number in connection.execute(batches)}
    printed = EVENT.c.action.in_(("batch_printed", "batch_reprinted"))
    first: dict[int, dt.date] = {}
    for act in connection.execute(sa.select(EVENT).where(printed).order_by(EVENT.c.id)):
        if act.subject in ids:
            first.setdefault(ids[act.subject], _day(act.at))
    return first


def _serial(text: str) -> int:
    digits = text.partition("-")[0]
    return int(digits) if digits.isdigit() else 0


def _day(moment: dt.datetime) -> dt.date:
    return (moment + VIET_NAM).date()
