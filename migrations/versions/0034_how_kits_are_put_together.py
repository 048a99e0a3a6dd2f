"""How kits are put together and taken apart: recipes, and what was done, which is only inserted."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
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
    _components()
    _assemblies()
    _dismantlings()
    forbid_change("kit_assembly")
    forbid_change("kit_dismantling")


def _assemblies() -> None:
    op.create_table(
        "kit_assembly",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_kit_assembly_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "item_id"],
            ["item.chapter_id", "item.id"],
            name=op.f("fk_kit_assembly_chapter_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "place_id"],
            ["place.chapter_id", "place.id"],
            name=op.f("fk_kit_assembly_chapter_id_place_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_kit_assembly_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_assembly")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_kit_assembly_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_kit_assembly_chapter_id_nonce")),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_kit_assembly_chapter_id_reference")
        ),
    )
    op.create_index("ix_kit_assembly_at", "kit_assembly", ["chapter_id", "made_at", "id"])


def _components() -> None:
    op.create_table(
        "kit_component",
        sa.Column("kit_item_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kit_item_id <> item_id", name=op.f("ck_kit_component_not_of_itself")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_kit_component_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "item_id"],
            ["item.chapter_id", "item.id"],
            name=op.f("fk_kit_component_chapter_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "kit_item_id"],
            ["item.chapter_id", "item.id"],
            name=op.f("fk_kit_component_chapter_id_kit_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_kit_component_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_component")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_kit_component_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "kit_item_id",
            "item_id",
            name=op.f("uq_kit_component_chapter_id_kit_item_id_item_id"),
        ),
    )
    op.create_index("ix_kit_component_item", "kit_component", ["chapter_id", "item_id"])


def _dismantlings() -> None:
    op.create_table(
        "kit_dismantling",
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_kit_dismantling_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "assembly_id"],
            ["kit_assembly.chapter_id", "kit_assembly.id"],
            name=op.f("fk_kit_dismantling_chapter_id_assembly_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "lot_id"],
            ["lot.chapter_id", "lot.id"],
            name=op.f("fk_kit_dismantling_chapter_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "place_id"],
            ["place.chapter_id", "place.id"],
            name=op.f("fk_kit_dismantling_chapter_id_place_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_kit_dismantling_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_dismantling")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_kit_dismantling_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "nonce", name=op.f("uq_kit_dismantling_chapter_id_nonce")
        ),
    )
    op.create_index(
        "ix_kit_dismantling_assembly", "kit_dismantling", ["chapter_id", "assembly_id", "taken_at"]
    )


def downgrade() -> None:
    for table in ("kit_dismantling", "kit_component", "kit_assembly"):
        op.drop_table(table)
