"""Targets that the department loads for a wave."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wave", sa.Column("targets_text", sa.Text(), nullable=True))
    op.add_column("planned_wave", sa.Column("targets_name", sa.String(length=80), nullable=True))
    op.add_column("planned_wave", sa.Column("targets_text", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("planned_wave", "targets_text")
    op.drop_column("planned_wave", "targets_name")
    op.drop_column("wave", "targets_text")
