"""Under which customs regime donated goods are, and arrivals that donors tell beforehand."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_customs_entry()
    create_announcement()
    op.add_column("intake_line", sa.Column("boxes", sa.BigInteger(), nullable=True))


def create_customs_entry() -> None:
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


def create_announcement() -> None:
    op.create_table(
        "announcement",
        sa.Column("intake_id", sa.Uuid(), nullable=False),
        sa.Column("sheet_code", sa.String(length=10), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("driver", sa.Text(), nullable=False),
        sa.Column("plates", sa.Text(), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "intake_id"],
            ["intake.chapter_id", "intake.id"],
            name=op.f("fk_announcement_chapter_id_intake_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_announcement_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_announcement_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "sheet_code", name=op.f("uq_announcement_chapter_id_sheet_code")
        ),
        sa.UniqueConstraint(
            "chapter_id", "intake_id", name=op.f("uq_announcement_chapter_id_intake_id")
        ),
    )


def downgrade() -> None:
    op.drop_column("intake_line", "boxes")
    op.drop_table("announcement")
    op.drop_table("customs_entry")
