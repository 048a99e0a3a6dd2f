"""What companies hold of a need, and what their promises are meant for."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_hold()
    make_aim()
    make_hold_line()


def make_hold() -> None:
    op.create_table(
        "hold",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "held",
                "confirmed",
                "released",
                "expired",
                name="hold_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("donor_name", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("privacy_version", sa.Text(), nullable=False),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'confirmed') = (pledge_id IS NOT NULL)",
            name=op.f("ck_hold_confirmed_by_pledge"),
        ),
        sa.CheckConstraint("expires_at > held_at", name=op.f("ck_hold_lives")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_hold_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "need_id"],
            ["need.chapter_id", "need.id"],
            name=op.f("fk_hold_chapter_id_need_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_hold_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_hold_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_hold_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_hold_chapter_id_nonce")),
        sa.UniqueConstraint("chapter_id", "reference", name=op.f("uq_hold_chapter_id_reference")),
    )
    op.create_index("ix_hold_email", "hold", ["chapter_id", "contact_email", "expires_at"])
    op.create_index("ix_hold_need", "hold", ["chapter_id", "need_id", "held_at"])


def make_aim() -> None:
    op.create_table(
        "aim",
        sa.Column("pledge_line_id", sa.Uuid(), nullable=False),
        sa.Column("need_line_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "need_line_id"],
            ["need_line.chapter_id", "need_line.id"],
            name=op.f("fk_aim_chapter_id_need_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_line_id"],
            ["pledge_line.chapter_id", "pledge_line.id"],
            name=op.f("fk_aim_chapter_id_pledge_line_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_aim_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aim")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_aim_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "pledge_line_id", name=op.f("uq_aim_chapter_id_pledge_line_id")
        ),
    )
    op.create_index("ix_aim_need_line", "aim", ["chapter_id", "need_line_id"])


def make_hold_line() -> None:
    op.create_table(
        "hold_line",
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("need_line_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_hold_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "hold_id"],
            ["hold.chapter_id", "hold.id"],
            name=op.f("fk_hold_line_chapter_id_hold_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "need_line_id"],
            ["need_line.chapter_id", "need_line.id"],
            name=op.f("fk_hold_line_chapter_id_need_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_hold_line_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold_line")),
        sa.UniqueConstraint(
            "chapter_id",
            "hold_id",
            "need_line_id",
            name=op.f("uq_hold_line_chapter_id_hold_id_need_line_id"),
        ),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_hold_line_chapter_id_id")),
    )
    op.create_index("ix_hold_line_need_line", "hold_line", ["chapter_id", "need_line_id"])


def downgrade() -> None:
    op.drop_table("hold_line")
    op.drop_table("aim")
    op.drop_table("hold")
