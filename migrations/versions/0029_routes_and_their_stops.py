"""Routes: drivers, vehicles, trips and their stops."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_driver()
    create_vehicle()
    create_route()
    create_stop()


def create_driver() -> None:
    op.create_table(
        "driver",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_driver_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_driver_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "search_key", name=op.f("uq_driver_chapter_id_search_key")
        ),
    )


def create_vehicle() -> None:
    op.create_table(
        "vehicle",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plates", sa.String(length=20), nullable=False),
        sa.Column("capacity_boxes", sa.BigInteger(), nullable=True),
        sa.Column("capacity_kg", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("capacity_boxes > 0", name=op.f("ck_vehicle_boxes_positive")),
        sa.CheckConstraint("capacity_kg > 0", name=op.f("ck_vehicle_kg_positive")),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_vehicle_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_vehicle_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "plates", name=op.f("uq_vehicle_chapter_id_plates")),
    )


def create_route() -> None:
    op.create_table(
        "route",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=True),
        sa.Column("vehicle_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "on_the_road",
                "done",
                "cancelled",
                name="route_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nonce", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "driver_id"],
            ["driver.chapter_id", "driver.id"],
            name=op.f("fk_route_chapter_id_driver_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "place_id"],
            ["place.chapter_id", "place.id"],
            name=op.f("fk_route_chapter_id_place_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "vehicle_id"],
            ["vehicle.chapter_id", "vehicle.id"],
            name=op.f("fk_route_chapter_id_vehicle_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_route_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_route_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_route_chapter_id_nonce")),
        sa.UniqueConstraint("chapter_id", "reference", name=op.f("uq_route_chapter_id_reference")),
    )
    op.create_index("ix_route_day", "route", ["chapter_id", "day", "id"], unique=False)
    op.create_index("ix_route_status", "route", ["chapter_id", "status", "day", "id"], unique=False)


def create_stop() -> None:
    op.create_table(
        "stop",
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "delivery_id"],
            ["delivery.chapter_id", "delivery.id"],
            name=op.f("fk_stop_chapter_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "route_id"],
            ["route.chapter_id", "route.id"],
            name=op.f("fk_stop_chapter_id_route_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_stop_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_stop_chapter_id_id")),
    )
    op.create_index("ix_stop_route", "stop", ["chapter_id", "route_id"], unique=False)
    op.create_index(
        "uq_stop_one_live_route",
        "stop",
        ["chapter_id", "delivery_id"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live"),
    )


def downgrade() -> None:
    op.drop_index("uq_stop_one_live_route", "stop")
    op.drop_index("ix_stop_route", "stop")

    op.drop_table("stop")
    op.drop_index("ix_route_status", "route")
    op.drop_index("ix_route_day", "route")

    op.drop_table("route")
    op.drop_table("vehicle")
    op.drop_table("driver")
