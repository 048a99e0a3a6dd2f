"""Photographs of arrivals, and the customs regime of a line that came under another."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "intake_photo",
        sa.Column("intake_id", sa.Uuid(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("small_hash", sa.String(length=64), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "intake_id"],
            ["intake.chapter_id", "intake.id"],
            name=op.f("fk_intake_photo_chapter_id_intake_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_intake_photo_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_photo")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_intake_photo_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "intake_id",
            "file_hash",
            name=op.f("uq_intake_photo_chapter_id_intake_id_file_hash"),
        ),
    )
    op.create_table(
        "line_customs",
        sa.Column("intake_line_id", sa.Uuid(), nullable=False),
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
            "(changed_on IS NULL AND changed_pedimento = '') OR (changed_on IS NOT NULL AND regime = 'temporary' AND length(changed_pedimento) = 15)",
            name=op.f("ck_line_customs_only_temporary_changes"),
        ),
        sa.CheckConstraint(
            "(regime = 'national' AND pedimento = '') OR (regime <> 'national' AND length(pedimento) = 15)",
            name=op.f("ck_line_customs_imported_by_pedimento"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "intake_line_id"],
            ["intake_line.chapter_id", "intake_line.id"],
            name=op.f("fk_line_customs_chapter_id_intake_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_line_customs_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_customs")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_line_customs_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "intake_line_id", name=op.f("uq_line_customs_chapter_id_intake_line_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("line_customs")
    op.drop_table("intake_photo")
