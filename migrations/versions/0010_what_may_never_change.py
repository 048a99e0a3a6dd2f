"""What may never change: the database refuses it, whatever the program does.

Rows of the ledger, the audit chain, papers and reversals are only inserted. A receipt moves once,
from issued to voided, and nothing else of it changes.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INSERT_ONLY = ("audit_entry", "movement", "receipt_paper", "reversal")
NEVER_DELETED = (*INSERT_ONLY, "receipt", "receipt_line")

RECEIPT_FIXED = (
    "id",
    "chapter_id",
    "series",
    "year",
    "number",
    "folio",
    "kind",
    "donor_id",
    "campaign_id",
    "pledge_id",
    "total_minor",
    "total_currency",
    "issued_on",
    "issued_at",
    "facts",
    "facts_hash",
    "check_code",
    "idem_key",
)
LINE_FIXED = (
    "id",
    "chapter_id",
    "receipt_id",
    "position",
    "payment_id",
    "intake_line_id",
    "amount_minor",
    "amount_currency",
)


def conditions() -> dict[str, tuple[str, str]]:
    """Return, for SQLite and PostgreSQL, when an UPDATE of receipt or receipt_line is allowed."""
    dialect = op.get_bind().dialect.name
    same = "IS" if dialect == "sqlite" else "IS NOT DISTINCT FROM"
    no, yes = ("0", "1") if dialect == "sqlite" else ("FALSE", "TRUE")

    def unchanged(columns: tuple[str, ...]) -> str:
        return " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in columns)

    return {
        "receipt": (
            f"OLD.status = 'issued' AND NEW.status = 'voided' AND {unchanged(RECEIPT_FIXED)}",
            "a receipt only goes from issued to voided",
        ),
        "receipt_line": (
            f"OLD.live = {yes} AND NEW.live = {no} AND {unchanged(LINE_FIXED)}",
            "a receipt line only stops being live",
        ),
    }


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        upgrade_sqlite()
    else:
        upgrade_postgresql()


def upgrade_sqlite() -> None:
    for table in NEVER_DELETED:
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} rows are never deleted'); END"
        )
    for table in INSERT_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} rows are never changed'); END"
        )
    for table, (allowed, words) in conditions().items():
        op.execute(
            f"CREATE TRIGGER {table}_one_way BEFORE UPDATE ON {table} WHEN NOT ({allowed}) "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )


def upgrade_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% rows are never changed or deleted', TG_TABLE_NAME "
        "USING ERRCODE = 'check_violation'; END $$"
    )
    for table in NEVER_DELETED:
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    for table in INSERT_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    for table, (allowed, _words) in conditions().items():
        op.execute(
            f"CREATE TRIGGER {table}_one_way BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN (NOT ({allowed})) EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for suffix, tables in {
        "no_delete": NEVER_DELETED,
        "no_truncate": NEVER_DELETED if postgresql else (),
        "no_update": INSERT_ONLY,
        "one_way": ("receipt", "receipt_line"),
    }.items():
        for table in tables:
            on = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {table}_{suffix}{on}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_change()")
