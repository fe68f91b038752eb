"""Waves in preparation."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "planned_wave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("frame_name", sa.String(length=200), nullable=True),
        sa.Column("frame", sa.LargeBinary(), nullable=True),
        sa.Column("plan_name", sa.String(length=200), nullable=True),
        sa.Column("plan_text", sa.Text(), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.Column("draws", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=True),
        sa.Column("sample", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_planned_wave_by_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_planned_wave_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_wave")),
        sa.UniqueConstraint("wave_id", name=op.f("uq_planned_wave_wave_id")),
    )


def downgrade() -> None:
    op.drop_table("planned_wave")
