"""Layouts that a wave's forms were printed by: a program that lays forms out anew still reads them.

Waves printed before have none; their forms are read while the program lays them out as it did then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wave", sa.Column("layouts", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))


def downgrade() -> None:
    op.drop_column("wave", "layouts")
