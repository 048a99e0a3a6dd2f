"""Goods called back: what was held with them, and who was told."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_recall()
    create_recall_lot()
    create_recall_notice()


def create_recall() -> None:
    op.create_table(
        "recall",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "in_progress",
                "closed",
                name="recall_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "released",
                "withdrawn",
                name="recall_outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL AND outcome IS NOT NULL)",
            name=op.f("ck_recall_closed_with_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "lot_id"],
            ["lot.chapter_id", "lot.id"],
            name=op.f("fk_recall_chapter_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_recall_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_recall_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_recall_chapter_id_nonce")),
        sa.UniqueConstraint("chapter_id", "reference", name=op.f("uq_recall_chapter_id_reference")),
    )
    op.create_index("ix_recall_opened", "recall", ["chapter_id", "opened_at", "id"], unique=False)
    op.create_index(
        "uq_recall_open_lot",
        "recall",
        ["chapter_id", "lot_id"],
        unique=True,
        sqlite_where=sa.text("status = 'in_progress'"),
        postgresql_where=sa.text("status = 'in_progress'"),
    )


def create_recall_lot() -> None:
    op.create_table(
        "recall_lot",
        sa.Column("recall_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status_before",
            sa.Enum(
                "available",
                "quarantined",
                "recalled",
                name="lot_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "lot_id"],
            ["lot.chapter_id", "lot.id"],
            name=op.f("fk_recall_lot_chapter_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "recall_id"],
            ["recall.chapter_id", "recall.id"],
            name=op.f("fk_recall_lot_chapter_id_recall_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_recall_lot_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_lot")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_recall_lot_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "recall_id",
            "lot_id",
            name=op.f("uq_recall_lot_chapter_id_recall_id_lot_id"),
        ),
    )
    op.create_index("ix_recall_lot_lot", "recall_lot", ["chapter_id", "lot_id"], unique=False)


def create_recall_notice() -> None:
    op.create_table(
        "recall_notice",
        sa.Column("recall_id", sa.Uuid(), nullable=False),
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "letter",
                "spoken",
                name="notice_way",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "hospital_id"],
            ["hospital.chapter_id", "hospital.id"],
            name=op.f("fk_recall_notice_chapter_id_hospital_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "recall_id"],
            ["recall.chapter_id", "recall.id"],
            name=op.f("fk_recall_notice_chapter_id_recall_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_recall_notice_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_notice")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_recall_notice_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "recall_id",
            "hospital_id",
            name=op.f("uq_recall_notice_chapter_id_recall_id_hospital_id"),
        ),
    )


def downgrade() -> None:
    op.drop_table("recall_notice")
    op.drop_table("recall_lot")
    op.drop_table("recall")
