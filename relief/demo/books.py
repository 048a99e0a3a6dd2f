"""What keeps the treasury honest: rates, a closed month, a second pair of eyes, a counted pile.

The rates are invented, near what a dollar was worth, and say so in their source.
"""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from uuid import UUID

from relief.campaigns.models import Campaign
from relief.core.money import Money
from relief.core.rows import get
from relief.demo.stage import Stage
from relief.donors.models import Donor
from relief.payments import batches
from relief.payments.models import Method, Payment, PaymentBatch
from relief.payments.refunds import refund_or_ask
from relief.periods.actions import close_month
from relief.rates.actions import write_rate
from relief.rates.queries import rate_on

SOURCE = "demostración"
CLOSED = (3, 4, 5)
"""The months of 2020 that the treasurer closed."""


def publish(day: date) -> None:
    """Have a rate for a gift in dollars, the same one in every load."""
    if rate_on(day) is None:
        middle = 217_000 if day.year == 2020 else 184_000
        pesos = Decimal(middle + Random(day.toordinal()).randrange(-4_000, 4_000)).scaleb(-4)
        write_rate(day=day, pesos=pesos, source=SOURCE)


def close_2020(stage: Stage, today: date) -> None:
    """Write into the script that the first months of 2020 are closed."""
    for month in CLOSED:
        stage.script.at(
            today - timedelta(days=29),
            8 + month,
            stage.treasurer,
            partial(close_month, year=2020, month=month),
        )


def ask_for_refund(stage: Stage, payment: UUID, *, on: date) -> None:
    """Ask a second person for a refund; it waits."""
    refund_or_ask(
        get(Payment, payment),
        amount=Money(60_000_00, "MXN"),
        reason="La empresa pagó dos veces la misma factura de su donativo.",
        refunded_on=on,
        bank_reference="SPEI por enviar",
        nonce=stage.nonce(),
    )


def count_pile(stage: Stage, campaign: UUID, *, on: date) -> None:
    """Count five cheques and type three of them."""
    amounts = (12_000, 8_500, 15_000, 6_000, 9_750)
    batch = batches.open_batch(
        campaign=get(Campaign, campaign),
        method=Method.CHEQUE,
        received_on=on,
        counted=len(amounts),
        total=Money(sum(amounts) * 100, "MXN"),
        nonce=stage.nonce(),
        note="Sobre de la asamblea mensual.",
    )
    for number, pesos in enumerate(amounts[:3]):
        batches.add_line(
            get(PaymentBatch, batch.id),
            donor=get(Donor, stage.donors[-1 - number]),
            pledge=None,
            amount=Money(pesos * 100, "MXN"),
            bank_reference=f"{4711 + number}",
            nonce=stage.nonce(),
        )
