"""Answers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("submission_id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_receipt_wave_id")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_receipt")),
        sa.UniqueConstraint("form_key", name=op.f("uq_receipt_form_key")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_receipt_submission_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "refused_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "paper",
                "web",
                "interview",
                name="mode_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("codes", sa.LargeBinary(), nullable=True),
        sa.Column("texts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("decision", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_refused_answers_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_answers")),
        sa.UniqueConstraint("form_key", "digest", name=op.f("uq_refused_answers_form_key_digest")),
    )
    with op.batch_alter_table("refused_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refused_answers_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "response",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_version", sa.String(length=80), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "paper",
                "web",
                "interview",
                name="mode_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=True),
        sa.CheckConstraint("length(codes) = width", name=op.f("ck_response_codes_have_the_width")),
        sa.ForeignKeyConstraint(["cell_id"], ["design_cell.id"], name=op.f("fk_response_cell_id")),
        sa.ForeignKeyConstraint(
            ["questionnaire_version", "width"],
            ["questionnaire.version", "questionnaire.width"],
            name=op.f("fk_response_questionnaire_version_width"),
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_response_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("form_key", name=op.f("uq_response_form_key")),
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "answer_text",
        sa.Column("response_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_answer_text_response_id"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "item", name=op.f("pk_answer_text")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draft_page",
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("fk_draft_page_form_id")),
        sa.PrimaryKeyConstraint("form_id", "section", name=op.f("pk_draft_page")),
    )
    op.create_table(
        "keying",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column(
            "turn",
            sa.Enum(
                "first",
                "second",
                "adjudication",
                name="turn_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "paper", "scan", name="source_known", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("keyer_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=True),
        sa.Column("texts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("fields", sa.Integer(), nullable=False),
        sa.Column("differing", sa.Integer(), nullable=True),
        sa.Column("wrong", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("fk_keying_form_id")),
        sa.ForeignKeyConstraint(["keyer_id"], ["user_account.id"], name=op.f("fk_keying_keyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keying")),
        sa.UniqueConstraint("form_id", "keyer_id", name=op.f("uq_keying_form_id_keyer_id")),
        sa.UniqueConstraint("form_id", "turn", name=op.f("uq_keying_form_id_turn")),
    )
    with op.batch_alter_table("keying", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_keying_keyer_id"), ["keyer_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("keying", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_keying_keyer_id"))

    op.drop_table("keying")
    op.drop_table("draft_page")
    op.drop_table("answer_text")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_wave_id"))

    op.drop_table("response")
    with op.batch_alter_table("refused_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refused_answers_wave_id"))

    op.drop_table("refused_answers")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_wave_id"))

    op.drop_table("receipt")
