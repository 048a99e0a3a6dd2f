"""Goods that a donor brings to a hospital itself, without passing any place of ours.

Nothing of it is in the ledger before the acuse. Then exactly what the hospital accepted is taken
in, so that figures, the donor's story, the approval of the value and the receipt in kind are those
of any arrival.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import format_date

from relief.audit.actions import record
from relief.campaigns.models import Campaign
from relief.core import clock
from relief.core.db import db
from relief.core.money import Money
from relief.core.references import next_reference
from relief.deliveries import queries
from relief.deliveries.errors import ExpiresBefore, ExpiryUnknown, NothingPlanned
from relief.deliveries.goods import Answer, count_in
from relief.deliveries.handover import Signed, all_well, sign
from relief.deliveries.models import Delivery, DeliveryLine, DeliveryStatus
from relief.deliveries.rules import check_hospital
from relief.donors.models import Donor
from relief.hospitals.models import Hospital
from relief.intake.actions import Declared, create_intake
from relief.intake.models import Intake
from relief.intake.queries import intake_by_nonce
from relief.intake.rules import proposed_code
from relief.needs.models import Need
from relief.pledges.models import Pledge, PledgeLine
from relief.stock import ledger
from relief.stock.models import ExpiryRule, Item, Lot
from relief.stock.queries import today


@dataclass(frozen=True)
class DirectLine:
    """So many units of an item, worth so much in the donor's eyes, good until a day if it expires."""

    item: Item
    quantity: int
    declared_value: Money | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class HandedOver:
    """What one hospital took and signed for, in a settlement of what happened before."""

    hospital: Hospital
    lines: Sequence[DirectLine]
    signed: Signed


def plan_direct(
    hospital: Hospital,
    *,
    donor: Donor,
    campaign: Campaign,
    planned_for: date,
    lines: Sequence[DirectLine],
    nonce: UUID,
    **details: Any,
) -> Delivery:
    """Plan that a donor brings goods to a hospital on a local date of the chapter.

    `details`: need, pledge, driver_name, driver_phone, vehicle, plates, notes. The same nonce gives
    the same delivery. Raise NothingPlanned, ExpiryUnknown, ExpiresBefore, HospitalNotApproved,
    NeedNotOpen, NeedOfAnother, and what `create_intake` refuses.
    """
    need: Need | None = details.pop("need", None)
    pledge: Pledge | None = details.pop("pledge", None)
    _check(lines, planned_for)
    reference = next_reference("ENT", today().year)
    known = queries.delivery_of_form(nonce)
    if known is not None:
        return known
    check_hospital(hospital, need)
    arrival = _expect(_Gift(donor, campaign, pledge), lines, day=planned_for, nonce=nonce)
    goods = [(line.lot, told.quantity) for line, told in zip(arrival.lines, lines, strict=True)]
    delivery = Delivery(
        reference=reference, hospital=hospital, planned_for=planned_for, nonce=nonce, **details
    )
    return _write(delivery, goods, need=need, arrival=arrival)


def settle_direct(
    *,
    donor: Donor,
    campaign: Campaign,
    day: date,
    handed_over: Sequence[HandedOver],
    nonce: UUID,
    pledge: Pledge | None = None,
) -> Intake:
    """Write down what hospitals took and signed for before: one arrival, one delivery a hospital.

    `day` is the local date on which the books date the gift. Nobody is written to: the hospitals
    signed day by day. The same nonce gives the same arrival. Raise NothingPlanned, ExpiryUnknown,
    ExpiresBefore, and what `create_intake` refuses.
    """
    told = [line for each in handed_over for line in each.lines]
    _check(told, day)
    references = [next_reference("ENT", today().year) for _each in handed_over]
    known = intake_by_nonce(nonce)
    if known is not None:
        return known
    lines = _joined(told)
    arrival = _expect(_Gift(donor, campaign, pledge), lines, day=day, nonce=nonce)
    lots = {_key(line): found.lot for line, found in zip(lines, arrival.lines, strict=True)}
    trips = [
        _write(
            Delivery(
                reference=reference,
                hospital=each.hospital,
                planned_for=day,
                dispatched_at=clock.now(),
                status=DeliveryStatus.IN_TRANSIT,
            ),
            [(lots[_key(line)], line.quantity) for line in each.lines],
            arrival=arrival,
        )
        for reference, each in zip(references, handed_over, strict=True)
    ]
    answers: list[list[Answer]] = [all_well(trip) for trip in trips]
    count_in(arrival, [each for trip in answers for each in trip], day=day)
    for trip, each, answered in zip(trips, handed_over, answers, strict=True):
        sign(trip, each.signed, answered)
    return arrival


