"""Whether an allocation keeps the minimum of each item where it is."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "allocation",
        sa.Column("keep_minimum", sa.Boolean(), server_default=sa.true(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("allocation", "keep_minimum")
