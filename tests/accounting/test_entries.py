"""One balanced entry for each fact; the books, the page and the verifier say the same."""

import csv
import io
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
import sqlalchemy as sa

from relief.accounting import files
from relief.accounting.entries import Totals, entries, totals
from relief.accounting.facts import Span
from relief.accounting.models import Account, Fact
from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.intake.actions import approve_value
from relief.intake.queries import get_intake
from relief.payments.disputes import close_dispute, open_dispute
from relief.payments.models import COUNTED, Method, Payment, Refund, ReversalKind
from relief.payments.queries import get_payment
from relief.payments.refunds import refund, refund_failed
from relief.rates.actions import write_rate
from relief.reports.figures import chapter_figures

ZONE = "America/Tijuana"
TODAY = clock.today(ZONE)
ALL = Span(date(2020, 1, 1), TODAY, ZONE)
MXN, USD = Money(1_000_00, "MXN"), Money(200_05, "USD")


def give_back(payment, amount, **values):
    with transaction():
        return refund(
            get_payment(payment.id),
            amount=amount,
            reason="Pagó dos veces",
            refunded_on=TODAY,
            **values,
        )


@pytest.fixture
def year(factories, chapter):
    """One of every fact, in both currencies, and what makes no entry."""
    with transaction():
        write_rate(day=date(2020, 5, 4), pesos=Decimal("24.6317"), source="FIX")
    factories.pending_payment()
    factories.reversal(payment=factories.pending_payment())
    factories.payment(received_on=date(2020, 5, 4))
    factories.payment(amount=USD, received_on=date(2020, 5, 5), method=Method.CHEQUE)
    factories.reversal(payment=factories.payment(method=Method.CASH))
    factories.reversal(payment=factories.payment(), kind=ReversalKind.RETURNED)
    give_back(factories.payment(), Money(250_10, "MXN"))
    factories.receipt()
    online = factories.payment(method=Method.TRANSFER)
    with transaction():
        get_payment(online.id).provider_ref = "pi_1"
    sent = give_back(online, MXN)
    with transaction():
        refund_failed(db.session.get(Refund, sent.id), failure="La cuenta se cerró")
    with transaction():
        dispute = open_dispute(
            get_payment(online.id),
            amount=MXN,
            provider_ref="dp_1",
            reason="fraude",
            opened_on=TODAY,
        )
        close_dispute(dispute, won=False, closed_on=TODAY)
    intake = factories.intake(received=True, donor=factories.giver(name="=cmd|' /C calc'!A0"))
    with transaction():
        approve_value(
            get_intake(intake.id).lines[0], value=Money(7_777_77, "MXN"), note="Factura 12"
        )


def sums(found):
    by = defaultdict(int)
    for each in found:
        by[each.fact, each.amount.currency] += each.amount.minor
    return by


def test_each_fact_makes_one_entry_and_a_voided_receipt_none(year):
    found = list(entries(ALL))
    counted = defaultdict(int)
    for each in found:
        counted[each.fact] += 1
        assert each.debit is not each.credit
    assert counted == {
        Fact.PAYMENT: 7, Fact.REVERSAL: 2, Fact.REFUND: 2, Fact.REFUND_FAILED: 1,
        Fact.DISPUTE_LOST: 1, Fact.IN_KIND: 1,
    }  # fmt: skip
    assert [each.day for each in found] == sorted(each.day for each in found)


def test_the_books_agree_with_the_payments_and_with_the_figures(year):
    by = sums(entries(ALL))
    held = defaultdict(int)
    for payment in db.session.scalars(sa.select(Payment).where(Payment.status.in_(COUNTED))):
        held[payment.amount.currency] += payment.kept.minor
    figures = chapter_figures()
    for currency in ("MXN", "USD"):
        net = (
            by[Fact.PAYMENT, currency]
            - by[Fact.REVERSAL, currency]
            - by[Fact.REFUND, currency]
            - by[Fact.DISPUTE_LOST, currency]
            + by[Fact.REFUND_FAILED, currency]
        )
        assert net == held[currency] == figures.received.cash(currency).minor
        assert by[Fact.IN_KIND, currency] == figures.received.goods(currency).minor


def test_what_is_counted_while_writing_is_what_the_database_adds_up(year):
    counted = Totals()
    for each in entries(ALL):
        counted.add(each)
    added = totals(ALL)
    assert counted.by_account() == added.by_account()
    assert counted.by_fact() == added.by_fact()
    for _currency, debits, credits in added.by_currency():
        assert debits == credits


def test_dollars_show_their_pesos_beside_and_never_in_a_sum(year):
    (each,) = [e for e in entries(ALL) if e.amount.currency == "USD"]
    assert each.in_pesos == Money(492757, "MXN")
    assert (each.rate_on, each.rate_source) == (date(2020, 5, 4), "FIX")
    assert each.debit is Account.BANK_USD
    assert {c: d for c, d, _ in totals(ALL).by_currency()}["USD"] == USD


def test_only_the_days_asked_for_are_in_the_books(year):
    span = Span(date(2020, 5, 4), date(2020, 5, 4), ZONE)
    kinds = sorted(each.fact for each in entries(span))
    assert kinds == [Fact.IN_KIND, Fact.PAYMENT]
    assert totals(span).count == 2
    late = Span(TODAY, TODAY, ZONE)
    assert totals(late).count == len(list(entries(late)))
    assert Fact.REFUND_FAILED in {each.fact for each in entries(late)}
    assert not list(entries(Span(TODAY + timedelta(days=1), TODAY + timedelta(days=9), ZONE)))


def test_the_csv_balances_entry_by_entry_and_keeps_formulas_still(year):
    file = io.BytesIO()
    files.write_csv(file, ALL)
    head, *lines = csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig")))
    assert head[:2] == ["Asiento", "Fecha"]
    balance = defaultdict(Decimal)
    for line in map(dict, (zip(head, line, strict=True) for line in lines)):
        balance[line["Asiento"], line["Moneda"]] += Decimal(line["Cargo"] or 0) - Decimal(
            line["Abono"] or 0
        )
        assert not any(cell.startswith(("=", "@", "+")) for cell in line.values())
    assert set(balance.values()) == {Decimal(0)}
    assert len(balance) == 14
    assert any(cell.startswith("'=cmd") for line in lines for cell in line)


def test_the_workbook_sums_up_on_a_sheet_of_its_own(year):
    file = io.BytesIO()
    files.write_workbook(file, ALL)
    book = openpyxl.load_workbook(io.BytesIO(file.getvalue()))
    assert book.sheetnames == ["Asientos", "Totales"]
    rows = list(book["Asientos"].iter_rows(values_only=True))
    assert len(rows) == 1 + 2 * 14
    assert all(cell.data_type != "f" for row in book["Asientos"].iter_rows() for cell in row)
    shown = list(book["Totales"].iter_rows(values_only=True))
    for currency, debits, credits in totals(ALL).by_currency():
        assert (None, None, currency, float(debits.decimal), float(credits.decimal)) in [
            row[:5] for row in shown
        ]
