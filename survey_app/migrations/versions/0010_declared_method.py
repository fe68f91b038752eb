"""The method a wave was declared with: how its intervals, weights, small cells and verdicts are made.

Waves opened before had no place for it and were scored by the defaults of their time, which are written out here and
never taken from the code: the code's defaults change, these waves' numbers do not.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

UNTIL_NOW = {
    "weights": "base",
    "confidence": 0.95,
    "interval": "t",
    "lonely": "adjust",
    "adjust": "none",
    "minimum_item_weight": 0.5,
    "cells": {
        "minimum": 10,
        "indicative": 30,
        "half_width": 0.1,
        "n_effective": 30,
        "ci_width": 0.3,
        "relative_width": 1.3,
        "minimum_df": 8,
    },
}


def upgrade() -> None:
    # The default fills the rows there are and allows a column without NULL; the code always says the method itself.
    default = sa.text(f"'{json.dumps(UNTIL_NOW)}'")
    op.add_column("wave", sa.Column("method", sa.JSON(), server_default=default, nullable=False))


def downgrade() -> None:
    op.drop_column("wave", "method")
