"""How much of a payment already stands behind movements."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from relief.bank.models import BankMatch, MatchDeed
from relief.core.db import db
from relief.payments.models import Payment


def live_of(payment: Payment) -> Sequence[BankMatch]:
    """Return the matches of a payment that nobody undid, with their movements, the oldest first."""
    return db.session.scalars(
        sa.select(BankMatch)
        .where(BankMatch.payment_id == payment.id, BankMatch.undone_at.is_(None))
        .options(joinedload(BankMatch.line))
        .order_by(BankMatch.created_at, BankMatch.id)
    ).all()


def covered(payment: Payment) -> int:
    """Return how much of a payment deposits stand for, in its minor units; call it under its lock."""
    return sum(
        match.part.minor for match in live_of(payment) if match.deed is not MatchDeed.GIVEN_BACK
    )


def given_back(payment: Payment) -> int:
    """Return how much of a payment returns stand for, in its minor units."""
    return sum(match.part.minor for match in live_of(payment) if match.deed is MatchDeed.GIVEN_BACK)
