"""Cycle counts: sheets, what was found of each lot, and who approved it."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_stock_count()
    create_count_line()


def create_stock_count() -> None:
    op.create_table(
        "stock_count",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
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
            nullable=True,
        ),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "in_progress",
                "submitted",
                "approved",
                "cancelled",
                name="count_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "item_id"],
            ["item.chapter_id", "item.id"],
            name=op.f("fk_stock_count_chapter_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "place_id"],
            ["place.chapter_id", "place.id"],
            name=op.f("fk_stock_count_chapter_id_place_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_stock_count_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_stock_count_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_stock_count_chapter_id_nonce")),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_stock_count_chapter_id_reference")
        ),
    )
    op.create_index(
        "ix_stock_count_started", "stock_count", ["chapter_id", "started_at", "id"], unique=False
    )
    op.create_index(
        "ix_stock_count_status",
        "stock_count",
        ["chapter_id", "status", "started_at", "id"],
        unique=False,
    )


def create_count_line() -> None:
    op.create_table(
        "count_line",
        sa.Column("count_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=True),
        sa.Column("on_hand", sa.BigInteger(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_by", sa.Text(), nullable=False),
        sa.Column("counted_by_id", sa.Uuid(), nullable=True),
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
                "assembled",
                "disassembled",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(counted IS NULL) = (on_hand IS NULL) AND (counted IS NULL) = (counted_at IS NULL)",
            name=op.f("ck_count_line_counted_at_a_moment"),
        ),
        sa.CheckConstraint(
            "counted IS NULL OR counted >= 0", name=op.f("ck_count_line_counted_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "count_id"],
            ["stock_count.chapter_id", "stock_count.id"],
            name=op.f("fk_count_line_chapter_id_count_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "lot_id"],
            ["lot.chapter_id", "lot.id"],
            name=op.f("fk_count_line_chapter_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_count_line_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_line")),
        sa.UniqueConstraint(
            "chapter_id",
            "count_id",
            "lot_id",
            name=op.f("uq_count_line_chapter_id_count_id_lot_id"),
        ),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_count_line_chapter_id_id")),
    )
    op.create_index("ix_count_line_lot", "count_line", ["chapter_id", "lot_id"], unique=False)


def downgrade() -> None:
    op.drop_table("count_line")
    op.drop_table("stock_count")
