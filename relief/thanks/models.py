"""Thank-you letters: their wording, the lots they are written in, and which gifts they thank for."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.campaigns.models import Campaign
from relief.core import clock
from relief.core.db import Base, status_type, unique_while
from relief.core.mail import Letter, LetterStatus
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.donors.models import Donor
from relief.intake.models import Intake
from relief.payments.models import Payment


class ThanksStatus(StrEnum):
    """What staff decided about a letter; how the mail fared is the mail's own to say."""

    DRAFTED = "drafted"
    SENDING = "sending"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"


class ThanksState(StrEnum):
    """What people see of a letter: the decision, and how the mail fared."""

    DRAFTED = "drafted"
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"


MAILED = {
    LetterStatus.QUEUED: ThanksState.QUEUED,
    LetterStatus.SENT: ThanksState.SENT,
    LetterStatus.FAILED: ThanksState.FAILED,
}


def state_of(status: ThanksStatus, mailed: LetterStatus | None) -> ThanksState:
    """Return where a letter stands, from the decision and from its mail's own state."""
    if status is not ThanksStatus.SENDING:
        return ThanksState(status.value)
    return MAILED[mailed] if mailed is not None else ThanksState.QUEUED


class ThanksWording(ChapterOwned, Base):
    """The text of a campaign's letters in one language, with names in braces for what differs."""

    campaign_id: Mapped[UUID]
    language: Mapped[str] = mapped_column(sa.String(2))
    subject: Mapped[str]
    body: Mapped[str]

    __table_args__ = (
        chapter_fk("campaign_id", "campaign"),
        sa.UniqueConstraint("chapter_id", "campaign_id", "language"),
    )


class ThanksRun(ChapterOwned, Base):
    """Letters written together: for the gifts of one campaign between two days, both included."""

    reference: Mapped[str] = mapped_column(sa.String(20))
    campaign_id: Mapped[UUID]
    since: Mapped[date]
    until: Mapped[date]
    written_by: Mapped[str]
    nonce: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    campaign: Mapped[Campaign] = relationship(
        primaryjoin="Campaign.id == foreign(ThanksRun.campaign_id)"
    )

    __table_args__ = (
        chapter_fk("campaign_id", "campaign"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.UniqueConstraint("chapter_id", "nonce"),
    )


class ThanksLetter(ChapterOwned, Base):
    """One letter to one donor; every word that is printed stands here, and stays as written.

    `to_address` is '' for a donor without one, or who wants no mail: the letter goes on paper.
    """

    reference: Mapped[str] = mapped_column(sa.String(24))
    run_id: Mapped[UUID]
    donor_id: Mapped[UUID]
    donor_name: Mapped[str]
    language: Mapped[str] = mapped_column(sa.String(2))
    to_address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    written_on: Mapped[date]
    signed_by: Mapped[str]
    signed_title: Mapped[str]
    status: Mapped[ThanksStatus] = mapped_column(
        status_type(ThanksStatus), default=ThanksStatus.DRAFTED
    )
    mail_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    run: Mapped[ThanksRun] = relationship(
        primaryjoin="ThanksRun.id == foreign(ThanksLetter.run_id)"
    )
    donor: Mapped[Donor] = relationship(primaryjoin="Donor.id == foreign(ThanksLetter.donor_id)")
    mail: Mapped[Letter | None] = relationship(
        primaryjoin="Letter.id == foreign(ThanksLetter.mail_id)"
    )
    gifts: Mapped[list["ThanksGift"]] = relationship(
        primaryjoin="ThanksLetter.id == foreign(ThanksGift.letter_id)",
        back_populates="letter",
        order_by="ThanksGift.id",
    )

    __table_args__ = (
        chapter_fk("run_id", "thanks_run"),
        chapter_fk("donor_id", "donor"),
        sa.UniqueConstraint("chapter_id", "reference"),
        sa.Index("ix_thanks_letter_run", "chapter_id", "run_id", "status"),
        sa.Index("ix_thanks_letter_donor", "chapter_id", "donor_id"),
        sa.Index("ix_thanks_letter_created", "chapter_id", "created_at", "id"),
    )

    @property
    def state(self) -> ThanksState:
        """Return where the letter stands, as far as its mail went."""
        return state_of(self.status, self.mail.status if self.mail is not None else None)


class ThanksGift(ChapterOwned, Base):
    """A payment or an intake that a letter thanks for; one standing letter a gift."""

    letter_id: Mapped[UUID]
    payment_id: Mapped[UUID | None]
    intake_id: Mapped[UUID | None]
    live: Mapped[bool] = mapped_column(default=True)

    letter: Mapped[ThanksLetter] = relationship(
        primaryjoin="ThanksLetter.id == foreign(ThanksGift.letter_id)", back_populates="gifts"
    )
    payment: Mapped[Payment | None] = relationship(
        primaryjoin="Payment.id == foreign(ThanksGift.payment_id)"
    )
    intake: Mapped[Intake | None] = relationship(
        primaryjoin="Intake.id == foreign(ThanksGift.intake_id)"
    )

    __table_args__ = (
        chapter_fk("letter_id", "thanks_letter"),
        chapter_fk("payment_id", "payment"),
        chapter_fk("intake_id", "intake"),
        sa.CheckConstraint("(payment_id IS NULL) <> (intake_id IS NULL)", name="payment_or_goods"),
        sa.Index("ix_thanks_gift_letter", "chapter_id", "letter_id"),
        unique_while("live", "uq_thanks_gift_payment", "chapter_id", "payment_id"),
        unique_while("live", "uq_thanks_gift_intake", "chapter_id", "intake_id"),
    )
