"""What speaks for a hand-over: drivers' reports, pictures, and what hospitals did not want."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_driver_report()
    create_evidence()
    op.add_column(
        "delivery_line", sa.Column("returned", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "delivery_line",
        sa.Column(
            "difference_reason",
            sa.Enum(
                "missing",
                "damaged",
                "expired",
                "wrong_item",
                "not_needed",
                "other",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
    )


def create_driver_report() -> None:
    op.create_table(
        "driver_report",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "handed_over",
                "not_delivered",
                name="report_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "applied",
                "agreed",
                "open",
                "taken",
                "set_aside",
                name="report_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "trouble",
            sa.Enum(
                "signed_otherwise",
                "not_on_the_road",
                "late",
                "clock",
                "link_closed",
                "other_route",
                "incomplete",
                "refused",
                name="trouble",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receiver_name", sa.Text(), nullable=False),
        sa.Column("receiver_title", sa.Text(), nullable=False),
        sa.Column(
            "signature",
            sa.Enum(
                "signed",
                "declined",
                "unable",
                name="signature_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "failure",
            sa.Enum(
                "nobody_received",
                "closed",
                "not_accepted",
                "wrong_address",
                "no_way",
                "vehicle",
                "other",
                name="failure_reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("stood", sa.JSON(), nullable=True),
        sa.Column("pictures_refused", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("settlement", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "delivery_id"],
            ["delivery.chapter_id", "delivery.id"],
            name=op.f("fk_driver_report_chapter_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_driver_report_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver_report")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_driver_report_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "key", name=op.f("uq_driver_report_chapter_id_key")),
    )
    op.create_index(
        "ix_driver_report_delivery", "driver_report", ["chapter_id", "delivery_id"], unique=False
    )
    op.create_index(
        "ix_driver_report_status",
        "driver_report",
        ["chapter_id", "status", "received_at", "id"],
        unique=False,
    )


def create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "photo",
                "signature",
                "sheet",
                name="evidence_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "delivery_id"],
            ["delivery.chapter_id", "delivery.id"],
            name=op.f("fk_evidence_chapter_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "report_id"],
            ["driver_report.chapter_id", "driver_report.id"],
            name=op.f("fk_evidence_chapter_id_report_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_evidence_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_evidence_chapter_id_id")),
    )
    op.create_index("ix_evidence_delivery", "evidence", ["chapter_id", "delivery_id"], unique=False)
    op.create_index("ix_evidence_report", "evidence", ["chapter_id", "report_id"], unique=False)


def downgrade() -> None:
    op.drop_column("delivery_line", "difference_reason")
    op.drop_column("delivery_line", "returned")

    op.drop_index("ix_evidence_report", table_name="evidence")
    op.drop_index("ix_evidence_delivery", table_name="evidence")

    op.drop_table("evidence")
    op.drop_index("ix_driver_report_status", table_name="driver_report")
    op.drop_index("ix_driver_report_delivery", table_name="driver_report")

    op.drop_table("driver_report")
