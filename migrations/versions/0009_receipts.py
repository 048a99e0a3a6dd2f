"""Numbered papers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "folio_series",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_folio_series_last_not_negative")),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_folio_series_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folio_series")),
        sa.UniqueConstraint(
            "chapter_id", "code", "year", name=op.f("uq_folio_series_chapter_id_code_year")
        ),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_folio_series_chapter_id_id")),
    )

    op.create_table(
        "receipt",
        sa.Column("series", sa.String(length=8), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("folio", sa.String(length=24), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cash",
                "in_kind",
                name="receipt_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "issued",
                "voided",
                name="receipt_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("donor_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=True),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_currency", sa.String(length=3), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_hash", sa.String(length=64), nullable=False),
        sa.Column("check_code", sa.String(length=32), nullable=False),
        sa.Column("idem_key", sa.String(length=80), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'issued' AND voided_at IS NULL AND void_reason IS NULL) OR (status = 'voided' AND voided_at IS NOT NULL AND void_reason IS NOT NULL)",
            name=op.f("ck_receipt_voided_with_reason"),
        ),
        sa.CheckConstraint(
            "total_currency IN ('MXN', 'USD')", name=op.f("ck_receipt_total_currency_known")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_receipt_number_positive")),
        sa.CheckConstraint("total_minor > 0", name=op.f("ck_receipt_total_sign")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_receipt_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "donor_id"],
            ["donor.chapter_id", "donor.id"],
            name=op.f("fk_receipt_chapter_id_donor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_receipt_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_receipt_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("chapter_id", "folio", name=op.f("uq_receipt_chapter_id_folio")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_receipt_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "idem_key", name=op.f("uq_receipt_chapter_id_idem_key")),
        sa.UniqueConstraint(
            "chapter_id",
            "series",
            "year",
            "number",
            name=op.f("uq_receipt_chapter_id_series_year_number"),
        ),
        sa.UniqueConstraint("check_code", name=op.f("uq_receipt_check_code")),
    )

    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index("ix_receipt_donor", ["chapter_id", "donor_id"], unique=False)
        batch_op.create_index("ix_receipt_issued", ["chapter_id", "issued_on", "id"], unique=False)
        batch_op.create_index("ix_receipt_pledge", ["chapter_id", "pledge_id"], unique=False)
        batch_op.create_index(
            "ix_receipt_status", ["chapter_id", "status", "issued_on", "id"], unique=False
        )

    op.create_table(
        "receipt_flag",
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "receipt_id"],
            ["receipt.chapter_id", "receipt.id"],
            name=op.f("fk_receipt_flag_chapter_id_receipt_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_receipt_flag_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_flag")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_receipt_flag_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "receipt_id",
            "reason",
            name=op.f("uq_receipt_flag_chapter_id_receipt_id_reason"),
        ),
    )

    op.create_table(
        "receipt_paper",
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "original",
                "void_notice",
                name="paper_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "receipt_id"],
            ["receipt.chapter_id", "receipt.id"],
            name=op.f("fk_receipt_paper_chapter_id_receipt_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_receipt_paper_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_paper")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_receipt_paper_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "receipt_id",
            "kind",
            name=op.f("uq_receipt_paper_chapter_id_receipt_id_kind"),
        ),
    )

    op.create_table(
        "receipt_line",
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("intake_line_id", sa.Uuid(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount_currency IN ('MXN', 'USD')", name=op.f("ck_receipt_line_amount_currency_known")
        ),
        sa.CheckConstraint(
            "(payment_id IS NULL) <> (intake_line_id IS NULL)",
            name=op.f("ck_receipt_line_payment_or_goods"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_receipt_line_amount_sign")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "intake_line_id"],
            ["intake_line.chapter_id", "intake_line.id"],
            name=op.f("fk_receipt_line_chapter_id_intake_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "payment_id"],
            ["payment.chapter_id", "payment.id"],
            name=op.f("fk_receipt_line_chapter_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "receipt_id"],
            ["receipt.chapter_id", "receipt.id"],
            name=op.f("fk_receipt_line_chapter_id_receipt_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_receipt_line_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_line")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_receipt_line_chapter_id_id")),
    )

    with op.batch_alter_table("receipt_line", schema=None) as batch_op:
        batch_op.create_index("ix_receipt_line_receipt", ["chapter_id", "receipt_id"], unique=False)
        batch_op.create_index(
            "uq_receipt_line_live_intake_line",
            ["chapter_id", "intake_line_id"],
            unique=True,
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )
        batch_op.create_index(
            "uq_receipt_line_live_payment",
            ["chapter_id", "payment_id"],
            unique=True,
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )


def downgrade() -> None:
    with op.batch_alter_table("receipt_line", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_receipt_line_live_payment",
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )
        batch_op.drop_index(
            "uq_receipt_line_live_intake_line",
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )
        batch_op.drop_index("ix_receipt_line_receipt")

    op.drop_table("receipt_line")

    op.drop_table("receipt_paper")

    op.drop_table("receipt_flag")

    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index("ix_receipt_status")
        batch_op.drop_index("ix_receipt_pledge")
        batch_op.drop_index("ix_receipt_issued")
        batch_op.drop_index("ix_receipt_donor")

    op.drop_table("receipt")

    op.drop_table("folio_series")
