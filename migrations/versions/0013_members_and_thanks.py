"""Members who come and go, donors that were one, rolls that were read, and letters of thanks.

Whoever is a member already gets the stay that is open now; it takes the id of its donor.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_member_tables()
    create_thanks_tables()
    op.execute(
        "INSERT INTO donor_membership (id, chapter_id, donor_id, member_no, joined_on, is_open,"
        " end_reason, created_at) SELECT id, chapter_id, id, COALESCE(member_no, ''), joined_on,"
        " TRUE, '', created_at FROM donor WHERE is_member"
    )


def create_member_tables() -> None:
    op.create_table(
        "roll_import",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_roll_import_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_import")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_roll_import_chapter_id_id")),
    )
    with op.batch_alter_table("roll_import", schema=None) as batch_op:
        batch_op.create_index(
            "ix_roll_import_uploaded", ["chapter_id", "uploaded_at", "id"], unique=False
        )

    op.create_table(
        "donor_membership",
        sa.Column("donor_id", sa.Uuid(), nullable=False),
        sa.Column("member_no", sa.Text(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(is_open AND ended_on IS NULL) OR (NOT is_open AND ended_on IS NOT NULL)",
            name=op.f("ck_donor_membership_open_or_ended"),
        ),
        sa.CheckConstraint(
            "joined_on IS NULL OR ended_on IS NULL OR joined_on <= ended_on",
            name=op.f("ck_donor_membership_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "donor_id"],
            ["donor.chapter_id", "donor.id"],
            name=op.f("fk_donor_membership_chapter_id_donor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_donor_membership_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_membership")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_donor_membership_chapter_id_id")),
    )
    with op.batch_alter_table("donor_membership", schema=None) as batch_op:
        batch_op.create_index("ix_donor_membership_donor", ["chapter_id", "donor_id"], unique=False)
        batch_op.create_index(
            "uq_donor_membership_open",
            ["chapter_id", "donor_id"],
            unique=True,
            sqlite_where=sa.text("is_open = 1"),
            postgresql_where=sa.text("is_open"),
        )

    op.create_table(
        "donor_merge",
        sa.Column("donor_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("merged_by", sa.Text(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("donor_id <> into_id", name=op.f("ck_donor_merge_two_donors")),
        sa.ForeignKeyConstraint(
            ["chapter_id", "donor_id"],
            ["donor.chapter_id", "donor.id"],
            name=op.f("fk_donor_merge_chapter_id_donor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "into_id"],
            ["donor.chapter_id", "donor.id"],
            name=op.f("fk_donor_merge_chapter_id_into_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_donor_merge_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_merge")),
        sa.UniqueConstraint(
            "chapter_id", "donor_id", name=op.f("uq_donor_merge_chapter_id_donor_id")
        ),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_donor_merge_chapter_id_id")),
    )
    with op.batch_alter_table("donor_merge", schema=None) as batch_op:
        batch_op.create_index("ix_donor_merge_into", ["chapter_id", "into_id"], unique=False)


def create_thanks_tables() -> None:
    op.create_table(
        "thanks_run",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_thanks_run_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_thanks_run_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks_run")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_thanks_run_chapter_id_id")),
        sa.UniqueConstraint("chapter_id", "nonce", name=op.f("uq_thanks_run_chapter_id_nonce")),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_thanks_run_chapter_id_reference")
        ),
    )
    op.create_table(
        "thanks_wording",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "campaign_id"],
            ["campaign.chapter_id", "campaign.id"],
            name=op.f("fk_thanks_wording_chapter_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_thanks_wording_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks_wording")),
        sa.UniqueConstraint(
            "chapter_id",
            "campaign_id",
            "language",
            name=op.f("uq_thanks_wording_chapter_id_campaign_id_language"),
        ),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_thanks_wording_chapter_id_id")),
    )
    op.create_table(
        "thanks_letter",
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("donor_id", sa.Uuid(), nullable=False),
        sa.Column("donor_name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("signed_title", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "drafted",
                "sending",
                "handed_over",
                "withdrawn",
                name="thanks_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id", "donor_id"],
            ["donor.chapter_id", "donor.id"],
            name=op.f("fk_thanks_letter_chapter_id_donor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "run_id"],
            ["thanks_run.chapter_id", "thanks_run.id"],
            name=op.f("fk_thanks_letter_chapter_id_run_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_thanks_letter_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks_letter")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_thanks_letter_chapter_id_id")),
        sa.UniqueConstraint(
            "chapter_id", "reference", name=op.f("uq_thanks_letter_chapter_id_reference")
        ),
    )
    with op.batch_alter_table("thanks_letter", schema=None) as batch_op:
        batch_op.create_index(
            "ix_thanks_letter_created", ["chapter_id", "created_at", "id"], unique=False
        )
        batch_op.create_index("ix_thanks_letter_donor", ["chapter_id", "donor_id"], unique=False)
        batch_op.create_index(
            "ix_thanks_letter_run", ["chapter_id", "run_id", "status"], unique=False
        )

    op.create_table(
        "thanks_gift",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("intake_id", sa.Uuid(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(payment_id IS NULL) <> (intake_id IS NULL)",
            name=op.f("ck_thanks_gift_payment_or_goods"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "intake_id"],
            ["intake.chapter_id", "intake.id"],
            name=op.f("fk_thanks_gift_chapter_id_intake_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "letter_id"],
            ["thanks_letter.chapter_id", "thanks_letter.id"],
            name=op.f("fk_thanks_gift_chapter_id_letter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id", "payment_id"],
            ["payment.chapter_id", "payment.id"],
            name=op.f("fk_thanks_gift_chapter_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapter.id"], name=op.f("fk_thanks_gift_chapter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks_gift")),
        sa.UniqueConstraint("chapter_id", "id", name=op.f("uq_thanks_gift_chapter_id_id")),
    )
    with op.batch_alter_table("thanks_gift", schema=None) as batch_op:
        batch_op.create_index("ix_thanks_gift_letter", ["chapter_id", "letter_id"], unique=False)
        batch_op.create_index(
            "uq_thanks_gift_intake",
            ["chapter_id", "intake_id"],
            unique=True,
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )
        batch_op.create_index(
            "uq_thanks_gift_payment",
            ["chapter_id", "payment_id"],
            unique=True,
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )


def downgrade() -> None:
    for table in (
        "thanks_gift",
        "thanks_letter",
        "thanks_wording",
        "thanks_run",
        "donor_merge",
        "donor_membership",
        "roll_import",
    ):
        op.drop_table(table)
