"""Where places lie, what units weigh, and the address of a calendar."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_calendar_feed()
    op.add_column("item", sa.Column("weight_grams", sa.BigInteger(), nullable=True))
    op.add_column("place", sa.Column("latitude", sa.Double(), nullable=True))
    op.add_column("place", sa.Column("longitude", sa.Double(), nullable=True))


def create_calendar_feed() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_calendar_feed_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_calendar_feed_chapter_id_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_index(
        "ix_calendar_feed_chapter", "calendar_feed", ["chapter_id", "revoked_at"], unique=False
    )


def downgrade() -> None:
    op.drop_column("place", "longitude")
    op.drop_column("place", "latitude")

    op.drop_column("item", "weight_grams")

    op.drop_index("ix_calendar_feed_chapter", "calendar_feed")

    op.drop_table("calendar_feed")
