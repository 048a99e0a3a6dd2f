"""Goods on their way from one place of the chapter to another."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_transfer()
    create_transfer_line()


def create_transfer() -> None:
    op.create_table(
        "transfer",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "in_transit",
                "received",
                "received_with_differences",
                "returned",
                name="transfer_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("source_id <> target_id", name=op.f("ck_transfer_really_moves")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "source_id"],
            ["place.chapter_id", "place.id"],
            name=op.f("fk_transfer_chapter_id_source_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "target_id"],
            ["place.chapter_id", "place.id"],
            name=op.f("fk_transfer_chapter_id_target_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_transfer_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_transfer_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_transfer_chapter_id_nonce")),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_transfer_chapter_id_reference")
        ),
    )
    op.create_index("ix_transfer_sent", "transfer", ["chapter_id", "sent_at", "id"], unique=False)
    op.create_index(
        "ix_transfer_status", "transfer", ["chapter_id", "status", "sent_at", "id"], unique=False
    )


def create_transfer_line() -> None:
    op.create_table(
        "transfer_line",
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=True),
        sa.Column("lost", sa.BigInteger(), nullable=False),
        sa.Column("damaged", sa.BigInteger(), nullable=False),
        sa.Column("difference_note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "lost >= 0 AND damaged >= 0", name=op.f("ck_transfer_line_differences_not_negative")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_transfer_line_quantity_positive")),
        sa.CheckConstraint(
            "received IS NULL OR (received >= 0 AND received + lost + damaged = quantity)",
            name=op.f("ck_transfer_line_adds_up"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "lot_id"],
            ["lot.chapter_id", "lot.id"],
            name=op.f("fk_transfer_line_chapter_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "transfer_id"],
            ["transfer.chapter_id", "transfer.id"],
            name=op.f("fk_transfer_line_chapter_id_transfer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_transfer_line_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_line")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_transfer_line_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "transfer_id",
            "lot_id",
            name=op.f("uq_transfer_line_chapter_id_transfer_id_lot_id"),
        ),
    )
    op.create_index("ix_transfer_line_lot", "transfer_line", ["chapter_id", "lot_id"], unique=False)
    op.create_index(
        "ix_transfer_line_transfer", "transfer_line", ["chapter_id", "transfer_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("transfer_line")
    op.drop_table("transfer")
