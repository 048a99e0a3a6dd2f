"""What one mailbox may read of a donor's gifts: pledges, receipts, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from relief.core.db import db
from relief.core.money import Money, by_currency
from relief.core.paging import Listing, Page, page_of
from relief.core.rows import RowMissing
from relief.deliveries.models import HANDED_OVER, Delivery, DeliveryLine
from relief.donors.models import Contact, DonorMerge
from relief.instalments.queries import LEFT_OPEN, Part, parts_of_pledges
from relief.intake.models import TAKEN_IN, Intake, IntakeLine
from relief.payments.models import COUNTED, Payment, PaymentSlip
from relief.pledges.models import OPEN_PLEDGES, Pledge, PledgeStatus
from relief.pledges.queries import whole
from relief.portal.access import Door
from relief.portal.queries import seen
from relief.receipts.models import PaperKind, Receipt, ReceiptPaper
from relief.stock.genealogy import contents

SHOWN_AT_HOME = 100
NEXT_SHOWN = 6


@dataclass(frozen=True)
class Coming:
    """A part that is still to be paid, and the pledge that it belongs to."""

    pledge: Pledge
    part: Part


@dataclass(frozen=True)
class Impact:
    """What came of the gifts: money that counted, pieces counted in, and pieces handed over."""

    money: list[Money]
    received: int
    delivered: int
    hospitals: int


def page_of_pledges(door: Door, listing: Listing) -> Page[Pledge]:
    """Return one page of the pledges that this mailbox may see of the donor."""
    statement = sa.select(Pledge).options(*whole()).where(seen_by(door))
    return page_of(statement, listing, columns={"submitted": Pledge.submitted_at}, row_id=Pledge.id)


def pledge_of(door: Door, pledge_id: UUID) -> Pledge:
    """Return one of the donor's pledges. Raise RowMissing for any that this mailbox may not see."""
    found = db.session.scalars(
        sa.select(Pledge).options(*whole()).where(Pledge.id == pledge_id, seen_by(door))
    ).first()
    if found is None:
        raise RowMissing("Pledge")
    return found


def waiting(door: Door) -> Sequence[Pledge]:
    """Return the pledges that wait for an answer or for the gift, the oldest first."""
    still = Pledge.status.in_([*OPEN_PLEDGES, PledgeStatus.SUBMITTED])
    return db.session.scalars(
        sa.select(Pledge)
        .options(*whole())
        .where(seen_by(door), still)
        .order_by(Pledge.submitted_at, Pledge.id)
        .limit(SHOWN_AT_HOME)
    ).all()


def remaining(pledges: Sequence[Pledge]) -> list[Money]:
    """Return what is still to be paid of accepted pledges, currency by currency."""
    lines = [each.cash_line for each in pledges if each.status in OPEN_PLEDGES]
    rest = [line.outstanding for line in lines if line is not None and line.outstanding is not None]
    return [amount for _, amount in sorted(by_currency(rest).items()) if amount.minor]


def coming(pledges: Sequence[Pledge]) -> list[Coming]:
    """Return the next payments of several pledges, the first due first; at most six."""
    references = {pledge.id: pledge for pledge in pledges}
    found = [
        Coming(references[pledge_id], part)
        for pledge_id, parts in parts_of_pledges(pledges).items()
        for part in parts
        if part.state in LEFT_OPEN
    ]
    return sorted(found, key=lambda each: (each.part.due_on, each.pledge.reference))[:NEXT_SHOWN]


def name_of(door: Door, pledge: Pledge) -> str:
    """Return how whoever pays is greeted: as a contact, as who typed the pledge, or as the donor."""
    if pledge.contact_email.lower() == door.email:
        return pledge.contact_name
    contact = db.session.scalars(
        sa.select(Contact)
        .where(Contact.donor_id == door.donor.id, sa.func.lower(Contact.email) == door.email)
        .limit(1)
    ).first()
    return contact.name if contact is not None else door.donor.name


