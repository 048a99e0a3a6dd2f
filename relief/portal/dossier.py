"""A copy of what is kept: about the mailbox, and about the donor if it speaks for it.

Nothing of other people: whoever else is a contact, or typed a pledge in the company's name, is left out.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from relief.core.db import db
from relief.core.money import Money
from relief.donors.models import Contact
from relief.donors.request_models import Consent, DataRequest
from relief.payments.models import Payment
from relief.pledges.models import Pledge, PledgeLine
from relief.pledges.queries import whole
from relief.portal import gifts
from relief.portal.access import Door

FACTS = (
    "name", "rfc", "tax_regime", "postal_code", "ein", "parent_name", "country", "city", "address",
    "email", "phone", "language", "is_member", "member_no",
)  # fmt: skip


def of(door: Door) -> dict[str, Any]:
    """Return everything as plain values: money as decimal text with its currency, days as ISO text."""
    return {
        "chapter": door.chapter.name,
        "mailbox": door.email,
        "donor": _donor(door),
        "contact": [_contact(each) for each in _own_contacts(door)],
        "pledges": [_pledge(door, each) for each in _pledges(door)],
        "payments": [_payment(each) for each in _payments(door)],
        "receipts": [_receipt(each) for each in gifts.all_receipts(door)],
        "consents": [_consent(each) for each in _consents(door)],
        "requests": [_request(each) for each in _requests(door)],
    }


def _money(value: Money | None) -> dict[str, str] | None:
    return None if value is None else {"amount": str(value.decimal), "currency": value.currency}


def _donor(door: Door) -> dict[str, Any]:
    if not door.whole:
        return {"name": door.donor.name}
    return {name: getattr(door.donor, name) for name in FACTS}


def _own_contacts(door: Door) -> list[Contact]:
    return list(
        db.session.scalars(
            sa.select(Contact)
            .where(Contact.donor_id == door.donor.id, sa.func.lower(Contact.email) == door.email)
            .order_by(Contact.id)
        )
    )


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        name: getattr(contact, name) for name in ("name", "title", "email", "phone", "language")
    }


def _pledges(door: Door) -> list[Pledge]:
    return list(
        db.session.scalars(
            sa.select(Pledge)
            .options(*whole())
            .where(gifts.seen_by(door))
            .order_by(Pledge.submitted_at, Pledge.id)
        )
    )


def _pledge(door: Door, pledge: Pledge) -> dict[str, Any]:
    own = pledge.contact_email.lower() == door.email
    told = {"contact_name": pledge.contact_name, "contact_email": pledge.contact_email,
            "contact_phone": pledge.contact_phone, "message": pledge.message,
            "privacy_version": pledge.privacy_version} if own else {}  # fmt: skip
    return {
        "reference": pledge.reference,
        "campaign": pledge.campaign.name,
        "status": pledge.status.value,
        "submitted_at": pledge.submitted_at.isoformat(),
        "anonymous": pledge.anonymous,
        **told,
        "lines": [_line(each) for each in pledge.lines],
    }


def _line(line: PledgeLine) -> dict[str, Any]:
    if line.item is None:
        return {"money": _money(line.amount), "paid": _money(line.paid)}
    return {
        "item": line.item.name,
        "quantity": line.quantity,
        "received": line.received,
        "declared_value": _money(line.amount),
    }


def _payments(door: Door) -> list[Payment]:
    return list(
        db.session.scalars(
            sa.select(Payment)
            .options(selectinload(Payment.campaign))
            .where(gifts.came_from(door, Payment))
            .order_by(Payment.received_on, Payment.id)
        )
    )


def _payment(payment: Payment) -> dict[str, Any]:
    return {
        "reference": payment.reference,
        "amount": _money(payment.amount),
        "method": payment.method.value,
        "status": payment.status.value,
        "received_on": payment.received_on.isoformat(),
        "campaign": payment.campaign.name,
    }


def _receipt(receipt: Any) -> dict[str, Any]:
    return {
        "folio": receipt.folio,
        "total": _money(receipt.total),
        "status": receipt.status.value,
        "issued_on": receipt.issued_on.isoformat(),
        "check_code": receipt.check_code,
    }


def _consents(door: Door) -> list[Consent]:
    return list(
        db.session.scalars(
            sa.select(Consent)
            .where(Consent.email == door.email)
            .order_by(Consent.created_at, Consent.id)
        )
    )


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "purpose": consent.purpose.value,
        "given": consent.given,
        "privacy_version": consent.privacy_version,
        "at": consent.created_at.isoformat(),
    }


def _requests(door: Door) -> list[DataRequest]:
    return list(
        db.session.scalars(
            sa.select(DataRequest)
            .where(DataRequest.donor_id == door.donor.id, DataRequest.asked_by == door.email)
            .order_by(DataRequest.created_at, DataRequest.id)
        )
    )


def _request(request: DataRequest) -> dict[str, Any]:
    return {
        "kind": request.kind.value,
        "proposed": request.proposed,
        "status": request.status.value,
        "answer": request.answer,
        "at": request.created_at.isoformat(),
    }
