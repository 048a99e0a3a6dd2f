"""A plan of payments on pledges, and a claim for each day of what runs daily."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_run",
        sa.Column("task", sa.String(length=80), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_daily_run_chapter_id")
        ),
        sa.PrimaryKeyConstraint("task", "chapter_id", "day", name=op.f("pk_daily_run")),
    )
    op.add_column(
        "pledge",
        sa.Column("plan_frequency", sa.String(length=32), server_default="once", nullable=False),
    )
    op.add_column(
        "pledge", sa.Column("plan_count", sa.BigInteger(), server_default="1", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("pledge", "plan_count")
    op.drop_column("pledge", "plan_frequency")
    op.drop_table("daily_run")
