"""Movements as the bank tells them, the files they came in, and which payments they stand for.

What a file said stays as it was read: rows of bank_statement are only inserted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def on_sqlite() -> bool:
    """Say whether the table is made anew."""
    return op.get_bind().dialect.name == "sqlite"


def forbid_change(table: str) -> None:
    """Let rows of a table only be inserted, as those of 0010."""
    for act, suffix in (("UPDATE", "no_update"), ("DELETE", "no_delete")):
        body = (
            f"BEGIN SELECT RAISE(ABORT, '{table} rows are never changed or deleted'); END"
            if on_sqlite()
            else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"CREATE TRIGGER {table}_{suffix} BEFORE {act} ON {table} {body}")
    if not on_sqlite():
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    op.create_table(
        "bank_account",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=False),
        sa.Column("number", sa.String(length=34), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "currency IN ('MXN', 'USD')", name=op.f("ck_bank_account_currency_known")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_bank_account_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_account")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_bank_account_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "name", name=op.f("uq_bank_account_chapter_id_name")),
    )
    with op.batch_alter_table("bank_account", schema=None) as batch_op:
        batch_op.create_index(
            "uq_bank_account_default",
            ["chapter_id"],
            unique=True,
            sqlite_where=sa.text("is_default = 1"),
            postgresql_where=sa.text("is_default"),
        )

    op.create_table(
        "bank_statement",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("new_count", sa.BigInteger(), nullable=False),
        sa.Column("known_count", sa.BigInteger(), nullable=False),
        sa.Column("repeated_count", sa.BigInteger(), nullable=False),
        sa.Column("noted_count", sa.BigInteger(), nullable=False),
        sa.Column("told_count", sa.BigInteger(), nullable=True),
        sa.Column("credits_minor", sa.BigInteger(), nullable=False),
        sa.Column("credits_currency", sa.String(length=3), nullable=False),
        sa.Column("charges_minor", sa.BigInteger(), nullable=False),
        sa.Column("charges_currency", sa.String(length=3), nullable=False),
        sa.Column("opening_minor", sa.BigInteger(), nullable=True),
        sa.Column("opening_currency", sa.String(length=3), nullable=True),
        sa.Column("closing_minor", sa.BigInteger(), nullable=True),
        sa.Column("closing_currency", sa.String(length=3), nullable=True),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "charges_currency IN ('MXN', 'USD')",
            name=op.f("ck_bank_statement_charges_currency_known"),
        ),
        sa.CheckConstraint(
            "credits_currency IN ('MXN', 'USD')",
            name=op.f("ck_bank_statement_credits_currency_known"),
        ),
        sa.CheckConstraint("charges_minor >= 0", name=op.f("ck_bank_statement_charges_sign")),
        sa.CheckConstraint("credits_minor >= 0", name=op.f("ck_bank_statement_credits_sign")),
        sa.CheckConstraint("new_count > 0", name=op.f("ck_bank_statement_brings_something")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "account_id"],
            ["bank_account.chapter_id", "bank_account.id"],
            name=op.f("fk_bank_statement_chapter_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_bank_statement_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_bank_statement_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_bank_statement_chapter_id_reference")
        ),
    )
    with op.batch_alter_table("bank_statement", schema=None) as batch_op:
        batch_op.create_index(
            "ix_bank_statement_ends", ["chapter_id", "ends_on", "id"], unique=False
        )
        batch_op.create_index(
            "ix_bank_statement_file", ["chapter_id", "account_id", "file_hash"], unique=False
        )

    op.create_table(
        "column_mapping",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("heads", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("day_order", sa.String(length=3), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "account_id"],
            ["bank_account.chapter_id", "bank_account.id"],
            name=op.f("fk_column_mapping_chapter_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_column_mapping_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint(
            "chapter_id",
            "account_id",
            "heads",
            name=op.f("uq_column_mapping_chapter_id_account_id_heads"),
        ),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_column_mapping_chapter_id_id")),
    )
    create_movements()
    forbid_change("bank_statement")


def create_movements() -> None:
    op.create_table(
        "bank_line",
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("tracking_key", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("incoming", sa.Boolean(), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=True),
        sa.Column("balance_currency", sa.String(length=3), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "credit",
                "charge",
                "fee",
                "return",
                name="line_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "unmatched",
                "matched",
                "ignored",
                "apart",
                name="line_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ignored_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "amount_currency IN ('MXN', 'USD')", name=op.f("ck_bank_line_amount_currency_known")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_bank_line_amount_sign")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "account_id"],
            ["bank_account.chapter_id", "bank_account.id"],
            name=op.f("fk_bank_line_chapter_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "statement_id"],
            ["bank_statement.chapter_id", "bank_statement.id"],
            name=op.f("fk_bank_line_chapter_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_bank_line_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_line")),
        sa.UniqueConstraint(
            "chapter_id",
            "account_id",
            "fingerprint",
            name=op.f("uq_bank_line_chapter_id_account_id_fingerprint"),
        ),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_bank_line_chapter_id_id")),
    )
    with op.batch_alter_table("bank_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_bank_line_day", ["chapter_id", "account_id", "day", "id"], unique=False
        )
        batch_op.create_index(
            "ix_bank_line_statement", ["chapter_id", "statement_id", "position", "id"], unique=False
        )
        batch_op.create_index(
            "ix_bank_line_status", ["chapter_id", "status", "day", "id"], unique=False
        )

    op.create_table(
        "bank_match",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("part_minor", sa.BigInteger(), nullable=False),
        sa.Column("part_currency", sa.String(length=3), nullable=False),
        sa.Column(
            "deed",
            sa.Enum(
                "linked",
                "confirmed",
                "recorded",
                "given_back",
                name="match_deed",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("matched_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "part_currency IN ('MXN', 'USD')", name=op.f("ck_bank_match_part_currency_known")
        ),
        sa.CheckConstraint("part_minor > 0", name=op.f("ck_bank_match_part_sign")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "line_id"],
            ["bank_line.chapter_id", "bank_line.id"],
            name=op.f("fk_bank_match_chapter_id_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "payment_id"],
            ["payment.chapter_id", "payment.id"],
            name=op.f("fk_bank_match_chapter_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_bank_match_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_match")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_bank_match_chapter_id_id")),
    )
    with op.batch_alter_table("bank_match", schema=None) as batch_op:
        batch_op.create_index("ix_bank_match_payment", ["chapter_id", "payment_id"], unique=False)
        batch_op.create_index(
            "uq_bank_match_live",
            ["chapter_id", "line_id", "payment_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("bank_match", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_bank_match_live",
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
        batch_op.drop_index("ix_bank_match_payment")

    op.drop_table("bank_match")
    with op.batch_alter_table("bank_line", schema=None) as batch_op:
        batch_op.drop_index("ix_bank_line_status")
        batch_op.drop_index("ix_bank_line_statement")
        batch_op.drop_index("ix_bank_line_day")

    op.drop_table("bank_line")
    op.drop_table("column_mapping")
    with op.batch_alter_table("bank_statement", schema=None) as batch_op:
        batch_op.drop_index("ix_bank_statement_file")
        batch_op.drop_index("ix_bank_statement_ends")

    op.drop_table("bank_statement")
    with op.batch_alter_table("bank_account", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_bank_account_default",
            sqlite_where=sa.text("is_default = 1"),
            postgresql_where=sa.text("is_default"),
        )

    op.drop_table("bank_account")
