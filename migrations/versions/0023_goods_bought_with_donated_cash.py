"""Goods bought with donated cash: invoices, their lines, and the intakes that bring them in."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _purchases()
    _lines()
    _intakes()


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _purchases() -> None:
    op.create_table(
        "purchase",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column(
            "earmark_kind", _choice("earmark_kind", "city", "hospital", "category"), nullable=True
        ),
        sa.Column("earmark_name", sa.Text(), nullable=False),
        sa.Column("earmark_name_en", sa.Text(), nullable=False),
        sa.Column("supplier", sa.String(length=200), nullable=False),
        sa.Column("supplier_key", sa.Text(), nullable=False),
        sa.Column("invoice_no", sa.String(length=40), nullable=False),
        sa.Column("invoiced_on", sa.Date(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_currency", sa.String(length=3), nullable=False),
        sa.Column(
            "status",
            _choice(
                "purchase_status",
                "pending",
                "confirmed",
                "received",
                "received_with_differences",
                "cancelled",
            ),
            nullable=False,
        ),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("total_minor > 0", name=op.f("ck_purchase_total_sign")),
        sa.CheckConstraint(
            "total_currency IN ('MXN', 'USD')", name=op.f("ck_purchase_total_currency_known")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_purchase_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_purchase_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_purchase_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_purchase_chapter_id_nonce")),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_purchase_chapter_id_reference")
        ),
    )
    op.create_index("ix_purchase_day", "purchase", ["chapter_id", "invoiced_on", "id"])
    op.create_index("ix_purchase_status", "purchase", ["chapter_id", "status", "invoiced_on", "id"])
    op.create_index("ix_purchase_campaign", "purchase", ["chapter_id", "campaign_id", "status"])
    op.create_index("ix_purchase_invoice", "purchase", ["chapter_id", "supplier_key", "invoice_no"])


def _lines() -> None:
    op.create_table(
        "purchase_line",
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_currency", sa.String(length=3), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("received", sa.BigInteger(), nullable=True),
        sa.Column(
            "missing_reason",
            _choice("missing_reason", "short", "damaged", "expired", "wrong_item"),
            nullable=True,
        ),
        sa.Column("missing_note", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("cost_minor > 0", name=op.f("ck_purchase_line_cost_sign")),
        sa.CheckConstraint(
            "cost_currency IN ('MXN', 'USD')", name=op.f("ck_purchase_line_cost_currency_known")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_purchase_line_quantity_positive")),
        sa.CheckConstraint(
            "received IS NULL OR (received >= 0 AND received <= quantity)",
            name=op.f("ck_purchase_line_received_within"),
        ),
        sa.CheckConstraint(
            "received IS NULL OR received = quantity OR missing_reason IS NOT NULL",
            name=op.f("ck_purchase_line_missing_explained"),
        ),
        *_references("purchase_line", "purchase", "item", "lot"),
        sa.UniqueConstraint(
            "chapter_id", "lot_id", name=op.f("uq_purchase_line_chapter_id_lot_id")
        ),
    )
    op.create_index("ix_purchase_line_purchase", "purchase_line", ["chapter_id", "purchase_id"])


def _intakes() -> None:
    op.create_table(
        "purchase_intake",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("delivered_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        *_references("purchase_intake", "purchase", "place"),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_purchase_intake_chapter_id_reference")
        ),
        sa.UniqueConstraint(
            "chapter_id", "purchase_id", name=op.f("uq_purchase_intake_chapter_id_purchase_id")
        ),
    )


def _references(table: str, *others: str) -> list[sa.Constraint]:
    """Return the keys of a chapter's table, and those to other tables of the same chapter."""
    keys = [
        sa.ForeignKeyConstraint(
            ["chapter_id", f"{other}_id"],
            [f"{other}.chapter_id", f"{other}.id"],
            name=op.f(f"fk_{table}_chapter_id_{other}_id"),
        )
        for other in others
    ]
    return [
        *keys,
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f(f"fk_{table}_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f(f"uq_{table}_chapter_id_id")),
    ]


def downgrade() -> None:
    op.drop_table("purchase_intake")
    op.drop_table("purchase_line")
    op.drop_table("purchase")
