"""Campaigns, donors and pledges as rows, and payments by the room's own actions."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from relief.campaigns.models import Campaign, CampaignStatus
from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.core.text import company_key, search_key
from relief.donors.models import Donor
from relief.payments import actions, online, queries, refunds
from relief.payments.models import Method, Payment, Refund, Reversal, ReversalKind
from relief.pledges.models import LineKind, Pledge, PledgeLine, PledgeStatus

ZONE = "America/Tijuana"


def giver(f: Any, **values: Any) -> Donor:
    """A reviewed donor with all that a receipt prints, written as a plain row."""
    name = values.pop("name", f"Ensambles de Prueba {f.number()}, S.A. de C.V.")
    donor = Donor(
        **{
            "name": name,
            "name_key": company_key(name),
            "search_key": search_key(name),
            "rfc": "EEP0303038K2",
            "tax_regime": "601",
            "postal_code": "22444",
            "city": "Tijuana",
            "address": "Calle Maquiladoras 1500",
            "email": "finanzas@ensambles.test",
            "reviewed_at": clock.now(),
            **values,
        }
    )
    with transaction():
        db.session.add(donor)
    return donor


def appeal(f: Any, **values: Any) -> Campaign:
    """An active campaign, written as a plain row."""
    number = f.number()
    campaign = Campaign(
        **{
            "slug": f"juntos-{number}",
            "name": f"Juntos por los hospitales {number}",
            "name_en": f"Together for the hospitals {number}",
            "summary": "Equipo y comidas para el personal.",
            "status": CampaignStatus.ACTIVE,
            "starts_on": date(2020, 3, 1),
            **values,
        }
    )
    with transaction():
        db.session.add(campaign)
    return campaign


def cash_pledge(f: Any, *, amount: Money | None = None, **values: Any) -> Pledge:
    """An accepted pledge of money, written as a plain row; 1,000 pesos unless said otherwise."""
    donor = values.pop("donor", None) or giver(f)
    campaign = values.pop("campaign", None) or appeal(f)
    lines = values.pop("lines", None)
    if lines is None:
        promised = amount or Money(1_000_00, "MXN")
        lines = [PledgeLine(position=1, kind=LineKind.CASH, amount=promised)]
    pledge = Pledge(
        **{
            "reference": f"PRO-2020-{f.number():05d}",
            "campaign_id": campaign.id,
            "donor_id": donor.id,
            "status": PledgeStatus.ACCEPTED,
            "contact_name": "Laura Peña",
            "contact_email": "laura@ensambles.test",
            "nonce": uuid4(),
            "lines": lines,
            **values,
        }
    )
    with transaction():
        db.session.add(pledge)
    return pledge


def pending_payment(f: Any, *, pledge: Pledge | None = None, **values: Any) -> Payment:
    """A recorded payment that nobody confirmed yet; without a pledge unless one is given."""
    donor = values.pop("donor", None) or (pledge.donor if pledge else giver(f))
    campaign = values.pop("campaign", None) or (pledge.campaign if pledge else appeal(f))
    with transaction():
        return actions.record_payment(
            **{
                "donor": donor,
                "campaign": campaign,
                "pledge": pledge,
                "amount": Money(1_000_00, "MXN"),
                "method": Method.TRANSFER,
                "received_on": clock.today(ZONE) - timedelta(days=1),
                "bank_reference": "SPEI-998877",
                "nonce": uuid4(),
                **values,
            }
        )


def payment(f: Any, **values: Any) -> Payment:
    """A confirmed payment; its receipt comes when the jobs run."""
    made = pending_payment(f, **values)
    with transaction():
        actions.confirm_payment(made)
    return made


def paid_pledge(f: Any, **values: Any) -> Pledge:
    """A pledge whose whole amount was paid and confirmed."""
    made = cash_pledge(f, **values)
    line = made.cash_line
    assert line is not None
    assert line.amount is not None
    payment(f, pledge=made, amount=line.amount)
    return made


def reversal(f: Any, *, payment: Payment, **values: Any) -> Reversal:
    """The undoing of a payment, by bounced cheque unless said otherwise."""
    with transaction():
        return actions.reverse_payment(
            queries.get_payment(payment.id),
            **{
                "kind": ReversalKind.BOUNCED,
                "reason": "El banco devolvió el cheque.",
                "reversed_on": clock.today(ZONE),
                **values,
            },
        )


def online_payment(f: Any, *, pledge: Pledge | None = None, **values: Any) -> Payment:
    """Money that the provider received by card: recorded and confirmed at once."""
    donor = values.pop("donor", None) or (pledge.donor if pledge else giver(f))
    campaign = values.pop("campaign", None) or (pledge.campaign if pledge else appeal(f))
    with transaction():
        return online.receive_online(
            **{
                "donor": donor,
                "campaign": campaign,
                "pledge": pledge,
                "amount": Money(1_000_00, "MXN"),
                "method": Method.CARD,
                "provider_ref": f"pi_{f.number()}",
                "received_on": clock.today(ZONE),
                **values,
            }
        )


def refund(f: Any, *, payment: Payment, **values: Any) -> Refund:
    """Four hundred pesos of a payment given back, unless said otherwise."""
    with transaction():
        return refunds.refund(
            queries.get_payment(payment.id),
            **{
                "amount": Money(400_00, "MXN"),
                "reason": "El donante pagó de más.",
                "refunded_on": clock.today(ZONE),
                **values,
            },
        )
