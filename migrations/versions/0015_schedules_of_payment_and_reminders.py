"""Schedules of payment, whose parts are never changed, and the reminders sent about them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def forbid_change(table: str) -> None:
    """Let rows of a table only be inserted, as those of 0010."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for act, suffix in (("UPDATE", "no_update"), ("DELETE", "no_delete")):
        body = (
            f"BEGIN SELECT RAISE(ABORT, '{table} rows are never changed or deleted'); END"
            if on_sqlite
            else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"CREATE TRIGGER {table}_{suffix} BEFORE {act} ON {table} {body}")
    if not on_sqlite:
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    op.create_table(
        "reminder_letter",
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_reminder_letter_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_reminder_letter_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_letter")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_reminder_letter_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "to_address",
            "sent_on",
            name=op.f("uq_reminder_letter_chapter_id_to_address_sent_on"),
        ),
    )
    op.create_index(
        "ix_reminder_letter_pledge",
        "reminder_letter",
        ["chapter_id", "pledge_id", "sent_on"],
        unique=False,
    )

    op.create_table(
        "reminder_stop",
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("by_donor", sa.Boolean(), nullable=False),
        sa.Column("stopped_by", sa.Text(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_reminder_stop_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_reminder_stop_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_stop")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_reminder_stop_chapter_id_id")),
    )
    op.create_index(
        "uq_reminder_stop_standing",
        "reminder_stop",
        ["chapter_id", "pledge_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )

    op.create_table(
        "schedule",
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_schedule_revision_positive")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_schedule_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_schedule_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_schedule_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "pledge_id",
            "revision",
            name=op.f("uq_schedule_chapter_id_pledge_id_revision"),
        ),
    )
    op.create_index(
        "uq_schedule_current",
        "schedule",
        ["chapter_id", "pledge_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )

    op.create_table(
        "instalment",
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount_currency IN ('MXN', 'USD')", name=op.f("ck_instalment_amount_currency_known")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_instalment_amount_sign")),
        sa.CheckConstraint("position > 0", name=op.f("ck_instalment_position_positive")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "schedule_id"],
            ["schedule.chapter_id", "schedule.id"],
            name=op.f("fk_instalment_chapter_id_schedule_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_instalment_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_instalment_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "schedule_id",
            "due_on",
            name=op.f("uq_instalment_chapter_id_schedule_id_due_on"),
        ),
        sa.UniqueConstraint(
            "chapter_id",
            "schedule_id",
            "position",
            name=op.f("uq_instalment_chapter_id_schedule_id_position"),
        ),
    )
    op.create_index("ix_instalment_due", "instalment", ["chapter_id", "due_on", "id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "before",
                "after_3",
                "after_15",
                "after_30",
                name="reminder_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "letter_id"],
            ["reminder_letter.chapter_id", "reminder_letter.id"],
            name=op.f("fk_reminder_chapter_id_letter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "pledge_id"],
            ["pledge.chapter_id", "pledge.id"],
            name=op.f("fk_reminder_chapter_id_pledge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_reminder_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_reminder_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "pledge_id",
            "due_on",
            "kind",
            name=op.f("uq_reminder_chapter_id_pledge_id_due_on_kind"),
        ),
    )
    op.add_column(
        "chapter",
        sa.Column("payment_term_days", sa.BigInteger(), server_default="30", nullable=False),
    )

    forbid_change("instalment")
    forbid_change("reminder")


def downgrade() -> None:
    op.drop_column("chapter", "payment_term_days")

    op.drop_table("reminder")
    op.drop_table("instalment")
    op.drop_table("schedule")
    op.drop_table("reminder_stop")
    op.drop_table("reminder_letter")
