"""What a scanned page was warned of: a photo, uneven light, streaks."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "scan_page",
        sa.Column("warned", sa.String(length=60), server_default=sa.text("''"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("scan_page", "warned")
