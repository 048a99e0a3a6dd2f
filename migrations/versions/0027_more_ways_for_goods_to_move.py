"""More ways for goods to move, to be signed for, and to be reached by link: words that CHECKs allow.

PostgreSQL puts the constraint anew. SQLite cannot, and making a table anew would cost its triggers;
its manual names editing the stored definition for changes that touch no row
(https://www.sqlite.org/lang_altertable.html, section 7).
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BEFORE = {
    ("movement", "reason", "ck_movement_reason"): (
        "received dispatched delivered returned transferred counted_more counted_less damaged"
        " lost expired"
    ),
    ("proof", "source", "ck_proof_proof_source"): "link staff",
    ("capability_link", "kind", "ck_capability_link_link_kind"): "follow hospital",
    ("place", "kind", "ck_place_place_kind"): "warehouse collection_point transit",
    ("audit_entry", "actor_kind", "ck_audit_entry_actor_kind"): (
        "staff donor hospital public system"
    ),
}
ADDED = {
    "movement": "assembled disassembled",
    "proof": "driver paper",
    "capability_link": "driver",
    "place": "direct",
    "audit_entry": "driver",
}


def upgrade() -> None:
    allow({key: f"{words} {ADDED[key[0]]}" for key, words in BEFORE.items()})


def downgrade() -> None:
    allow(BEFORE)


def allow(lists: dict[tuple[str, str, str], str]) -> None:
    """Let each column hold these words and no others."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:
        op.execute("PRAGMA writable_schema=ON")
    for (table, column, name), words in lists.items():
        values = ", ".join(f"'{word}'" for word in words.split())
        check = f"CHECK ({column} IN ({values}))"
        if sqlite:
            rewrite(table, name, check)
        else:
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {check}")
    if sqlite:
        version = op.get_bind().execute(sa.text("PRAGMA schema_version")).scalar_one()
        op.execute(f"PRAGMA schema_version={version + 1}")
        op.execute("PRAGMA writable_schema=OFF")


def rewrite(table: str, name: str, check: str) -> None:
    """Put another CHECK under the same name into SQLite's definition of a table."""
    bind = op.get_bind()
    found = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
    before = bind.execute(found, {"table": table}).scalar_one()
    after, times = re.subn(
        rf"CONSTRAINT {name} CHECK \([^()]*\([^()]*\)\)", f"CONSTRAINT {name} {check}", before
    )
    if times != 1:
        raise RuntimeError(f"{table} has no constraint {name}")
    bind.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :table"),
        {"sql": after, "table": table},
    )
