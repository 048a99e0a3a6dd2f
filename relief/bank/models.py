"""Movements as the bank tells them, and which payments they stand for."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import (
    Base,
    money_check,
    money_column,
    optional_money_column,
    status_type,
    unique_while,
)
from relief.core.money import Currency, Money
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.payments.models import Payment


class LineKind(StrEnum):
    """What a movement is. A return is money sent back, ours or theirs; a fee is the bank's own."""

    CREDIT = "credit"
    CHARGE = "charge"
    FEE = "fee"
    RETURN = "return"


class LineStatus(StrEnum):
    """Where a movement stands. Charges and fees need no payment: they are kept apart."""

    UNMATCHED = "unmatched"
    MATCHED = "matched"
    IGNORED = "ignored"
    APART = "apart"


class MatchDeed(StrEnum):
    """What a match did to its payment, and what undoing it therefore takes back."""

    LINKED = "linked"
    CONFIRMED = "confirmed"
    RECORDED = "recorded"
    GIVEN_BACK = "given_back"


class BankAccount(ChapterOwned, Base):
    """An account of the chapter. `number` is its CLABE or as much of its number as people write."""

    name: Mapped[str]
    bank: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(sa.String(34), default="")
    currency: Mapped[str] = mapped_column(sa.String(3), default=Currency.MXN.value)
    is_default: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        sa.UniqueConstraint("chapter_id", "name", info={"field": "name"}),
        sa.CheckConstraint("currency IN ('MXN', 'USD')", name="currency_known"),
        unique_while("is_default", "uq_bank_account_default", "chapter_id"),
    )


class ColumnMapping(ChapterOwned, Base):
    """Which column of a bank's file is what, remembered by the heads of its columns.

    `columns` maps the names of `statement.FIELDS` to positions; `day_order` is dmy, mdy or ymd.
    """

    account_id: Mapped[UUID]
    heads: Mapped[str] = mapped_column(sa.String(64))
    columns: Mapped[dict[str, Any]]
    day_order: Mapped[str] = mapped_column(sa.String(3))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        chapter_fk("account_id", "bank_account"),
        sa.UniqueConstraint("chapter_id", "account_id", "heads"),
    )


class BankStatement(ChapterOwned, Base):
    """One import of a file. Sums are of the movements that the file tells, each once.

    `row_count` is every row between the heads and the end: `new_count` were written, `known_count` had come in an
    earlier import, `repeated_count` stand twice in the file, `noted_count` are no movements (a balance brought
    forward), `refused` could not be read and are kept with their cells. `opening` and `closing` are
    the running balance before the first and after the last movement, None where the bank gives
    none; `told_count` is how many movements the bank's own closing line counts. Balances may be
    below zero.
    """

    reference: Mapped[str] = mapped_column(sa.String(20))
    account_id: Mapped[UUID]
    file_hash: Mapped[str] = mapped_column(sa.String(64))
    file_name: Mapped[str] = mapped_column(sa.String(120))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    row_count: Mapped[int]
    new_count: Mapped[int]
    known_count: Mapped[int]
    repeated_count: Mapped[int]
    noted_count: Mapped[int]
    told_count: Mapped[int | None]
    credits: Mapped[Money] = money_column("credits")
    charges: Mapped[Money] = money_column("charges")
    opening: Mapped[Money | None] = optional_money_column("opening")
    closing: Mapped[Money | None] = optional_money_column("closing")
    refused: Mapped[list[Any]]
    uploaded_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    account: Mapped[BankAccount] = relationship(
        primaryjoin="BankAccount.id == foreign(BankStatement.account_id)"
    )

    __table_args__ = (
        chapter_fk("account_id", "bank_account"),
        sa.UniqueConstraint("chapter_id", "reference"),
        *money_check("credits", positive=False),
        *money_check("charges", positive=False),
        sa.CheckConstraint("new_count > 0", name="brings_something"),
        sa.Index("ix_bank_statement_ends", "chapter_id", "ends_on", "id"),
        sa.Index("ix_bank_statement_file", "chapter_id", "account_id", "file_hash"),
    )

    @property
    def adds_up(self) -> bool | None:
        """Say whether opening + credits - charges is the closing balance; None without balances."""
        if self.opening is None or self.closing is None:
            return None
        return self.opening + self.credits - self.charges == self.closing


