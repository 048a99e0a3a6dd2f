"""Where a payment stands, from what went back of it and from what is disputed."""

from datetime import date

from relief.chapters.queries import get_chapter
from relief.core import clock, tenancy
from relief.core.db import db
from relief.payments import queries
from relief.payments.models import Payment, PaymentStatus
from relief.periods.actions import refuse_closed
from relief.periods.errors import MonthClosed


def settle(payment: Payment) -> None:
    """Derive the state of a locked payment that was confirmed: the same facts, the same state."""
    db.session.flush()
    if queries.is_disputed(payment):
        payment.status = PaymentStatus.DISPUTED
    elif payment.refunded_minor == payment.amount.minor:
        payment.status = PaymentStatus.REFUNDED
    else:
        payment.status = PaymentStatus.CONFIRMED
    db.session.flush()


def day_in_open_month(day: date) -> date:
    """Return a local date under which what the provider tells may be written: never in the future.

    Money moves at the provider whether a month is closed here or not, so such a day becomes today.
    """
    today = clock.today(get_chapter(tenancy.chapter_id()).zone)
    try:
        refuse_closed(day)
    except MonthClosed:
        return today
    return min(day, today)
