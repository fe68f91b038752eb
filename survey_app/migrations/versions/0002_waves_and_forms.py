"""Waves and forms."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "questionnaire",
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_questionnaire")),
        sa.UniqueConstraint("version", "width", name=op.f("uq_questionnaire_version_width")),
    )
    op.create_table(
        "wave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("questionnaire_version", sa.String(length=80), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("double_keying", sa.Double(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("metric", sa.String(length=20), nullable=False),
        sa.Column("targets", sa.String(length=80), nullable=False),
        sa.Column("seed", sa.String(length=500), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(key IS NULL) = (closed_on IS NOT NULL)", name=op.f("ck_wave_key_until_closed")),
        sa.CheckConstraint(
            "double_keying >= 0 AND double_keying <= 1", name=op.f("ck_wave_double_keying_is_a_share")
        ),
        sa.CheckConstraint("metric IN ('ty_le_hai_long', 'diem_quy_doi')", name=op.f("ck_wave_metric_known")),
        sa.ForeignKeyConstraint(
            ["questionnaire_version"], ["questionnaire.version"], name=op.f("fk_wave_questionnaire_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("code", name=op.f("uq_wave_code")),
    )
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["post_office.id"], name=op.f("fk_batch_office_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_batch_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("wave_id", "number", name=op.f("uq_batch_wave_id_number")),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_office_id"), ["office_id"], unique=False)

    op.create_table(
        "design_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.String(length=200), nullable=False),
        sa.Column("clusters", sa.JSON(), nullable=False),
        sa.Column("fpc", sa.JSON(), nullable=False),
        sa.Column("pi", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_design_cell_area_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_design_cell_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_design_cell")),
    )
    with op.batch_alter_table("design_cell", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_design_cell_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "main", "reserve", name="role_known", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "printed",
                "issued",
                "handed_out",
                "returned",
                "accepted",
                "invalid",
                "refused",
                "lost",
                "spoiled",
                "unused",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("label", sa.String(length=500), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("serial > 0", name=op.f("ck_form_serial_positive")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_form_batch_id")),
        sa.ForeignKeyConstraint(["cell_id"], ["design_cell.id"], name=op.f("fk_form_cell_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["form.id"], name=op.f("fk_form_replaces_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_form_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_form_code_hash")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_form_replaces_id")),
        sa.UniqueConstraint("serial", name=op.f("uq_form_serial")),
    )
    with op.batch_alter_table("form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_form_cell_id"), ["cell_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_form_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "form_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "printed",
                "issued",
                "handed_out",
                "returned",
                "accepted",
                "invalid",
                "refused",
                "lost",
                "spoiled",
                "unused",
                name="from_state_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "printed",
                "issued",
                "handed_out",
                "returned",
                "accepted",
                "invalid",
                "refused",
                "lost",
                "spoiled",
                "unused",
                name="to_state_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("correction", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_form_event_by_id")),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("fk_form_event_form_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_event")),
    )
    with op.batch_alter_table("form_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_event_form_id"), ["form_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("form_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_event_form_id"))

    op.drop_table("form_event")
    with op.batch_alter_table("form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_wave_id"))
        batch_op.drop_index(batch_op.f("ix_form_cell_id"))
        batch_op.drop_index(batch_op.f("ix_form_batch_id"))

    op.drop_table("form")
    with op.batch_alter_table("design_cell", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_design_cell_wave_id"))

    op.drop_table("design_cell")
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_batch_office_id"))

    op.drop_table("batch")
    op.drop_table("wave")
    op.drop_table("questionnaire")
