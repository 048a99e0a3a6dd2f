"""Second people, closed months, rates, batches, slips, and money that goes back.

Payments come by card and OXXO too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BY_HAND = "method IN ('transfer', 'cheque', 'cash')"
WITH_CARD = "method IN ('transfer', 'cheque', 'cash', 'card', 'oxxo')"
NEW = {
    "refunded_within": "refunded_minor >= 0 AND refunded_minor <= amount_minor",
    "rate_whole": (
        "(rate_micros IS NULL) = (rate_on IS NULL) AND (rate_micros IS NULL OR rate_micros > 0)"
    ),
    "rate_of_usd": "rate_micros IS NULL OR amount_currency = 'USD'",
}


def on_sqlite() -> bool:
    """Say whether the table is made anew."""
    return op.get_bind().dialect.name == "sqlite"


def forbid_change(table: str) -> None:
    """Let rows of a table only be inserted, as those of 0010."""
    for act, suffix in (("UPDATE", "no_update"), ("DELETE", "no_delete")):
        body = (
            f"BEGIN SELECT RAISE(ABORT, '{table} rows are never changed or deleted'); END"
            if on_sqlite()
            else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"CREATE TRIGGER {table}_{suffix} BEFORE {act} ON {table} {body}")
    if not on_sqlite():
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "approved",
                "rejected",
                "withdrawn",
                name="approval_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount_currency IN ('MXN', 'USD')", name=op.f("ck_approval_amount_currency_known")
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR status = 'withdrawn' OR decided_by_id <> asked_by_id",
            name=op.f("ck_approval_two_people"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_approval_amount_sign")),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_approval_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_approval_chapter_id_id")),
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(
            "ix_approval_status", ["chapter_id", "status", "asked_at", "id"], unique=False
        )
        batch_op.create_index("ix_approval_subject", ["chapter_id", "subject_id"], unique=False)
        batch_op.create_index(
            "uq_approval_waiting",
            ["chapter_id", "kind", "subject_id"],
            unique=True,
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )

    op.create_table(
        "closed_month",
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reopened_by", sa.Text(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_closed_month_month_of_a_year")),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_closed_month_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_month")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_closed_month_chapter_id_id")),
    )
    with op.batch_alter_table("closed_month", schema=None) as batch_op:
        batch_op.create_index(
            "uq_closed_month_standing",
            ["chapter_id", "year", "month"],
            unique=True,
            sqlite_where=sa.text("reopened_at IS NULL"),
            postgresql_where=sa.text("reopened_at IS NULL"),
        )

    op.create_table(
        "rate",
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("micros > 0", name=op.f("ck_rate_micros_positive")),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_rate_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_rate_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "published_on",
            "source",
            name=op.f("uq_rate_chapter_id_published_on_source"),
        ),
    )
    create_money_tables()


def create_money_tables() -> None:
    op.create_table(
        "payment_batch",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "transfer",
                "cheque",
                "cash",
                "card",
                "oxxo",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_currency", sa.String(length=3), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "posted",
                "cancelled",
                name="batch_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "total_currency IN ('MXN', 'USD')", name=op.f("ck_payment_batch_total_currency_known")
        ),
        sa.CheckConstraint("counted > 0", name=op.f("ck_payment_batch_counted_positive")),
        sa.CheckConstraint("total_minor > 0", name=op.f("ck_payment_batch_total_sign")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_payment_batch_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_payment_batch_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_batch")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_payment_batch_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_payment_batch_chapter_id_nonce")),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_payment_batch_chapter_id_reference")
        ),
    )
    with op.batch_alter_table("payment_batch", schema=None) as batch_op:
        batch_op.create_index(
            "ix_payment_batch_status", ["chapter_id", "status", "received_on", "id"], unique=False
        )

    op.create_table(
        "dispute",
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "won",
                "lost",
                name="dispute_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("provider_ref", sa.String(length=80), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount_currency IN ('MXN', 'USD')", name=op.f("ck_dispute_amount_currency_known")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_dispute_amount_sign")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "payment_id"],
            ["payment.chapter_id", "payment.id"],
            name=op.f("fk_dispute_chapter_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_dispute_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_dispute_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "provider_ref", name=op.f("uq_dispute_chapter_id_provider_ref")
        ),
    )
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.create_index("ix_dispute_payment", ["chapter_id", "payment_id"], unique=False)
        batch_op.create_index("ix_dispute_status", ["chapter_id", "status"], unique=False)

    op.create_table(
        "payment_slip",
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "used",
                "dismissed",
                name="slip_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount_currency IN ('MXN', 'USD')", name=op.f("ck_payment_slip_amount_currency_known")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payment_slip_amount_sign")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "payment_id"],
            ["payment.chapter_id", "payment.id"],
            name=op.f("fk_payment_slip_chapter_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_payment_slip_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_payment_slip_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_slip")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_payment_slip_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "pledge_id",
            "file_hash",
            name=op.f("uq_payment_slip_chapter_id_pledge_id_file_hash"),
        ),
    )
    with op.batch_alter_table("payment_slip", schema=None) as batch_op:
        batch_op.create_index(
            "ix_payment_slip_status", ["chapter_id", "status", "created_at", "id"], unique=False
        )

    op.create_table(
        "receipt_replacement",
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "receipt_id <> replaces_id", name=op.f("ck_receipt_replacement_two_receipts")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "receipt_id"],
            ["receipt.chapter_id", "receipt.id"],
            name=op.f("fk_receipt_replacement_chapter_id_receipt_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "replaces_id"],
            ["receipt.chapter_id", "receipt.id"],
            name=op.f("fk_receipt_replacement_chapter_id_replaces_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_receipt_replacement_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_replacement")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_receipt_replacement_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "receipt_id", name=op.f("uq_receipt_replacement_chapter_id_receipt_id")
        ),
        sa.UniqueConstraint(
            "chapter_id", "replaces_id", name=op.f("uq_receipt_replacement_chapter_id_replaces_id")
        ),
    )
    op.create_table(
        "refund",
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "sent",
                "succeeded",
                "failed",
                name="refund_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("refunded_on", sa.Date(), nullable=False),
        sa.Column("bank_reference", sa.Text(), nullable=False),
        sa.Column("idem_key", sa.String(length=80), nullable=False),
        sa.Column("provider_ref", sa.String(length=80), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount_currency IN ('MXN', 'USD')", name=op.f("ck_refund_amount_currency_known")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_amount_sign")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "payment_id"],
            ["payment.chapter_id", "payment.id"],
            name=op.f("fk_refund_chapter_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_refund_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_refund_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "idem_key", name=op.f("uq_refund_chapter_id_idem_key")),
        sa.UniqueConstraint(
            "chapter_id", "provider_ref", name=op.f("uq_refund_chapter_id_provider_ref")
        ),
    )
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.create_index("ix_refund_day", ["chapter_id", "refunded_on", "id"], unique=False)
        batch_op.create_index("ix_refund_payment", ["chapter_id", "payment_id"], unique=False)

    alter_chapter_and_payment()


def alter_chapter_and_payment() -> None:
    with op.batch_alter_table("chapter", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "second_person_mxn", sa.BigInteger(), server_default="5000000", nullable=False
            )
        )
        batch_op.add_column(
            sa.Column("second_person_usd", sa.BigInteger(), server_default="300000", nullable=False)
        )

    with op.batch_alter_table("payment") as batch_op:
        batch_op.add_column(
            sa.Column("refunded_minor", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("rate_micros", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("rate_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("rate_source", sa.String(length=40), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("provider_ref", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("batch_id", sa.Uuid(), nullable=True))
        batch_op.create_index("ix_payment_batch", ["chapter_id", "batch_id"], unique=False)
        batch_op.create_unique_constraint(
            op.f("uq_payment_chapter_id_provider_ref"), ["chapter_id", "provider_ref"]
        )
        batch_op.create_foreign_key(
            op.f("fk_payment_chapter_id_batch_id"),
            "payment_batch",
            ["chapter_id", "batch_id"],
            ["chapter_id", "id"],
        )
        batch_op.drop_constraint(op.f("ck_payment_method"), type_="check")
        for name, rule in {"method": WITH_CARD, **NEW}.items():
            batch_op.create_check_constraint(op.f(f"ck_payment_{name}"), rule)
    forbid_change("receipt_replacement")


def downgrade() -> None:
    with op.batch_alter_table("payment") as batch_op:
        batch_op.drop_constraint(op.f("fk_payment_chapter_id_batch_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_payment_chapter_id_provider_ref"), type_="unique")
        batch_op.drop_index("ix_payment_batch")
        for name in ("method", *NEW):
            batch_op.drop_constraint(op.f(f"ck_payment_{name}"), type_="check")
        for name in ("batch_id", "provider_ref", "rate_source", "rate_on", "rate_micros"):
            batch_op.drop_column(name)
        batch_op.drop_column("refunded_minor")
        batch_op.create_check_constraint(op.f("ck_payment_method"), BY_HAND)
    for name in ("second_person_usd", "second_person_mxn"):
        op.execute(f"ALTER TABLE chapter DROP COLUMN {name}")
    drop_tables()


def drop_tables() -> None:
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.drop_index("ix_refund_payment")
        batch_op.drop_index("ix_refund_day")

    op.drop_table("refund")
    op.drop_table("receipt_replacement")
    with op.batch_alter_table("payment_slip", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_slip_status")

    op.drop_table("payment_slip")
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.drop_index("ix_dispute_status")
        batch_op.drop_index("ix_dispute_payment")

    op.drop_table("dispute")
    with op.batch_alter_table("payment_batch", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_batch_status")

    op.drop_table("payment_batch")
    op.drop_table("rate")
    with op.batch_alter_table("closed_month", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_closed_month_standing",
            sqlite_where=sa.text("reopened_at IS NULL"),
            postgresql_where=sa.text("reopened_at IS NULL"),
        )

    op.drop_table("closed_month")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_approval_waiting",
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )
        batch_op.drop_index("ix_approval_subject")
        batch_op.drop_index("ix_approval_status")

    op.drop_table("approval")
