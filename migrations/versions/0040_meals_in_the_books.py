"""Which days of meals the books have."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_meal_settlement()
    create_settled_slot()


def create_meal_settlement() -> None:
    op.create_table(
        "meal_settlement",
        sa.Column("intake_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("portions", sa.BigInteger(), nullable=False),
        sa.Column("unit_value_minor", sa.BigInteger(), nullable=False),
        sa.Column("unit_value_currency", sa.String(length=3), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "unit_value_currency IN ('MXN', 'USD')",
            name=op.f("ck_meal_settlement_unit_value_currency_known"),
        ),
        sa.CheckConstraint("portions > 0", name=op.f("ck_meal_settlement_portions_positive")),
        sa.CheckConstraint("unit_value_minor > 0", name=op.f("ck_meal_settlement_unit_value_sign")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "intake_id"],
            ["intake.chapter_id", "intake.id"],
            name=op.f("fk_meal_settlement_chapter_id_intake_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_meal_settlement_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_settlement")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_meal_settlement_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "intake_id", name=op.f("uq_meal_settlement_chapter_id_intake_id")
        ),
    )


def create_settled_slot() -> None:
    op.create_table(
        "settled_slot",
        sa.Column("settlement_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "settlement_id"],
            ["meal_settlement.chapter_id", "meal_settlement.id"],
            name=op.f("fk_settled_slot_chapter_id_settlement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "slot_id"],
            ["meal_slot.chapter_id", "meal_slot.id"],
            name=op.f("fk_settled_slot_chapter_id_slot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_settled_slot_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_slot")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_settled_slot_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "slot_id", name=op.f("uq_settled_slot_chapter_id_slot_id")
        ),
    )
    op.create_index("ix_settled_slot_settlement", "settled_slot", ["chapter_id", "settlement_id"])


def downgrade() -> None:
    op.drop_table("settled_slot")
    op.drop_table("meal_settlement")
