"""A sheet's own hand: the habit a row's mark shows, the rule that accepted it, and whether a wave uses that rule.

Waves opened before were opened without it and stay so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wave", sa.Column("own_hand", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("scan_row", sa.Column("habit", sa.String(length=30), nullable=True))
    op.add_column("scan_row", sa.Column("rule", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("scan_row", "rule")
    op.drop_column("scan_row", "habit")
    op.drop_column("wave", "own_hand")
