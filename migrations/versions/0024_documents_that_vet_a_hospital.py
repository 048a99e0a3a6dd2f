"""Documents that vet a hospital."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hospital_document",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "hospital_id"],
            ["hospital.chapter_id", "hospital.id"],
            name=op.f("fk_hospital_document_chapter_id_hospital_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_hospital_document_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hospital_document")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_hospital_document_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "hospital_id",
            "file_hash",
            name=op.f("uq_hospital_document_chapter_id_hospital_id_file_hash"),
        ),
    )


def downgrade() -> None:
    op.drop_table("hospital_document")
