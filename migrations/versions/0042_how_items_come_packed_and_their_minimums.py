"""How items come packed, and how much of them there should be."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_pack",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_key", sa.Text(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("units > 1", name=op.f("ck_item_pack_more_than_one")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "item_id"],
            ["item.chapter_id", "item.id"],
            name=op.f("fk_item_pack_chapter_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_item_pack_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_pack")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_item_pack_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "item_id",
            "label_key",
            name=op.f("uq_item_pack_chapter_id_item_id_label_key"),
        ),
    )
    op.create_table(
        "minimum_level",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("units > 0", name=op.f("ck_minimum_level_units_positive")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "item_id"],
            ["item.chapter_id", "item.id"],
            name=op.f("fk_minimum_level_chapter_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "place_id"],
            ["place.chapter_id", "place.id"],
            name=op.f("fk_minimum_level_chapter_id_place_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_minimum_level_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minimum_level")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_minimum_level_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "item_id",
            "place_id",
            name=op.f("uq_minimum_level_chapter_id_item_id_place_id"),
        ),
    )


def downgrade() -> None:
    op.drop_table("minimum_level")
    op.drop_table("item_pack")