class BankLine(ChapterOwned, Base):
    """One movement. `amount` is never negative; `incoming` says whether it came in or went out.

    `position` is the line of the file. `fingerprint` tells the movement apart from every other of
    its account, so that the same row imported again is known.
    """

    statement_id: Mapped[UUID]
    account_id: Mapped[UUID]
    position: Mapped[int]
    day: Mapped[date]
    description: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    tracking_key: Mapped[str] = mapped_column(default="")
    party: Mapped[str] = mapped_column(default="")
    amount: Mapped[Money] = money_column("amount")
    incoming: Mapped[bool]
    balance: Mapped[Money | None] = optional_money_column("balance")
    kind: Mapped[LineKind] = mapped_column(status_type(LineKind))
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    status: Mapped[LineStatus] = mapped_column(status_type(LineStatus))
    ignored_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    account: Mapped[BankAccount] = relationship(
        primaryjoin="BankAccount.id == foreign(BankLine.account_id)"
    )
    statement: Mapped[BankStatement] = relationship(
        primaryjoin="BankStatement.id == foreign(BankLine.statement_id)"
    )
    matches: Mapped[list["BankMatch"]] = relationship(
        primaryjoin="BankLine.id == foreign(BankMatch.line_id)",
        back_populates="line",
        order_by="BankMatch.created_at, BankMatch.id",
    )

    __table_args__ = (
        chapter_fk("statement_id", "bank_statement"),
        chapter_fk("account_id", "bank_account"),
        sa.UniqueConstraint("chapter_id", "account_id", "fingerprint"),
        *money_check("amount", positive=True),
        sa.Index("ix_bank_line_statement", "chapter_id", "statement_id", "position", "id"),
        sa.Index("ix_bank_line_status", "chapter_id", "status", "day", "id"),
        sa.Index("ix_bank_line_day", "chapter_id", "account_id", "day", "id"),
    )

    @property
    def live_matches(self) -> list["BankMatch"]:
        """Return the matches that nobody undid."""
        return [match for match in self.matches if match.undone_at is None]

    @property
    def open(self) -> Money:
        """Return what of the movement stands for no payment; less than all after a payment was undone."""
        matched = sum(match.part.minor for match in self.live_matches)
        return Money(self.amount.minor - matched, self.amount.currency)


class BankMatch(ChapterOwned, Base):
    """A part of a movement that stands for (a part of) a payment; undone, it stays as a record."""

    line_id: Mapped[UUID]
    payment_id: Mapped[UUID]
    part: Mapped[Money] = money_column("part")
    deed: Mapped[MatchDeed] = mapped_column(status_type(MatchDeed))
    score: Mapped[int] = mapped_column(default=0)
    matched_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_by: Mapped[str] = mapped_column(default="")
    undone_at: Mapped[datetime | None]

    line: Mapped[BankLine] = relationship(
        primaryjoin="BankLine.id == foreign(BankMatch.line_id)", back_populates="matches"
    )
    payment: Mapped[Payment] = relationship(
        primaryjoin="Payment.id == foreign(BankMatch.payment_id)"
    )

    __table_args__ = (
        chapter_fk("line_id", "bank_line"),
        chapter_fk("payment_id", "payment"),
        *money_check("part", positive=True),
        sa.Index("ix_bank_match_payment", "chapter_id", "payment_id"),
        unique_while(
            "undone_at IS NULL", "uq_bank_match_live", "chapter_id", "line_id", "payment_id"
        ),
    )

    @property
    def arrived(self) -> bool:
        """Say whether it is money that came; a return is money that went back."""
        return self.deed is not MatchDeed.GIVEN_BACK
