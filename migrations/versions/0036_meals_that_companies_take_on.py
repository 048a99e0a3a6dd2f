"""Meals that companies take on: programmes, days, who cooks, and letters that went out."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_kitchen()
    create_meal_notice()
    create_meal_adoption()
    create_meal_programme()
    create_meal_slot()


def create_kitchen() -> None:
    op.create_table(
        "kitchen",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("daily_capacity", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_kitchen_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kitchen")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_kitchen_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "search_key", name=op.f("uq_kitchen_chapter_id_search_key")
        ),
    )


def create_meal_notice() -> None:
    op.create_table(
        "meal_notice",
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "before",
                "after",
                "cook",
                "sign",
                name="notice_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_meal_notice_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_notice")),
        sa.UniqueConstraint(
            "chapter_id",
            "about_id",
            "day",
            "kind",
            name=op.f("uq_meal_notice_chapter_id_about_id_day_kind"),
        ),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_meal_notice_chapter_id_id")),
    )


def create_meal_adoption() -> None:
    op.create_table(
        "meal_adoption",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("donor_id", sa.Uuid(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("shown_name", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("privacy_version", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_meal_adoption_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "donor_id"],
            ["donor.chapter_id", "donor.id"],
            name=op.f("fk_meal_adoption_chapter_id_donor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_meal_adoption_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_adoption")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_meal_adoption_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_meal_adoption_chapter_id_nonce")),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_meal_adoption_chapter_id_reference")
        ),
    )
    op.create_index("ix_meal_adoption_donor", "meal_adoption", ["chapter_id", "donor_id"])


def create_meal_programme() -> None:
    op.create_table(
        "meal_programme",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column(
            "shift",
            sa.Enum(
                "morning",
                "afternoon",
                "night",
                name="shift",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("serves_at", sa.String(length=5), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("fed_until", sa.Date(), nullable=False),
        sa.Column("ward", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("portions", sa.BigInteger(), nullable=False),
        sa.Column("diabetic", sa.BigInteger(), nullable=False),
        sa.Column("vegetarian", sa.BigInteger(), nullable=False),
        sa.Column("low_salt", sa.BigInteger(), nullable=False),
        sa.Column("soft", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "diabetic + vegetarian + low_salt + soft <= portions",
            name=op.f("ck_meal_programme_diets_within_portions"),
        ),
        sa.CheckConstraint(
            "diabetic >= 0 AND vegetarian >= 0 AND low_salt >= 0 AND soft >= 0",
            name=op.f("ck_meal_programme_diets_not_negative"),
        ),
        sa.CheckConstraint(
            "fed_until >= starts_on", name=op.f("ck_meal_programme_ends_after_start")
        ),
        sa.CheckConstraint("portions > 0", name=op.f("ck_meal_programme_portions_positive")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_meal_programme_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "hospital_id"],
            ["hospital.chapter_id", "hospital.id"],
            name=op.f("fk_meal_programme_chapter_id_hospital_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_meal_programme_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_programme")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_meal_programme_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_meal_programme_chapter_id_nonce")),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_meal_programme_chapter_id_reference")
        ),
    )
    op.create_index(
        "ix_meal_programme_campaign", "meal_programme", ["chapter_id", "campaign_id", "fed_until"]
    )


def create_meal_slot() -> None:
    op.create_table(
        "meal_slot",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("serves_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "committed",
                "delivered",
                "missed",
                "cancelled",
                name="slot_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("adoption_id", sa.Uuid(), nullable=True),
        sa.Column("kitchen_id", sa.Uuid(), nullable=True),
        sa.Column("served", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("receiver_name", sa.Text(), nullable=False),
        sa.Column("receiver_title", sa.Text(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "link",
                "staff",
                "driver",
                "paper",
                name="proof_source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("portions", sa.BigInteger(), nullable=False),
        sa.Column("diabetic", sa.BigInteger(), nullable=False),
        sa.Column("vegetarian", sa.BigInteger(), nullable=False),
        sa.Column("low_salt", sa.BigInteger(), nullable=False),
        sa.Column("soft", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'delivered') = (served IS NOT NULL)",
            name=op.f("ck_meal_slot_delivered_is_counted"),
        ),
        sa.CheckConstraint(
            "(status IN ('committed', 'delivered') AND adoption_id IS NOT NULL) OR (status = 'open' AND adoption_id IS NULL) OR status IN ('missed', 'cancelled')",
            name=op.f("ck_meal_slot_taken_on_by_somebody"),
        ),
        sa.CheckConstraint(
            "diabetic + vegetarian + low_salt + soft <= portions",
            name=op.f("ck_meal_slot_diets_within_portions"),
        ),
        sa.CheckConstraint(
            "diabetic >= 0 AND vegetarian >= 0 AND low_salt >= 0 AND soft >= 0",
            name=op.f("ck_meal_slot_diets_not_negative"),
        ),
        sa.CheckConstraint("portions > 0", name=op.f("ck_meal_slot_portions_positive")),
        sa.CheckConstraint(
            "served IS NULL OR served >= 0", name=op.f("ck_meal_slot_served_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "adoption_id"],
            ["meal_adoption.chapter_id", "meal_adoption.id"],
            name=op.f("fk_meal_slot_chapter_id_adoption_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "kitchen_id"],
            ["kitchen.chapter_id", "kitchen.id"],
            name=op.f("fk_meal_slot_chapter_id_kitchen_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "programme_id"],
            ["meal_programme.chapter_id", "meal_programme.id"],
            name=op.f("fk_meal_slot_chapter_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_meal_slot_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_slot")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_meal_slot_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id",
            "programme_id",
            "day",
            name=op.f("uq_meal_slot_chapter_id_programme_id_day"),
        ),
    )
    op.create_index("ix_meal_slot_adoption", "meal_slot", ["chapter_id", "adoption_id"])
    op.create_index("ix_meal_slot_when", "meal_slot", ["chapter_id", "serves_at", "id"])


def downgrade() -> None:
    op.drop_table("meal_slot")
    op.drop_table("meal_programme")
    op.drop_table("meal_adoption")
    op.drop_table("meal_notice")
    op.drop_table("kitchen")