@dataclass(frozen=True)
class _Gift:
    """Whose goods they are, for what, and by which promise."""

    donor: Donor
    campaign: Campaign
    pledge: Pledge | None


def _check(lines: Sequence[DirectLine], day: date) -> None:
    if not lines:
        raise NothingPlanned
    for line in lines:
        if line.item.expiry_rule is not ExpiryRule.REQUIRED:
            continue
        if line.expires_on is None:
            raise ExpiryUnknown(item=line.item.name)
        if line.expires_on < day:
            raise ExpiresBefore(lot=line.item.name, day=format_date(line.expires_on, "long"))


def _expect(gift: _Gift, lines: Sequence[DirectLine], *, day: date, nonce: UUID) -> Intake:
    """Write down the arrival that the acuse will count in, with an empty lot for each line."""
    pledge = gift.pledge
    promised = {line.item_id: line for line in pledge.goods_lines} if pledge else {}
    arrival = create_intake(
        donor=gift.donor,
        campaign=gift.campaign,
        place=ledger.direct(),
        arrived_on=day,
        lines=[_declared(line, promised) for line in lines],
        nonce=nonce,
        pledge=pledge,
    )
    for found, told in zip(arrival.lines, lines, strict=True):
        found.lot = Lot(
            item=told.item,
            code=proposed_code(arrival, found),
            expires_on=told.expires_on,
            donor_id=gift.donor.id,
            campaign_id=gift.campaign.id,
        )
    db.session.flush()
    return arrival


def _declared(line: DirectLine, promised: dict[UUID | None, PledgeLine]) -> Declared:
    return Declared(line.item, line.quantity, promised.get(line.item.id), line.declared_value)


def _write(
    delivery: Delivery,
    goods: Sequence[tuple[Lot | None, int]],
    *,
    arrival: Intake,
    need: Need | None = None,
) -> Delivery:
    wanted = {line.item_id: line for line in need.lines} if need else {}
    delivery.place, delivery.need = arrival.place, need
    delivery.lines = [
        DeliveryLine(
            position=position,
            need_line=wanted.get(lot.item.id),
            item=lot.item,
            lot=lot,
            quantity=quantity,
        )
        for position, (lot, quantity) in enumerate(goods, 1)
        if lot is not None
    ]
    db.session.add(delivery)
    db.session.flush()
    record(
        "deliveries:delivery:planned",
        delivery,
        about=need or arrival,
        after={
            "reference": delivery.reference,
            "hospital": delivery.hospital.name,
            "donor": arrival.donor.name,
            "quantity": delivery.units,
        },
    )
    return delivery


def _key(line: DirectLine) -> tuple[UUID, date | None]:
    return line.item.id, line.expires_on


def _joined(lines: Sequence[DirectLine]) -> list[DirectLine]:
    """Return a line for each item and last day, with all its units and its declared value."""
    units: Counter[tuple[UUID, date | None]] = Counter()
    worth: dict[tuple[UUID, date | None], Money] = {}
    items = {line.item.id: line.item for line in lines}
    for line in lines:
        units[_key(line)] += line.quantity
        if line.declared_value is not None:
            known = worth.get(_key(line))
            worth[_key(line)] = known + line.declared_value if known else line.declared_value
    return [
        DirectLine(items[key[0]], quantity, worth.get(key), key[1])
        for key, quantity in units.items()
    ]
