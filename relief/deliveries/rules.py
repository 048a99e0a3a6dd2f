"""What must be so before a delivery is planned."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from flask_babel import format_date

from relief.core import rows
from relief.core.words import word
from relief.deliveries import queries
from relief.deliveries.errors import (
    ExpiresBefore,
    HospitalNotApproved,
    NeedNotOpen,
    NeedOfAnother,
    OrderReasonMissing,
)
from relief.hospitals.models import Hospital, HospitalStatus
from relief.needs.models import OPEN_NEEDS, Need
from relief.stock.models import Balance, Lot


class Goes(Protocol):
    """So many units of a lot."""

    @property
    def lot(self) -> Lot:
        """Return the lot."""
        ...

    @property
    def quantity(self) -> int:
        """Return how many units of it."""
        ...


def check_hospital(hospital: Hospital, need: Need | None) -> None:
    """Lock the need. Raise HospitalNotApproved, NeedOfAnother or NeedNotOpen."""
    if hospital.status is not HospitalStatus.APPROVED:
        raise HospitalNotApproved(name=hospital.name, status=word(hospital.status))
    if need is None:
        return
    rows.lock(need)
    if need.hospital_id != hospital.id:
        raise NeedOfAnother(reference=need.reference)
    if need.status not in OPEN_NEEDS:
        raise NeedNotOpen(reference=need.reference, status=word(need.status))


def check_expiry(lines: Sequence[Goes], planned_for: date) -> None:
    """Raise ExpiresBefore for a lot that is no longer good on that local day."""
    for line in lines:
        last_day = line.lot.expires_on
        if last_day is not None and last_day < planned_for:
            raise ExpiresBefore(lot=line.lot.code, day=format_date(last_day, "long"))


def check_order(lines: Sequence[Goes], balances: Sequence[Balance], reason: str) -> None:
    """Raise OrderReasonMissing when a lot that expires earlier stays behind without a reason."""
    taken: Counter[UUID] = Counter()
    for line in lines:
        taken[line.lot.id] += line.quantity
    for lot, rest in queries.passed_over(taken, balances) if not reason else ():
        raise OrderReasonMissing(lot=lot.code, day=format_date(lot.expires_on, "long"), count=rest)
