"""What the accountant calls each account."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_code",
        sa.Column(
            "account",
            sa.Enum(
                "cash_box",
                "bank_mxn",
                "bank_usd",
                "online",
                "inventory",
                "gifts",
                "gifts_in_kind",
                "given_back",
                "disputes_lost",
                name="account",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_account_code_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_code")),
        sa.UniqueConstraint(
            "chapter_id", "account", name=op.f("uq_account_code_chapter_id_account")
        ),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_account_code_chapter_id_id")),
    )


def downgrade() -> None:
    op.drop_table("account_code")
