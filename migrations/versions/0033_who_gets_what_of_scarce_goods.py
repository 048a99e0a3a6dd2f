"""Who gets what of scarce goods, why, and the deliveries it became."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    allocations()
    places()
    deliveries()
    shares()


def downgrade() -> None:
    op.drop_table("allocation_share")
    op.drop_index("ix_allocation_delivery", table_name="allocation_delivery")

    op.drop_table("allocation_delivery")
    op.drop_table("allocation_place")
    op.drop_index("ix_allocation_day", table_name="allocation")

    op.drop_table("allocation")


def allocations() -> None:
    op.create_table(
        "allocation",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "reserved",
                "released",
                "shipped",
                name="allocation_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("planned_for", sa.Date(), nullable=False),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name="fk_allocation_chapter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_allocation"),
        sa.UniqueConstraint("chapter_id", "id", name="uq_allocation_chapter_id_id"),
        sa.UniqueConstraint("chapter_id", "nonce", name="uq_allocation_chapter_id_nonce"),
        sa.UniqueConstraint("chapter_id", "reference", name="uq_allocation_chapter_id_reference"),
    )
    op.create_index("ix_allocation_day", "allocation", ["chapter_id", "planned_for", "id"])


def places() -> None:
    op.create_table(
        "allocation_place",
        sa.Column("allocation_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "allocation_id"],
            ["allocation.chapter_id", "allocation.id"],
            name="fk_allocation_place_chapter_id_allocation_id",
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "place_id"],
            ["place.chapter_id", "place.id"],
            name="fk_allocation_place_chapter_id_place_id",
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name="fk_allocation_place_chapter_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_allocation_place"),
        sa.UniqueConstraint(
            "chapter_id",
            "allocation_id",
            "place_id",
            name="uq_allocation_place_chapter_id_allocation_id_place_id",
        ),
        sa.UniqueConstraint("chapter_id", "id", name="uq_allocation_place_chapter_id_id"),
    )


def deliveries() -> None:
    op.create_table(
        "allocation_delivery",
        sa.Column("allocation_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "allocation_id"],
            ["allocation.chapter_id", "allocation.id"],
            name="fk_allocation_delivery_chapter_id_allocation_id",
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "delivery_id"],
            ["delivery.chapter_id", "delivery.id"],
            name="fk_allocation_delivery_chapter_id_delivery_id",
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name="fk_allocation_delivery_chapter_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_allocation_delivery"),
        sa.UniqueConstraint(
            "chapter_id", "delivery_id", name="uq_allocation_delivery_chapter_id_delivery_id"
        ),
        sa.UniqueConstraint("chapter_id", "id", name="uq_allocation_delivery_chapter_id_id"),
    )
    op.create_index(
        "ix_allocation_delivery", "allocation_delivery", ["chapter_id", "allocation_id"]
    )


def shares() -> None:
    op.create_table(
        "allocation_share",
        sa.Column("allocation_id", sa.Uuid(), nullable=False),
        sa.Column("need_line_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("missing", sa.BigInteger(), nullable=False),
        sa.Column("days_left", sa.BigInteger(), nullable=True),
        sa.Column("proposed", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "quantity = proposed OR reason <> ''", name="ck_allocation_share_change_has_reason"
        ),
        sa.CheckConstraint("missing > 0", name="ck_allocation_share_missing_positive"),
        sa.CheckConstraint(
            "proposed >= 0 AND quantity >= 0", name="ck_allocation_share_not_negative"
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "allocation_id"],
            ["allocation.chapter_id", "allocation.id"],
            name="fk_allocation_share_chapter_id_allocation_id",
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "item_id"],
            ["item.chapter_id", "item.id"],
            name="fk_allocation_share_chapter_id_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "need_line_id"],
            ["need_line.chapter_id", "need_line.id"],
            name="fk_allocation_share_chapter_id_need_line_id",
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name="fk_allocation_share_chapter_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_allocation_share"),
        sa.UniqueConstraint(
            "chapter_id",
            "allocation_id",
            "need_line_id",
            name="uq_allocation_share_chapter_id_allocation_id_need_line_id",
        ),
        sa.UniqueConstraint("chapter_id", "id", name="uq_allocation_share_chapter_id_id"),
    )
