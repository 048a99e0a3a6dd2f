"""Purchases, paid with money that came to their campaign."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from relief.campaigns.models import Campaign
from relief.core import clock
from relief.core.db import transaction
from relief.core.money import Money
from relief.core.rows import get
from relief.core.sent_files import SentFile, keep_sent
from relief.purchases import queries
from relief.purchases.actions import Bought, Invoice, record_purchase
from relief.purchases.funds import Fund, funds
from relief.purchases.models import Purchase
from relief.purchases.receiving import Came, receive_purchase
from relief.stock.queries import get_place
from tests.factories.payments import ZONE, appeal, payment

FILE = SentFile(b"%PDF-1.4\n%%EOF", "application/pdf", "factura.pdf")


def fund(f: Any, *, campaign: Any = None, amount: Money | None = None) -> Fund:
    """Money of a campaign that names no earmark: 1,000 pesos unless said otherwise."""
    campaign = campaign or appeal(f)
    payment(f, campaign=campaign, amount=amount or Money(1_000_00, "MXN"))
    return next(each for each in funds([campaign.id]) if each.kind is None)


def invoice(f: Any, **values: Any) -> Invoice:
    """An invoice of today, its file in the store."""
    return Invoice(
        **{
            "supplier": "Abastos de Prueba, S.A.",
            "number": f"A-{f.number()}",
            "day": clock.today(ZONE),
            "file": FILE,
            "file_hash": keep_sent(FILE),
            **values,
        }
    )


def purchase(f: Any, *, of: Fund | None = None, lines: Any = None, **values: Any) -> Purchase:
    """Ten of a new item for 400 pesos, waiting for its goods; `received=True` takes all of them in."""
    received = values.pop("received", False)
    of = of or fund(f)
    of = replace(of, campaign=get(Campaign, of.campaign.id))  # jobs may have ended its session
    lines = lines or [Bought(f.item(), 10, Money(400_00, of.currency))]
    with transaction():
        made = record_purchase(
            of, **{"invoice": invoice(f), "lines": lines, "nonce": uuid4(), **values}
        )
    if received:
        place = f.place()
        with transaction():
            whole = queries.get_purchase(made.id)
            counts = [Came(line, line.quantity) for line in whole.lines]
            receive_purchase(
                whole, place=get_place(place.id), arrived_on=clock.today(ZONE), counts=counts
            )
    return queries.get_purchase(made.id)
