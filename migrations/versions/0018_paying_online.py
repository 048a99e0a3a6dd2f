"""Paying online: attempts, and what the provider tells."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INDEXES = {
    "provider_event": {
        "ix_provider_event_payment": ["payment_ref", "state"],
        "ix_provider_event_received": ["chapter_id", "received_at", "id"],
        "ix_provider_event_state": ["chapter_id", "state", "received_at", "id"],
    },
    "online_session": {
        "ix_online_session_created": ["chapter_id", "created_at", "id"],
        "ix_online_session_pledge": ["chapter_id", "pledge_id"],
        "ix_online_session_status": ["chapter_id", "status", "created_at", "id"],
    },
}


def upgrade() -> None:
    make_events()
    make_attempts()
    for table, indexes in INDEXES.items():
        for name, columns in indexes.items():
            op.create_index(name, table, columns)


def make_events() -> None:
    op.create_table(
        "provider_event",
        sa.Column("event_ref", sa.String(length=255), nullable=False),
        sa.Column("account", sa.String(length=255), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("payment_ref", sa.String(length=255), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "applied",
                "kept",
                "reviewed",
                name="event_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "why",
            sa.Enum(
                "unknown_kind",
                "unknown_payment",
                "foreign_account",
                "other_mode",
                "other_chapter",
                "unreadable",
                "refused",
                name="why_kept",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_provider_event_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_event")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_provider_event_chapter_id_id")),
        sa.UniqueConstraint(
            "event_ref",
            "account",
            "livemode",
            name=op.f("uq_provider_event_event_ref_account_livemode"),
        ),
    )


def make_attempts() -> None:
    op.create_table(
        "online_session",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("donor_id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=True),
        sa.Column("instalment_position", sa.BigInteger(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "card",
                "oxxo",
                "spei",
                name="way",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "created",
                "open",
                "awaiting",
                "expired",
                "failed",
                "paid",
                name="session_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("funded_minor", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("payer_name", sa.Text(), nullable=False),
        sa.Column("payer_email", sa.Text(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("privacy_version", sa.Text(), nullable=False),
        sa.Column("back_to", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("idem_key", sa.String(length=80), nullable=False),
        sa.Column("provider_ref", sa.String(length=255), nullable=True),
        sa.Column("customer_ref", sa.String(length=255), nullable=True),
        sa.Column("payment_ref", sa.String(length=80), nullable=True),
        sa.Column("page_url", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount_currency IN ('MXN', 'USD')",
            name=op.f("ck_online_session_amount_currency_known"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_online_session_amount_sign")),
        sa.CheckConstraint("funded_minor >= 0", name=op.f("ck_online_session_funded_not_negative")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_online_session_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "donor_id"],
            ["donor.chapter_id", "donor.id"],
            name=op.f("fk_online_session_chapter_id_donor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_online_session_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_online_session_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_online_session")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_online_session_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_online_session_chapter_id_nonce")),
        sa.UniqueConstraint("customer_ref", name=op.f("uq_online_session_customer_ref")),
        sa.UniqueConstraint("idem_key", name=op.f("uq_online_session_idem_key")),
        sa.UniqueConstraint("payment_ref", name=op.f("uq_online_session_payment_ref")),
        sa.UniqueConstraint("provider_ref", name=op.f("uq_online_session_provider_ref")),
    )


def downgrade() -> None:
    op.drop_table("online_session")
    op.drop_table("provider_event")
