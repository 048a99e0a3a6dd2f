"""The chapter's own account codes, where they differ from the usual ones."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned


class Account(StrEnum):
    """What an entry may charge or credit."""

    CASH_BOX = "cash_box"
    BANK_MXN = "bank_mxn"
    BANK_USD = "bank_usd"
    ONLINE = "online"
    INVENTORY = "inventory"
    GIFTS = "gifts"
    GIFTS_IN_KIND = "gifts_in_kind"
    GIVEN_BACK = "given_back"
    DISPUTES_LOST = "disputes_lost"


class Fact(StrEnum):
    """What makes an entry. A voided receipt makes none: it moves no money."""

    PAYMENT = "payment"
    REVERSAL = "reversal"
    REFUND = "refund"
    REFUND_FAILED = "refund_failed"
    DISPUTE_LOST = "dispute_lost"
    IN_KIND = "in_kind"
    PURCHASE = "purchase"


class AccountCode(ChapterOwned, Base):
    """How the chapter's accountant numbers and calls one of our accounts."""

    account: Mapped[Account] = mapped_column(status_type(Account))
    code: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(120))

    __table_args__ = (sa.UniqueConstraint("chapter_id", "account", info={"field": "code"}),)
