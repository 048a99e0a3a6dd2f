"""What is missing and what was promised."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "need",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "approved",
                "rejected",
                "partially_fulfilled",
                "fulfilled",
                "cancelled",
                "expired",
                name="need_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "priority",
            sa.Enum(
                "normal",
                "high",
                "urgent",
                name="priority",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("priority_rank", sa.BigInteger(), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "hospital_id"],
            ["hospital.chapter_id", "hospital.id"],
            name=op.f("fk_need_chapter_id_hospital_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_need_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_need_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_need_chapter_id_nonce")),
        sa.UniqueConstraint("chapter_id", "reference", name=op.f("uq_need_chapter_id_reference")),
    )

    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index("ix_need_created", ["chapter_id", "created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_need_open", ["chapter_id", "status", "needed_by", "id"], unique=False
        )

    op.create_table(
        "pledge",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("donor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "accepted",
                "partially_fulfilled",
                "fulfilled",
                "declined",
                "cancelled",
                "written_off",
                name="pledge_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("wants_receipt", sa.Boolean(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("privacy_version", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_pledge_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "donor_id"],
            ["donor.chapter_id", "donor.id"],
            name=op.f("fk_pledge_chapter_id_donor_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_pledge_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_pledge_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_pledge_chapter_id_nonce")),
        sa.UniqueConstraint("chapter_id", "reference", name=op.f("uq_pledge_chapter_id_reference")),
    )

    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.create_index(
            "ix_pledge_campaign", ["chapter_id", "campaign_id", "status"], unique=False
        )
        batch_op.create_index("ix_pledge_donor", ["chapter_id", "donor_id"], unique=False)
        batch_op.create_index(
            "ix_pledge_status", ["chapter_id", "status", "submitted_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_pledge_submitted", ["chapter_id", "submitted_at", "id"], unique=False
        )

    op.create_table(
        "need_line",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=False),
        sa.Column("fulfilled", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("fulfilled >= 0", name=op.f("ck_need_line_fulfilled_not_negative")),
        sa.CheckConstraint("requested > 0", name=op.f("ck_need_line_requested_positive")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "item_id"],
            ["item.chapter_id", "item.id"],
            name=op.f("fk_need_line_chapter_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "need_id"],
            ["need.chapter_id", "need.id"],
            name=op.f("fk_need_line_chapter_id_need_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_need_line_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_line")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_need_line_chapter_id_id")),
    )

    with op.batch_alter_table("need_line", schema=None) as batch_op:
        batch_op.create_index("ix_need_line_need", ["chapter_id", "need_id"], unique=False)

    op.create_table(
        "pledge_line",
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cash",
                "goods",
                name="line_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("amount_currency", sa.String(length=3), nullable=True),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'cash' AND amount_minor > 0 AND item_id IS NULL AND quantity IS NULL) OR (kind = 'goods' AND quantity > 0 AND item_id IS NOT NULL)",
            name=op.f("ck_pledge_line_cash_or_goods"),
        ),
        sa.CheckConstraint(
            "amount_minor IS NULL OR amount_minor >= 0", name=op.f("ck_pledge_line_amount_sign")
        ),
        sa.CheckConstraint("paid_minor >= 0", name=op.f("ck_pledge_line_paid_not_negative")),
        sa.CheckConstraint("received >= 0", name=op.f("ck_pledge_line_received_not_negative")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "item_id"],
            ["item.chapter_id", "item.id"],
            name=op.f("fk_pledge_line_chapter_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_pledge_line_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_pledge_line_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_line")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_pledge_line_chapter_id_id")),
    )

    with op.batch_alter_table("pledge_line", schema=None) as batch_op:
        batch_op.create_index("ix_pledge_line_pledge", ["chapter_id", "pledge_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("pledge_line", schema=None) as batch_op:
        batch_op.drop_index("ix_pledge_line_pledge")

    op.drop_table("pledge_line")

    with op.batch_alter_table("need_line", schema=None) as batch_op:
        batch_op.drop_index("ix_need_line_need")

    op.drop_table("need_line")

    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.drop_index("ix_pledge_submitted")
        batch_op.drop_index("ix_pledge_status")
        batch_op.drop_index("ix_pledge_donor")
        batch_op.drop_index("ix_pledge_campaign")

    op.drop_table("pledge")

    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index("ix_need_open")
        batch_op.drop_index("ix_need_created")

    op.drop_table("need")
