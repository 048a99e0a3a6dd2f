"""What kits are made of: rows that are only inserted."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
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
        "lot_part",
        sa.Column("kit_lot_id", sa.Uuid(), nullable=False),
        sa.Column("part_lot_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kit_lot_id <> part_lot_id", name=op.f("ck_lot_part_not_of_itself")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_lot_part_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "kit_lot_id"],
            ["lot.chapter_id", "lot.id"],
            name=op.f("fk_lot_part_chapter_id_kit_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "part_lot_id"],
            ["lot.chapter_id", "lot.id"],
            name=op.f("fk_lot_part_chapter_id_part_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_lot_part_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_part")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_lot_part_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "kit_lot_id",
            "part_lot_id",
            name=op.f("uq_lot_part_chapter_id_kit_lot_id_part_lot_id"),
        ),
    )
    op.create_index("ix_lot_part_part", "lot_part", ["chapter_id", "part_lot_id"])
    forbid_change("lot_part")


def downgrade() -> None:
    op.drop_table("lot_part")
