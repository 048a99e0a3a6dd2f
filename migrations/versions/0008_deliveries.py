"""Goods that left."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "picking",
                "packed",
                "dispatched",
                "in_transit",
                "delivered",
                "delivered_with_differences",
                "failed",
                "returned",
                "cancelled",
                name="delivery_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("planned_for", sa.Date(), nullable=False),
        sa.Column("driver_name", sa.Text(), nullable=False),
        sa.Column("driver_phone", sa.Text(), nullable=False),
        sa.Column("vehicle", sa.Text(), nullable=False),
        sa.Column("plates", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "hospital_id"],
            ["hospital.chapter_id", "hospital.id"],
            name=op.f("fk_delivery_chapter_id_hospital_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "need_id"],
            ["need.chapter_id", "need.id"],
            name=op.f("fk_delivery_chapter_id_need_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "place_id"],
            ["place.chapter_id", "place.id"],
            name=op.f("fk_delivery_chapter_id_place_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_delivery_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_delivery_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_delivery_chapter_id_nonce")),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_delivery_chapter_id_reference")
        ),
    )

    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_hospital", ["chapter_id", "hospital_id"], unique=False)
        batch_op.create_index("ix_delivery_need", ["chapter_id", "need_id"], unique=False)
        batch_op.create_index(
            "ix_delivery_planned", ["chapter_id", "planned_for", "id"], unique=False
        )
        batch_op.create_index(
            "ix_delivery_status", ["chapter_id", "status", "planned_for", "id"], unique=False
        )

    op.create_table(
        "delivery_line",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("need_line_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("picked", sa.Boolean(), nullable=False),
        sa.Column("accepted", sa.BigInteger(), nullable=True),
        sa.Column("short", sa.BigInteger(), nullable=False),
        sa.Column("damaged", sa.BigInteger(), nullable=False),
        sa.Column("difference_note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "accepted IS NULL OR (accepted >= 0 AND accepted + short + damaged = quantity)",
            name=op.f("ck_delivery_line_adds_up"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_delivery_line_quantity_positive")),
        sa.CheckConstraint(
            "short >= 0 AND damaged >= 0", name=op.f("ck_delivery_line_differences_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "delivery_id"],
            ["delivery.chapter_id", "delivery.id"],
            name=op.f("fk_delivery_line_chapter_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "item_id"],
            ["item.chapter_id", "item.id"],
            name=op.f("fk_delivery_line_chapter_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "lot_id"],
            ["lot.chapter_id", "lot.id"],
            name=op.f("fk_delivery_line_chapter_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "need_line_id"],
            ["need_line.chapter_id", "need_line.id"],
            name=op.f("fk_delivery_line_chapter_id_need_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_delivery_line_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_line")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_delivery_line_chapter_id_id")),
    )

    with op.batch_alter_table("delivery_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_delivery_line_delivery", ["chapter_id", "delivery_id"], unique=False
        )
        batch_op.create_index("ix_delivery_line_lot", ["chapter_id", "lot_id"], unique=False)
        batch_op.create_index(
            "ix_delivery_line_need_line", ["chapter_id", "need_line_id"], unique=False
        )

    op.create_table(
        "proof",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "initiated",
                "confirmed",
                "disputed",
                name="proof_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "link",
                "staff",
                name="proof_source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("receiver_name", sa.Text(), nullable=False),
        sa.Column("receiver_title", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "delivery_id"],
            ["delivery.chapter_id", "delivery.id"],
            name=op.f("fk_proof_chapter_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_proof_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
        sa.UniqueConstraint(
            "chapter_id", "delivery_id", name=op.f("uq_proof_chapter_id_delivery_id")
        ),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_proof_chapter_id_id")),
    )


def downgrade() -> None:
    op.drop_table("proof")

    with op.batch_alter_table("delivery_line", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_line_need_line")
        batch_op.drop_index("ix_delivery_line_lot")
        batch_op.drop_index("ix_delivery_line_delivery")

    op.drop_table("delivery_line")

    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_status")
        batch_op.drop_index("ix_delivery_planned")
        batch_op.drop_index("ix_delivery_need")
        batch_op.drop_index("ix_delivery_hospital")

    op.drop_table("delivery")
