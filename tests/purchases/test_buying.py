"""Donated cash becomes goods: what is refused, what is held, and what the figures say afterwards."""

from datetime import timedelta
from uuid import uuid4

import pytest

from relief.accounting.entries import entries
from relief.accounting.facts import Span
from relief.accounting.models import Account, Fact
from relief.accounts.permissions import Role
from relief.approvals import actions as approvals
from relief.approvals.models import Approval
from relief.audit.queries import timeline
from relief.campaigns.models import EarmarkKind
from relief.core import clock
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.intake.errors import CountsRefused
from relief.periods.errors import MonthClosed
from relief.periods.models import ClosedMonth
from relief.pledges.models import PledgeEarmark
from relief.purchases import errors, queries
from relief.purchases.actions import Bought, cancel_purchase
from relief.purchases.funds import funds, spendable
from relief.purchases.models import MissingReason, PurchaseStatus
from relief.purchases.receiving import Came, receive_purchase
from relief.receipts.models import Receipt
from relief.reports.figures import campaign_figures
from relief.reports.verify import violations, violations_seen_by
from relief.stock.models import ExpiryRule
from relief.stock.queries import available_at

pytestmark = pytest.mark.usefixtures("chapter")
TODAY = clock.today("America/Tijuana")


def mxn(pesos):
    return Money(pesos * 100, "MXN")


def again(purchase):
    db.session.expire_all()
    return queries.get_purchase(purchase.id)


