"""An attempt to pay online kept whether its donor hides; only the pledge is ever asked."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("online_session", "anonymous")


def downgrade() -> None:
    op.add_column(
        "online_session",
        sa.Column("anonymous", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