def page_of_receipts(door: Door, listing: Listing) -> Page[Receipt]:
    """Return one page of receipts, with their papers but without the papers' bytes."""
    statement = (
        sa.select(Receipt)
        .options(selectinload(Receipt.papers), selectinload(Receipt.campaign))
        .where(_receipts(door))
    )
    return page_of(statement, listing, columns={"issued": Receipt.issued_at}, row_id=Receipt.id)


def all_receipts(door: Door) -> Sequence[Receipt]:
    """Return every receipt that this mailbox may see, in order."""
    return db.session.scalars(
        sa.select(Receipt).where(_receipts(door)).order_by(Receipt.issued_at, Receipt.id)
    ).all()


def paper_of(door: Door, receipt_id: UUID, kind: PaperKind) -> tuple[str, bytes]:
    """Return the folio and the stored bytes of a receipt's paper. Raise RowMissing."""
    found = db.session.execute(
        sa.select(Receipt.folio, ReceiptPaper.content)
        .join(ReceiptPaper, ReceiptPaper.receipt_id == Receipt.id)
        .where(Receipt.id == receipt_id, _receipts(door), ReceiptPaper.kind == kind)
    ).first()
    if found is None:
        raise RowMissing("ReceiptPaper")
    return found.folio, found.content


def slips_of(pledge: Pledge) -> Sequence[PaymentSlip]:
    """Return the slips that were uploaded for a pledge, the newest first."""
    return db.session.scalars(
        sa.select(PaymentSlip)
        .where(PaymentSlip.pledge_id == pledge.id)
        .order_by(PaymentSlip.created_at.desc(), PaymentSlip.id.desc())
    ).all()


def impact_of(door: Door) -> Impact:
    """Add up what came of the gifts; money in different currencies is never added."""
    goods = sa.select(IntakeLine.lot_id, IntakeLine.received).join(
        Intake, Intake.id == IntakeLine.intake_id
    )
    goods = goods.where(came_from(door, Intake), Intake.status.in_(TAKEN_IN))
    came = goods.subquery()
    lots = sa.select(came.c.lot_id).where(came.c.lot_id.is_not(None))
    held = contents()
    handed = db.session.execute(
        sa.select(
            sa.func.coalesce(sa.func.sum(DeliveryLine.accepted * held.c.units), 0),
            sa.func.count(sa.distinct(Delivery.hospital_id)),
        )
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .join(held, held.c.lot_id == DeliveryLine.lot_id)
        .where(held.c.origin_id.in_(lots), Delivery.status.in_(HANDED_OVER))
    ).one()
    received = db.session.scalar(sa.select(sa.func.sum(came.c.received)))
    return Impact(_money(door), int(received or 0), int(handed[0] or 0), int(handed[1]))


def _money(door: Door) -> list[Money]:
    """Return what was paid and kept: refunds are taken off."""
    table = Payment.__table__.c
    currency = table.amount_currency
    kept = sa.func.sum(table.amount_minor - table.refunded_minor)
    found = db.session.execute(
        sa.select(currency, kept)
        .select_from(Payment)
        .where(came_from(door, Payment), Payment.status.in_(COUNTED))
        .group_by(currency)
        .order_by(currency)
    )
    return [Money(int(minor or 0), code) for code, minor in found if minor]


def seen_by(door: Door) -> sa.ColumnElement[bool]:
    """Return the condition on the pledges that this mailbox may see."""
    return seen(door.email, door.donor.id, whole=door.whole)


def came_from(door: Door, kind: type[Payment] | type[Intake]) -> sa.ColumnElement[bool]:
    """Return the condition on what arrived from the donor, as far as this mailbox may see."""
    if door.whole:
        return kind.donor_id == door.donor.id
    return kind.pledge_id.in_(sa.select(Pledge.id).where(seen_by(door)))


def _receipts(door: Door) -> sa.ColumnElement[bool]:
    """Return the condition on receipts; those of a record that was merged into this one are its own."""
    if not door.whole:
        return Receipt.pledge_id.in_(sa.select(Pledge.id).where(seen_by(door)))
    aliases = sa.select(DonorMerge.donor_id).where(DonorMerge.into_id == door.donor.id)
    return sa.or_(Receipt.donor_id == door.donor.id, Receipt.donor_id.in_(aliases))
