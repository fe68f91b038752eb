"""What a wave says on its forms and letters: help line, purpose, use of the answers, how forms are given back.

Waves opened before say nothing until somebody writes it on their page.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wave", sa.Column("notice", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))


def downgrade() -> None:
    op.drop_column("wave", "notice")
