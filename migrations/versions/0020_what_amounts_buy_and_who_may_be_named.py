"""What suggested amounts buy, what gifts may be meant for, and who may be named."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign_amount",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("buys", sa.Text(), nullable=False),
        sa.Column("buys_en", sa.Text(), nullable=False),
        sa.Column("preselected", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount_currency IN ('MXN', 'USD')",
            name=op.f("ck_campaign_amount_amount_currency_known"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_campaign_amount_amount_sign")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_campaign_amount_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_campaign_amount_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_amount")),
        sa.UniqueConstraint(
            "chapter_id",
            "campaign_id",
            "position",
            name=op.f("uq_campaign_amount_chapter_id_campaign_id_position"),
        ),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_campaign_amount_chapter_id_id")),
    )
    op.create_table(
        "campaign_earmark",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "city",
                "hospital",
                "category",
                name="earmark_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_campaign_earmark_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_campaign_earmark_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_earmark")),
        sa.UniqueConstraint(
            "chapter_id",
            "campaign_id",
            "position",
            name=op.f("uq_campaign_earmark_chapter_id_campaign_id_position"),
        ),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_campaign_earmark_chapter_id_id")),
    )
    op.create_table(
        "pledge_earmark",
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "city",
                "hospital",
                "category",
                name="earmark_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_pledge_earmark_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_pledge_earmark_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_earmark")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_pledge_earmark_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "pledge_id", name=op.f("uq_pledge_earmark_chapter_id_pledge_id")
        ),
    )
    op.create_table(
        "supporter",
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("says_what", sa.Boolean(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_supporter_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_supporter_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supporter")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_supporter_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "pledge_id", name=op.f("uq_supporter_chapter_id_pledge_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("supporter")
    op.drop_table("pledge_earmark")
    op.drop_table("campaign_earmark")
    op.drop_table("campaign_amount")
