"""Goods on hand: catalogue, places, lots and the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item",
        sa.Column("sku", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "meal",
                "ppe",
                "pantry_kit",
                "other",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("pack_size", sa.BigInteger(), nullable=False),
        sa.Column("pack_label", sa.Text(), nullable=False),
        sa.Column("sat_key", sa.String(length=8), nullable=False),
        sa.Column("sat_unit", sa.String(length=3), nullable=False),
        sa.Column(
            "expiry_rule",
            sa.Enum(
                "none",
                "required",
                "same_day",
                name="expiry_rule",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reference_value_minor", sa.BigInteger(), nullable=True),
        sa.Column("reference_value_currency", sa.String(length=3), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("pack_size > 0", name=op.f("ck_item_pack_size_positive")),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_item_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_item_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "sku", name=op.f("uq_item_chapter_id_sku")),
    )

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index("ix_item_name", ["chapter_id", "search_key", "id"], unique=False)

    op.create_table(
        "place",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "warehouse",
                "collection_point",
                "transit",
                name="place_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_place_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_place_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "search_key", name=op.f("uq_place_chapter_id_search_key")
        ),
    )

    op.create_table(
        "lot",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "available",
                "quarantined",
                "recalled",
                name="lot_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("donor_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("unit_value_minor", sa.BigInteger(), nullable=True),
        sa.Column("unit_value_currency", sa.String(length=3), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_lot_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "donor_id"],
            ["donor.chapter_id", "donor.id"],
            name=op.f("fk_lot_chapter_id_donor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "item_id"],
            ["item.chapter_id", "item.id"],
            name=op.f("fk_lot_chapter_id_item_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_lot_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("chapter_id", "code", name=op.f("uq_lot_chapter_id_code")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_lot_chapter_id_id")),
    )

    with op.batch_alter_table("lot", schema=None) as batch_op:
        batch_op.create_index("ix_lot_expiry", ["chapter_id", "expires_on", "id"], unique=False)
        batch_op.create_index("ix_lot_item", ["chapter_id", "item_id", "expires_on"], unique=False)

    op.create_table(
        "balance",
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_balance_on_hand_not_negative")),
        sa.CheckConstraint("reserved <= on_hand", name=op.f("ck_balance_reserved_within_on_hand")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_balance_reserved_not_negative")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "lot_id"],
            ["lot.chapter_id", "lot.id"],
            name=op.f("fk_balance_chapter_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "place_id"],
            ["place.chapter_id", "place.id"],
            name=op.f("fk_balance_chapter_id_place_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_balance_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_balance")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_balance_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "lot_id", "place_id", name=op.f("uq_balance_chapter_id_lot_id_place_id")
        ),
    )

    with op.batch_alter_table("balance", schema=None) as batch_op:
        batch_op.create_index("ix_balance_place", ["chapter_id", "place_id"], unique=False)

    op.create_table(
        "movement",
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("from_place_id", sa.Uuid(), nullable=True),
        sa.Column("to_place_id", sa.Uuid(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "received",
                "dispatched",
                "delivered",
                "returned",
                "transferred",
                "counted_more",
                "counted_less",
                "damaged",
                "lost",
                "expired",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_label", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "from_place_id IS NOT NULL OR to_place_id IS NOT NULL",
            name=op.f("ck_movement_somewhere"),
        ),
        sa.CheckConstraint(
            "from_place_id IS NULL OR to_place_id IS NULL OR from_place_id <> to_place_id",
            name=op.f("ck_movement_really_moves"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_movement_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "from_place_id"],
            ["place.chapter_id", "place.id"],
            name=op.f("fk_movement_chapter_id_from_place_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "lot_id"],
            ["lot.chapter_id", "lot.id"],
            name=op.f("fk_movement_chapter_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "to_place_id"],
            ["place.chapter_id", "place.id"],
            name=op.f("fk_movement_chapter_id_to_place_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_movement_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_movement_chapter_id_id")),
    )

    with op.batch_alter_table("movement", schema=None) as batch_op:
        batch_op.create_index("ix_movement_at", ["chapter_id", "at", "id"], unique=False)
        batch_op.create_index("ix_movement_lot", ["chapter_id", "lot_id", "id"], unique=False)
        batch_op.create_index("ix_movement_source", ["chapter_id", "source_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("movement", schema=None) as batch_op:
        batch_op.drop_index("ix_movement_source")
        batch_op.drop_index("ix_movement_lot")
        batch_op.drop_index("ix_movement_at")

    op.drop_table("movement")

    with op.batch_alter_table("balance", schema=None) as batch_op:
        batch_op.drop_index("ix_balance_place")

    op.drop_table("balance")

    with op.batch_alter_table("lot", schema=None) as batch_op:
        batch_op.drop_index("ix_lot_item")
        batch_op.drop_index("ix_lot_expiry")

    op.drop_table("lot")

    op.drop_table("place")

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index("ix_item_name")

    op.drop_table("item")
