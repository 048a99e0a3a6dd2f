"""Money comes in as the provider tells it: by card at once, by OXXO and SPEI later, whole or not."""

import pytest
import sqlalchemy as sa

from relief.checkout.models import EventState, OnlineSession, ProviderEvent, SessionStatus, Way
from relief.checkout.simulation import paying
from relief.core.db import db
from relief.core.money import Money
from relief.payments.models import Dispute, Method, Payment, PaymentStatus, Refund
from relief.pledges.models import PledgeStatus

METHODS = {Way.CARD: Method.CARD, Way.OXXO: Method.OXXO, Way.SPEI: Method.TRANSFER}


def all_of(kind):
    db.session.rollback()
    return list(db.session.scalars(sa.select(kind).order_by(kind.id)))


def pay(provider, session) -> None:
    """Do what the donor does on the page, whichever way they chose."""
    books, page = provider.books, provider.page_of(session)
    if session.way is Way.CARD:
        paying.by_card(books, page)
    elif session.way is Way.OXXO:
        paying.take_voucher(books, page)
        paying.pay_voucher(books, page)
    else:
        paying.ask_transfer(books, page)
        paying.transfer(books, page, page["amount_total"])


@pytest.mark.parametrize("way", list(Way))
def test_money_counts_for_its_pledge(open_page, provider, way):
    session = open_page(way=way)
    assert session.status is SessionStatus.OPEN
    assert session.page_url.startswith(f"{provider.origin}/pay/cs_test_")
    pay(provider, session)
    provider.tell_all()
    [payment] = all_of(Payment)
    [session] = all_of(OnlineSession)
    assert payment.method is METHODS[way]
    assert payment.status is PaymentStatus.CONFIRMED
    assert payment.amount == Money(1_000_00, "MXN")
    assert payment.provider_ref == session.payment_ref
    assert payment.pledge.status is PledgeStatus.FULFILLED
    assert session.status is SessionStatus.PAID
    assert {event.state for event in all_of(ProviderEvent)} == {EventState.APPLIED}


def test_a_voucher_waits_and_may_never_be_paid(open_page, provider):
    session = open_page(way=Way.OXXO)
    page = provider.page_of(session)
    paying.take_voucher(provider.books, page)
    provider.tell_all()
    assert all_of(OnlineSession)[0].status is SessionStatus.AWAITING
    paying.let_voucher_go(provider.books, page)
    provider.tell_all()
    assert all_of(OnlineSession)[0].status is SessionStatus.FAILED
    assert all_of(Payment) == []


def test_part_of_a_transfer_is_shown_and_the_whole_counts(open_page, provider):
    session = open_page(way=Way.SPEI)
    page = provider.page_of(session)
    paying.ask_transfer(provider.books, page)
    paying.transfer(provider.books, page, 400_00)
    provider.tell_all()
    [session] = all_of(OnlineSession)
    assert (session.status, session.missing) == (SessionStatus.AWAITING, Money(600_00, "MXN"))
    assert all_of(Payment) == []
    assert [e.state for e in all_of(ProviderEvent)].count(EventState.KEPT) == 1
    paying.transfer(provider.books, page, 600_00)
    provider.tell_all()
    assert [payment.amount for payment in all_of(Payment)] == [Money(1_000_00, "MXN")]
    assert {event.state for event in all_of(ProviderEvent)} == {EventState.APPLIED}


def test_what_a_transfer_brings_beyond_is_kept_to_the_centavo(open_page, provider):
    session = open_page(way=Way.SPEI)
    page = provider.page_of(session)
    paying.ask_transfer(provider.books, page)
    paying.transfer(provider.books, page, 1_200_01)
    at = provider.notices[-1]["created"] + 60
    paying.transfer(provider.books, page, 50_00)
    provider.notices[-1]["created"] = at
    provider.tell_all()
    found = all_of(Payment)
    assert sorted(each.amount.minor for each in found) == [50_00, 200_01, 1_000_00]
    assert sum(each.over_minor for each in found) == 250_01
    assert {event.state for event in all_of(ProviderEvent)} == {EventState.APPLIED}


def test_a_page_that_nobody_used_expires(open_page, provider):
    session = open_page()
    provider.books.expire_page(provider.page_of(session))
    provider.tell_all()
    assert all_of(OnlineSession)[0].status is SessionStatus.EXPIRED


def test_a_refund_on_their_screen_and_a_dispute_reach_us(open_page, provider):
    session = open_page()
    pay(provider, session)
    [payment] = provider.books.payments.values()
    provider.books.give_back({"payment_intent": payment["id"], "amount": "30000"})
    dispute = provider.books.dispute(payment)
    provider.books.decide(dispute, won=False)
    provider.tell_all()
    [ours] = all_of(Payment)
    assert ours.status is PaymentStatus.REFUNDED
    assert ours.refunded_minor == 1_000_00
    assert len(all_of(Refund)) == 2
    assert [each.amount for each in all_of(Dispute)] == [Money(700_00, "MXN")]
