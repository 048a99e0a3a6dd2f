"""Money that arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payment",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("donor_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("over_minor", sa.BigInteger(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "transfer",
                "cheque",
                "cash",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "confirmed",
                "failed",
                "refunded",
                "disputed",
                name="payment_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("bank_reference", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount_currency IN ('MXN', 'USD')", name=op.f("ck_payment_amount_currency_known")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payment_amount_sign")),
        sa.CheckConstraint(
            "over_minor >= 0 AND over_minor <= amount_minor", name=op.f("ck_payment_over_within")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_payment_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "donor_id"],
            ["donor.chapter_id", "donor.id"],
            name=op.f("fk_payment_chapter_id_donor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_payment_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_payment_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_payment_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_payment_chapter_id_nonce")),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_payment_chapter_id_reference")
        ),
    )

    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_payment_campaign", ["chapter_id", "campaign_id", "status"], unique=False
        )
        batch_op.create_index("ix_payment_donor", ["chapter_id", "donor_id"], unique=False)
        batch_op.create_index("ix_payment_pledge", ["chapter_id", "pledge_id"], unique=False)
        batch_op.create_index(
            "ix_payment_received", ["chapter_id", "received_on", "id"], unique=False
        )
        batch_op.create_index(
            "ix_payment_status", ["chapter_id", "status", "received_on", "id"], unique=False
        )

    op.create_table(
        "reversal",
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "bounced",
                "mistaken",
                "returned",
                name="reversal_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reversed_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "payment_id"],
            ["payment.chapter_id", "payment.id"],
            name=op.f("fk_reversal_chapter_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_reversal_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reversal")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_reversal_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "payment_id", name=op.f("uq_reversal_chapter_id_payment_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("reversal")

    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_status")
        batch_op.drop_index("ix_payment_received")
        batch_op.drop_index("ix_payment_pledge")
        batch_op.drop_index("ix_payment_donor")
        batch_op.drop_index("ix_payment_campaign")

    op.drop_table("payment")
