"""Which lots coordinators were told of, at how many days from their last one."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expiry_alert",
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "lot_id"],
            ["lot.chapter_id", "lot.id"],
            name=op.f("fk_expiry_alert_chapter_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_expiry_alert_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expiry_alert")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_expiry_alert_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "lot_id", "days", name=op.f("uq_expiry_alert_chapter_id_lot_id_days")
        ),
    )


def downgrade() -> None:
    op.drop_table("expiry_alert")
