"""What hospitals ask for by their own link, and for how many."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "capability_link",
        sa.Column("opens", sa.String(length=16), server_default="", nullable=False),
    )
    op.add_column("need", sa.Column("beds", sa.BigInteger(), nullable=True))
    op.add_column("need", sa.Column("staff_served", sa.BigInteger(), nullable=True))
    op.add_column("need", sa.Column("link_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("need", "link_id")
    op.drop_column("need", "staff_served")
    op.drop_column("need", "beds")
    op.drop_column("capability_link", "opens")
