"""What a treasurer sees in a month: the bank's statement, half matched, and letters of thanks."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from relief.bank import proposals
from relief.bank.actions import create_account
from relief.bank.importing import import_statement
from relief.bank.settling import Part, settle
from relief.campaigns.models import Campaign
from relief.core.db import db
from relief.core.money import Money
from relief.core.rows import get
from relief.demo.stage import Stage
from relief.donors.models import Donor
from relief.payments.queries import get_payment
from relief.pledges.models import LineKind, Pledge, PledgeLine
from relief.thanks.actions import send_all, write_letters
from relief.thanks.gifts import waiting

DAY = timedelta(days=1)
OPENING = 412_300_00
HEADS = ("Día", "Concepto", "Referencia", "Ordenante", "Cargo", "Abono", "Saldo")


@dataclass(frozen=True)
class Moved:
    """A movement of the bank: days ago, its words, centavos (negative for a charge), whose it is."""

    ago: int
    words: str
    minor: int
    reference: str = ""
    party: str = ""


def write_down(stage: Stage, campaign: UUID, *, today: date) -> None:
    """Write the statement, what the treasurer matches of it, and the letters into the script."""
    at, by, yesterday = stage.script.at, stage.treasurer, today - DAY
    at(yesterday, 18, by, lambda: _bring_statement(campaign, today))
    at(yesterday, 19, by, lambda: _match_oldest(today - DAY * 15))
    at(yesterday, 20, by, lambda: _thank(stage, campaign, today))


def _bring_statement(campaign: UUID, today: date) -> None:
    create_account(name="Donativos MXN", bank="Banco de la demostración", number="0123456789")
    file = _file(_movements(campaign), today)
    import_statement(file, name="movimientos-donativos.csv", dry_run=False)


def _movements(campaign: UUID) -> list[Moved]:
    """Two deposits that were recorded, one that waits, one without a reference, and the bank's own."""

    def came(ago: int, pesos: int, *, named: bool = True) -> Moved:
        pledge = _pledge_of(campaign, pesos)
        words = f"SPEI RECIBIDO DONATIVO {pledge.reference if named else ''}".strip()
        reference = pledge.reference.replace("-", "") if named else ""
        return Moved(ago, words, pesos * 100, reference, pledge.donor.name.upper())

    return [
        came(18, 40_000),
        came(16, 120_000),
        Moved(15, "COMISION SPEI", -45_00),
        Moved(15, "IVA COMISION SPEI", -7_20),
        Moved(14, "PAGO A PROVEEDOR DE COMIDAS", -38_600_00, "4417"),
        came(10, 80_000),
        came(7, 25_000, named=False),
        Moved(4, "DEPOSITO EN EFECTIVO", 7_350_00),
    ]


def _pledge_of(campaign: UUID, pesos: int) -> Pledge:
    """Return the promise of so many pesos; each amount was promised once."""
    amount = PledgeLine.amount_minor  # type: ignore[attr-defined]  # a column under Money
    return db.session.scalars(
        sa.select(Pledge)
        .join(PledgeLine, PledgeLine.pledge_id == Pledge.id)
        .where(
            Pledge.campaign_id == campaign,
            PledgeLine.kind == LineKind.CASH,
            amount == pesos * 100,
        )
    ).one()


def _file(movements: Sequence[Moved], today: date) -> bytes:
    """Write the statement as a bank would: newest balance last, encoded for Windows."""
    kept, balance = io.StringIO(), OPENING
    sheet = csv.writer(kept)
    sheet.writerows([("CUENTA", "0123456789", "DIVISA", "MXN"), (), HEADS])
    for each in movements:
        balance += each.minor
        amount = _pesos(abs(each.minor))
        columns = ("", amount) if each.minor > 0 else (amount, "")
        day = f"{today - DAY * each.ago:%d/%m/%Y}"
        sheet.writerow(
            (day, each.words, each.reference, each.party, *columns, _pesos(balance)),
        )
    return kept.getvalue().encode("cp1252")


def _pesos(minor: int) -> str:
    return f"{Money(minor, 'MXN').decimal:,.2f}"


def _match_oldest(until: date) -> None:
    """Accept what is exact and already recorded; the rest waits for whoever looks."""
    for line, proposal in proposals.exact_ones():
        if line.day <= until:
            target = get_payment(proposal.candidate.id)
            settle(line, [Part(target, line.open)], score=proposal.score)


def _thank(stage: Stage, campaign_id: UUID, today: date) -> None:
    """Thank for what came in the first half of the campaign; the rest waits for its letter."""
    campaign, days = get(Campaign, campaign_id), (today - DAY * 30, today - DAY * 15)
    donors: list[Donor] = [each.donor for each in waiting(campaign, since=days[0], until=days[1])]
    run = write_letters(
        campaign,
        since=days[0],
        until=days[1],
        donors=[donor.id for donor in donors],
        nonce=stage.nonce(),
    )
    send_all(run)
