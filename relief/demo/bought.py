"""Goods bought with the money of the open campaign: one invoice came in, one waits for its goods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from relief.core.money import Currency, Money, format_money
from relief.core.rows import get
from relief.core.sent_files import keep_sent, read_sent
from relief.demo.portal_side import drawn
from relief.demo.stage import Stage
from relief.purchases.actions import Bought, Invoice, record_purchase
from relief.purchases.funds import Fund, funds
from relief.purchases.queries import get_purchase
from relief.purchases.receiving import Came, receive_purchase
from relief.stock.models import Item, Place

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Order:
    """What is bought of whom: item, units and pesos of each line."""

    supplier: str
    number: str
    lines: Sequence[tuple[str, int, int]]


CAME = Order(
    "Equipo Médico de la Frontera (demo)",
    "F-2087",
    (("EPP-01", 300, 5_400), ("EPP-05", 120, 4_320)),
)
WAITS = Order("Abarrotes del Pacífico (demo)", "B-1190", (("DES-01", 60, 19_200),))


def write_down(stage: Stage, campaign: UUID, *, today: date) -> None:
    """Write both purchases of yesterday into the script; its trips were planned before the goods came."""
    at, yesterday = stage.script.at, today - DAY

    def bought() -> None:
        purchase = _buy(stage, campaign, CAME, on=yesterday)
        at(yesterday, 17, stage.coordinator, lambda: _receive(stage, purchase, on=yesterday))

    at(yesterday, 16, stage.treasurer, bought)
    at(yesterday, 18, stage.treasurer, lambda: _buy(stage, campaign, WAITS, on=yesterday))


def _buy(stage: Stage, campaign: UUID, order: Order, *, on: date) -> UUID:
    words = [
        "DEMO: no es una factura",
        order.supplier,
        f"{order.number}   {on.isoformat()}",
        format_money(sum((_pesos(line[2]) for line in order.lines), _pesos(0))),
    ]
    file = read_sent(drawn(words), name=f"factura-{order.number}.png")
    invoice = Invoice(order.supplier, order.number, on, file, keep_sent(file))
    lines = [
        Bought(get(Item, stage.items[sku]), units, _pesos(pesos))
        for sku, units, pesos in order.lines
    ]
    made = record_purchase(_money(campaign), invoice=invoice, lines=lines, nonce=stage.nonce())
    return made.id


def _money(campaign: UUID) -> Fund:
    """Return the pesos of the campaign that name no earmark."""
    return next(
        each for each in funds([campaign]) if each.kind is None and each.currency == Currency.MXN
    )


def _receive(stage: Stage, purchase_id: UUID, *, on: date) -> None:
    purchase = get_purchase(purchase_id)
    receive_purchase(
        purchase,
        place=get(Place, stage.places["Tijuana"]),
        arrived_on=on,
        counts=[
            Came(line, line.quantity, expires_on=on + timedelta(days=400))
            for line in purchase.lines
        ],
        delivered_by="Transporte del proveedor",
    )


def _pesos(whole: int) -> Money:
    return Money(whole * 100, Currency.MXN)
