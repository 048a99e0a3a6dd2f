"""Who and what for: campaigns, donors and hospitals."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("story_en", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "active",
                "paused",
                "closed",
                "archived",
                name="campaign_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("goal_minor", sa.BigInteger(), nullable=True),
        sa.Column("goal_currency", sa.String(length=3), nullable=True),
        sa.Column("goal_units", sa.BigInteger(), nullable=True),
        sa.Column("unit_label", sa.Text(), nullable=False),
        sa.Column("unit_label_en", sa.Text(), nullable=False),
        sa.Column("accepts_cash", sa.Boolean(), nullable=False),
        sa.Column("accepts_goods", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "accepts_cash OR accepts_goods", name=op.f("ck_campaign_accepts_something")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_campaign_ends_after_start")
        ),
        sa.CheckConstraint(
            "goal_minor IS NULL OR goal_minor > 0", name=op.f("ck_campaign_goal_positive")
        ),
        sa.CheckConstraint(
            "goal_units IS NULL OR goal_units > 0", name=op.f("ck_campaign_goal_units_positive")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_campaign_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_campaign_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "slug", name=op.f("uq_campaign_chapter_id_slug")),
    )

    op.create_table(
        "donor",
        sa.Column(
            "kind",
            sa.Enum(
                "company",
                "person",
                name="donor_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("rfc", sa.String(length=13), nullable=True),
        sa.Column("tax_regime", sa.String(length=3), nullable=True),
        sa.Column("postal_code", sa.String(length=5), nullable=True),
        sa.Column("ein", sa.String(length=10), nullable=True),
        sa.Column("parent_name", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_member", sa.Boolean(), nullable=False),
        sa.Column("member_no", sa.String(length=20), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_donor_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_donor_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "member_no", name=op.f("uq_donor_chapter_id_member_no")),
    )

    with op.batch_alter_table("donor", schema=None) as batch_op:
        batch_op.create_index("ix_donor_created", ["chapter_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_donor_name", ["chapter_id", "search_key", "id"], unique=False)
        batch_op.create_index("ix_donor_name_key", ["chapter_id", "name_key"], unique=False)
        batch_op.create_index("ix_donor_rfc", ["chapter_id", "rfc"], unique=False)

    op.create_table(
        "hospital",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("clues_ssa", sa.String(length=11), nullable=True),
        sa.Column("clues_imb", sa.String(length=11), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("receiving_hours", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "invited",
                "under_review",
                "approved",
                "recertify",
                "inactive",
                name="hospital_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_hospital_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hospital")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_hospital_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "search_key", name=op.f("uq_hospital_chapter_id_search_key")
        ),
    )

    with op.batch_alter_table("hospital", schema=None) as batch_op:
        batch_op.create_index("ix_hospital_city", ["chapter_id", "city", "id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("donor_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "donor_id"],
            ["donor.chapter_id", "donor.id"],
            name=op.f("fk_contact_chapter_id_donor_id"),
        ),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapter.id"], name=op.f("fk_contact_chapter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_contact_chapter_id_id")),
    )

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_donor", ["chapter_id", "donor_id"], unique=False)

    op.create_table(
        "hospital_contact",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("may_sign", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "hospital_id"],
            ["hospital.chapter_id", "hospital.id"],
            name=op.f("fk_hospital_contact_chapter_id_hospital_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_hospital_contact_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hospital_contact")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_hospital_contact_chapter_id_id")),
    )

    with op.batch_alter_table("hospital_contact", schema=None) as batch_op:
        batch_op.create_index(
            "ix_hospital_contact_hospital", ["chapter_id", "hospital_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("hospital_contact", schema=None) as batch_op:
        batch_op.drop_index("ix_hospital_contact_hospital")

    op.drop_table("hospital_contact")

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_donor")

    op.drop_table("contact")

    with op.batch_alter_table("hospital", schema=None) as batch_op:
        batch_op.drop_index("ix_hospital_city")

    op.drop_table("hospital")

    with op.batch_alter_table("donor", schema=None) as batch_op:
        batch_op.drop_index("ix_donor_rfc")
        batch_op.drop_index("ix_donor_name_key")
        batch_op.drop_index("ix_donor_name")
        batch_op.drop_index("ix_donor_created")

    op.drop_table("donor")

    op.drop_table("campaign")
