"""Under which customs regime donated goods are, and the change that lets them be accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customs_entry",
        sa.Column("intake_id", sa.Uuid(), nullable=False),
        sa.Column(
            "regime",
            sa.Enum(
                "national",
                "definitive",
                "temporary",
                name="regime",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("pedimento", sa.String(length=15), nullable=False),
        sa.Column("changed_pedimento", sa.String(length=15), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(regime = 'national' AND pedimento = '')"
            " OR (regime <> 'national' AND length(pedimento) = 15)",
            name=op.f("ck_customs_entry_imported_by_pedimento"),
        ),
        sa.CheckConstraint(
            "(changed_on IS NULL AND changed_pedimento = '')"
            " OR (changed_on IS NOT NULL AND regime = 'temporary'"
            " AND length(changed_pedimento) = 15)",
            name=op.f("ck_customs_entry_only_temporary_changes"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "intake_id"],
            ["intake.chapter_id", "intake.id"],
            name=op.f("fk_customs_entry_chapter_id_intake_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_customs_entry_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customs_entry")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_customs_entry_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "intake_id", name=op.f("uq_customs_entry_chapter_id_intake_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("customs_entry")