def left(campaign):
    return {(each.name, each.currency): each.left.minor // 100 for each in funds([campaign.id])}


def receive(purchase, place, *, received=None, **values):
    with transaction():
        whole = again(purchase)
        counts = [
            Came(line, line.quantity if received is None else received, **values)
            for line in whole.lines
        ]
        return receive_purchase(whole, place=place, arrived_on=TODAY, counts=counts)


def test_bought_goods_are_stock_and_are_never_received_again(factories, jobs):
    fund = factories.fund()
    campaign = fund.campaign
    jobs()
    before, receipts = campaign_figures(campaign), db.session.query(Receipt).count()
    purchase = factories.purchase(of=fund)
    assert purchase.reference.startswith(f"COM-{TODAY.year}-")
    assert left(campaign) == {("", "MXN"): 600}
    place = factories.place()
    intake = receive(purchase, place)
    jobs()
    (line,) = again(purchase).lines
    assert (line.lot.donor_id, line.lot.campaign_id) == (None, campaign.id)
    assert (line.lot.unit_value, line.lot.code) == (mxn(40), f"{intake.reference}-1")
    assert [each.on_hand for each in available_at(place.id, TODAY)] == [10]
    assert campaign_figures(campaign) == before
    assert before.received.total("MXN") == mxn(1_000)
    assert (before.units_received, db.session.query(Receipt).count()) == (0, receipts)
    tags = [entry.tag for entry in timeline(purchase.id)]
    assert tags == ["purchases:purchase:received", "purchases:purchase:recorded"]
    assert violations() == []


def test_no_more_is_spent_than_remains_of_that_money(factories):
    fund = factories.fund()
    item = factories.item()
    with pytest.raises(errors.MoreThanRemains, match="1,000"):
        factories.purchase(of=fund, lines=[Bought(item, 1, Money(1_000_01, "MXN"))])
    with pytest.raises(errors.CostsMixed):
        factories.purchase(of=fund, lines=[Bought(item, 1, Money(1, "USD"))])
    nonce = uuid4()
    first = factories.purchase(of=fund, lines=[Bought(item, 1, mxn(1_000))], nonce=nonce)
    assert factories.purchase(of=fund, nonce=nonce).id == first.id
    with pytest.raises(errors.MoreThanRemains):
        factories.purchase(of=fund, lines=[Bought(item, 1, Money(1, "MXN"))])
    assert spendable(funds([fund.campaign.id])) == []


def test_money_with_an_earmark_is_spent_by_itself(factories, count_queries):
    campaign = factories.appeal()
    pledge = factories.cash_pledge(campaign=campaign)
    with transaction():
        db.session.add(PledgeEarmark(pledge_id=pledge.id, kind=EarmarkKind.CITY, name="Tecate"))
    factories.payment(pledge=pledge, amount=mxn(300))
    factories.payment(campaign=campaign, amount=Money(50_00, "USD"))
    spare = factories.fund(campaign=campaign)
    found = {(each.name, each.currency): each for each in funds([campaign.id])}
    factories.purchase(of=found["Tecate", "MXN"], lines=[Bought(factories.item(), 2, mxn(120))])
    factories.purchase(
        of=found["", "USD"], lines=[Bought(factories.item(), 2, Money(10_00, "USD"))]
    )
    assert left(campaign) == {("Tecate", "MXN"): 180, ("", "USD"): 40, ("", "MXN"): 1_000}
    with pytest.raises(errors.MoreThanRemains):
        factories.purchase(of=found["Tecate", "MXN"], lines=[Bought(factories.item(), 1, mxn(181))])
    assert spare.left == mxn(1_000)
    funds()  # begins the transaction
    count_queries()
    assert len(funds()) == 3
    assert count_queries() == 1
    assert violations() == []


def test_money_that_goes_back_after_it_was_spent_is_shown_and_no_fault(factories):
    fund = factories.fund()
    payment = factories.payment(campaign=fund.campaign)
    factories.purchase(of=fund, lines=[Bought(factories.item(), 1, mxn(2_000))])
    factories.refund(payment=payment)
    assert left(fund.campaign) == {("", "MXN"): -400}
    assert [each for each in violations() if each.startswith("purchases")] == []


def test_fewer_come_with_a_reason_and_never_more(factories):
    purchase, place = factories.purchase(), factories.place()
    with pytest.raises(CountsRefused, match="10"):
        receive(purchase, place, received=11)
    with pytest.raises(CountsRefused):
        receive(purchase, place, received=9)
    receive(purchase, place, received=9, reason=MissingReason.DAMAGED, note="Una caja mojada")
    got = again(purchase)
    assert got.status is PurchaseStatus.RECEIVED_WITH_DIFFERENCES
    assert (got.lines[0].received, got.lines[0].lot.unit_value) == (9, mxn(40))
    with pytest.raises(errors.PurchaseDecided):
        receive(purchase, place)
    with pytest.raises(errors.PurchaseDecided), transaction():
        cancel_purchase(again(purchase), reason="Tarde")
    assert violations() == []


def test_what_expires_says_when(factories):
    item, place = factories.item(expiry_rule=ExpiryRule.REQUIRED), factories.place()
    purchase = factories.purchase(lines=[Bought(item, 3, mxn(30))])
    for day in (None, TODAY - timedelta(days=1)):
        with pytest.raises(CountsRefused):
            receive(purchase, place, expires_on=day)
    receive(purchase, place, expires_on=TODAY)
    assert again(purchase).lines[0].lot.expires_on == TODAY


def test_a_cancelled_purchase_gives_its_money_free(factories):
    fund = factories.fund()
    invoice = factories.invoice()
    purchase = factories.purchase(of=fund, invoice=invoice)
    with pytest.raises(errors.InvoiceKnown, match=purchase.reference):
        factories.purchase(of=fund, invoice=invoice)
    with pytest.raises(errors.CancelReasonMissing), transaction():
        cancel_purchase(again(purchase), reason=" ")
    with transaction():
        cancel_purchase(again(purchase), reason="El proveedor no tenía.")
    assert left(fund.campaign) == {("", "MXN"): 1_000}
    with pytest.raises(errors.PurchaseDecided):
        receive(purchase, factories.place())
    factories.purchase(of=fund, invoice=invoice)


def test_a_closed_month_takes_no_purchase(factories):
    fund = factories.fund()
    day = TODAY.replace(day=1) - timedelta(days=1)
    made = factories.purchase(of=fund, invoice=factories.invoice(day=day))
    with transaction():
        db.session.add(ClosedMonth(year=day.year, month=day.month, closed_by="Ana"))
    with pytest.raises(MonthClosed):
        factories.purchase(of=fund, invoice=factories.invoice(day=day))
    with pytest.raises(MonthClosed), transaction():
        cancel_purchase(again(made), reason="Tarde")
    with pytest.raises(errors.InvoiceOfTomorrow):
        factories.purchase(of=fund, invoice=factories.invoice(day=TODAY + timedelta(days=1)))


def person(factories, chapter, name):
    user = factories.staff(chapter=chapter, role=Role.TREASURER, name=name)
    return Actor(ActorKind.STAFF, user.name, user.id)


def test_above_the_limit_a_second_person_lets_it_stand(factories, chapter):
    ana, beto = (person(factories, chapter, name) for name in ("Ana Ríos", "Beto Ríos"))
    fund = factories.fund(amount=mxn(90_000))
    with acting_as(ana):
        purchase = factories.purchase(of=fund, lines=[Bought(factories.item(), 9, mxn(60_000))])
    assert purchase.status is PurchaseStatus.PENDING
    assert left(fund.campaign) == {("", "MXN"): 30_000}
    with pytest.raises(errors.NotApprovedYet):
        receive(purchase, factories.place())
    with acting_as(beto), transaction():
        approvals.approve(db.session.scalars(db.select(Approval)).one())
    assert again(purchase).status is PurchaseStatus.CONFIRMED


def test_the_accountant_sees_an_invoice_once_it_stands(factories, chapter):
    fund = factories.fund(amount=mxn(90_000))
    kept, gone = (factories.purchase(of=fund) for _ in range(2))
    with transaction():
        cancel_purchase(again(gone), reason="El proveedor no tenía.")
    with acting_as(person(factories, chapter, "Ana Ríos")):
        factories.purchase(of=fund, lines=[Bought(factories.item(), 9, mxn(60_000))])
    found = entries(Span(TODAY, TODAY, "America/Tijuana"))
    (entry,) = [each for each in found if each.fact is Fact.PURCHASE]
    assert (entry.reference, entry.amount) == (kept.reference, mxn(400))
    assert (entry.debit, entry.credit) == (Account.INVENTORY, Account.BANK_MXN)


TAMPERED = [
    ("UPDATE purchase SET total_minor = 100001", "bought 100001, came 100000"),
    ("UPDATE purchase_line SET cost_minor = 3", "40000 MXN, its lines cost 3"),
    ("UPDATE purchase SET status = 'confirmed'", "is confirmed: 1 intakes, 0 lines not counted"),
    ("UPDATE purchase_line SET received = 9, missing_reason = 'short'", "received 9, 10 came in"),
    ("UPDATE lot SET campaign_id = NULL", "is not of this item and campaign, or has a donor"),
]


def test_verify_names_what_was_tampered_with(factories):
    factories.purchase(received=True)
    assert violations() == []
    for statement, words in TAMPERED:
        connection = db.session.connection()
        connection.execute(db.text(statement))
        assert any(words in each for each in violations_seen_by(connection)), words
        db.session.rollback()
