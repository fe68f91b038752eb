"""Scanned pages and their rows."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scan_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("image", sa.Integer(), nullable=False),
        sa.Column("picture", sa.String(length=300), nullable=False),
        sa.Column("version", sa.String(length=100), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("keyed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("fk_scan_page_form_id")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_scan_page_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_page")),
        sa.UniqueConstraint("form_id", "page", name=op.f("uq_scan_page_form_id_page")),
    )
    op.create_table(
        "scan_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("ink", sa.JSON(), nullable=False),
        sa.Column("crop", sa.JSON(), nullable=False),
        sa.Column("suggest", sa.Integer(), nullable=True),
        sa.Column("checked", sa.Integer(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("decided", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["scan_page.id"], name=op.f("fk_scan_row_page_id")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["user_account.id"], name=op.f("fk_scan_row_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_scan_row_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_row")),
        sa.UniqueConstraint("page_id", "item", name=op.f("uq_scan_row_page_id_item")),
    )
    with op.batch_alter_table("scan_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scan_row_item"), ["item"], unique=False)


def downgrade() -> None:
    op.drop_table("scan_row")
    op.drop_table("scan_page")
