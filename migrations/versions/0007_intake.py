"""Goods that arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "intake",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("donor_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "announced",
                "arrived",
                "received",
                "received_with_differences",
                "rejected",
                "cancelled",
                name="intake_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("delivered_by", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_intake_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "donor_id"],
            ["donor.chapter_id", "donor.id"],
            name=op.f("fk_intake_chapter_id_donor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "place_id"],
            ["place.chapter_id", "place.id"],
            name=op.f("fk_intake_chapter_id_place_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_intake_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_intake_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_intake_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_intake_chapter_id_nonce")),
        sa.UniqueConstraint("chapter_id", "reference", name=op.f("uq_intake_chapter_id_reference")),
    )

    with op.batch_alter_table("intake", schema=None) as batch_op:
        batch_op.create_index("ix_intake_arrived", ["chapter_id", "arrived_on", "id"], unique=False)
        batch_op.create_index("ix_intake_donor", ["chapter_id", "donor_id"], unique=False)
        batch_op.create_index("ix_intake_pledge", ["chapter_id", "pledge_id"], unique=False)
        batch_op.create_index(
            "ix_intake_status", ["chapter_id", "status", "arrived_on", "id"], unique=False
        )

    op.create_table(
        "intake_line",
        sa.Column("intake_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("pledge_line_id", sa.Uuid(), nullable=True),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("declared", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=True),
        sa.Column(
            "difference_reason",
            sa.Enum(
                "short",
                "surplus",
                "damaged",
                "expired",
                "wrong_item",
                name="difference_reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("difference_note", sa.Text(), nullable=False),
        sa.Column("lot_code", sa.String(length=40), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("declared_value_minor", sa.BigInteger(), nullable=True),
        sa.Column("declared_value_currency", sa.String(length=3), nullable=True),
        sa.Column("reference_value_minor", sa.BigInteger(), nullable=True),
        sa.Column("reference_value_currency", sa.String(length=3), nullable=True),
        sa.Column("approved_value_minor", sa.BigInteger(), nullable=True),
        sa.Column("approved_value_currency", sa.String(length=3), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approval_note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("declared >= 0", name=op.f("ck_intake_line_declared_not_negative")),
        sa.CheckConstraint(
            "received IS NULL OR received = declared OR difference_reason IS NOT NULL",
            name=op.f("ck_intake_line_difference_explained"),
        ),
        sa.CheckConstraint(
            "received IS NULL OR received >= 0", name=op.f("ck_intake_line_received_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "intake_id"],
            ["intake.chapter_id", "intake.id"],
            name=op.f("fk_intake_line_chapter_id_intake_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "item_id"],
            ["item.chapter_id", "item.id"],
            name=op.f("fk_intake_line_chapter_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "lot_id"],
            ["lot.chapter_id", "lot.id"],
            name=op.f("fk_intake_line_chapter_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_line_id"],
            ["pledge_line.chapter_id", "pledge_line.id"],
            name=op.f("fk_intake_line_chapter_id_pledge_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_intake_line_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_line")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_intake_line_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "lot_id", name=op.f("uq_intake_line_chapter_id_lot_id")),
    )

    with op.batch_alter_table("intake_line", schema=None) as batch_op:
        batch_op.create_index("ix_intake_line_intake", ["chapter_id", "intake_id"], unique=False)
        batch_op.create_index(
            "ix_intake_line_pledge_line", ["chapter_id", "pledge_line_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("intake_line", schema=None) as batch_op:
        batch_op.drop_index("ix_intake_line_pledge_line")
        batch_op.drop_index("ix_intake_line_intake")

    op.drop_table("intake_line")

    with op.batch_alter_table("intake", schema=None) as batch_op:
        batch_op.drop_index("ix_intake_status")
        batch_op.drop_index("ix_intake_pledge")
        batch_op.drop_index("ix_intake_donor")
        batch_op.drop_index("ix_intake_arrived")

    op.drop_table("intake")
