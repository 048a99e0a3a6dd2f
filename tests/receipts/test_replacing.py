"""Money that goes back flags its receipt; a linked paper takes its place, both or neither."""

from datetime import timedelta
from decimal import Decimal

import pytest

from relief.core import clock, mail
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments import disputes, refunds
from relief.payments.errors import MoreThanLeft
from relief.payments.queries import dispute_of_provider, get_payment, get_refund
from relief.rates.actions import write_rate
from relief.receipts import errors, queries
from relief.receipts.actions import issue_for_intake
from relief.receipts.facts import ReceiptFacts
from relief.receipts.models import PaperKind, Receipt, ReceiptReplacement, ReceiptStatus
from relief.receipts.replacing import replace_receipt
from relief.reports.verify import violations
from tests.factories.papers import read_pages
from tests.factories.receipts import SEAL

pytestmark = pytest.mark.usefixtures("chapter")
ANA = Actor(ActorKind.STAFF, "Ana Peñúñuri")
TODAY = clock.today("America/Tijuana")


def receipts_of(payment):
    db.session.expire_all()
    return [queries.get_receipt(each.id) for each in queries.receipts_of_payment(payment.id)]


def raised(receipt):
    return [flag.reason for flag in receipt.raised]


def replace(receipt, **values):
    with transaction():
        return replace_receipt(
            queries.get_receipt(receipt.id),
            **{"reason": "Se devolvió una parte.", "seal": SEAL, **values},
        )


@pytest.fixture
def acknowledged(factories, jobs):
    """A payment of a pledge by card, with its receipt."""
    payment = factories.online_payment(pledge=factories.cash_pledge())
    jobs()
    return payment


def test_a_refund_flags_and_its_failure_lifts(factories, jobs, acknowledged):
    refund = factories.refund(payment=acknowledged)
    assert violations() == []
    jobs()
    (receipt,) = receipts_of(acknowledged)
    assert (raised(receipt), receipt.status) == (["payment_refunded"], ReceiptStatus.ISSUED)
    assert queries.count_to_void() == 1
    assert violations() == []
    with transaction():
        refunds.refund_failed(get_refund(refund.id), failure="El banco lo regresó.")
    jobs()
    assert raised(receipts_of(acknowledged)[0]) == []
    assert queries.count_to_void() == 0
    assert violations() == []


def test_a_dispute_flags_until_it_is_won(jobs, acknowledged):
    with transaction():
        disputes.open_dispute(
            get_payment(acknowledged.id),
            amount=Money(1_000_00, "MXN"),
            provider_ref="dp_1",
            reason="fraudulent",
            opened_on=TODAY,
        )
    jobs()
    assert raised(receipts_of(acknowledged)[0]) == ["payment_disputed"]
    with transaction():
        disputes.close_dispute(dispute_of_provider("dp_1"), won=True, closed_on=TODAY)
    jobs()
    assert raised(receipts_of(acknowledged)[0]) == []
    assert violations() == []


def test_a_dispute_before_the_receipt_holds_it_back_until_it_is_won(factories, jobs):
    payment = factories.online_payment()
    with transaction():
        disputes.open_dispute(
            get_payment(payment.id),
            amount=Money(1_000_00, "MXN"),
            provider_ref="dp_1",
            reason="",
            opened_on=TODAY,
        )
    jobs()
    assert receipts_of(payment) == []
    with transaction():
        disputes.close_dispute(dispute_of_provider("dp_1"), won=True, closed_on=TODAY)
    jobs()
    assert len(receipts_of(payment)) == 1


def test_the_new_paper_names_the_old_one_and_the_notice_names_the_new(
    factories, jobs, acknowledged
):
    factories.refund(payment=acknowledged)
    jobs()
    (old,) = receipts_of(acknowledged)
    fresh = replace(old)
    jobs()
    old, new = receipts_of(acknowledged)
    assert (new.id, new.total) == (fresh.id, Money(600_00, "MXN"))
    assert (old.status, new.status) == (ReceiptStatus.VOIDED, ReceiptStatus.ISSUED)
    assert ReceiptFacts.from_json(new.facts).replaces == old.folio
    printed = " ".join(read_pages(queries.paper_of(new, PaperKind.ORIGINAL).content))
    assert f"Sustituye a {old.folio}" in " ".join(printed.split())
    notice = " ".join(read_pages(queries.paper_of(old, PaperKind.VOID_NOTICE).content))
    assert new.folio in notice
    chain = queries.chain_of(old.id)
    assert (chain.replaces, chain.replaced_by.id) == (None, new.id)
    (letter,) = mail.letters_about(new.id)
    assert letter.kind == "receipt_replaced"
    assert old.folio in letter.subject
    assert raised(new) == []
    assert violations() == []


def test_a_chain_goes_on_and_nobody_replaces_the_same_twice(factories, jobs, acknowledged):
    first = receipts_of(acknowledged)[0]
    second = replace(first)
    factories.refund(payment=acknowledged)
    jobs()
    third = replace(second)
    with acting_as(ANA), pytest.raises(errors.AlreadyVoided):
        replace(first)
    assert queries.chain_of(second.id).replaced_by.id == third.id
    assert queries.chain_of(second.id).replaces.id == first.id
    assert violations() == []


def test_nothing_replaces_a_receipt_of_money_that_all_went_back(factories, jobs, acknowledged):
    factories.refund(payment=acknowledged, amount=Money(1_000_00, "MXN"))
    jobs()
    (receipt,) = receipts_of(acknowledged)
    with pytest.raises(errors.PaymentNotConfirmed):
        replace(receipt)
    assert receipts_of(acknowledged)[0].status is ReceiptStatus.ISSUED
    assert db.session.scalars(db.select(ReceiptReplacement)).all() == []
    with pytest.raises(MoreThanLeft):
        factories.refund(payment=acknowledged)


def test_goods_are_acknowledged_again_by_a_linked_paper(factories, chapter):
    intake = factories.valued_intake()
    with transaction():
        receipt = issue_for_intake(intake, seal=SEAL)
    fresh = replace(receipt)
    assert fresh.total == receipt.total
    assert queries.chain_of(fresh.id).replaces.id == receipt.id


def test_the_check_page_leads_from_one_to_the_other(client, factories, jobs, acknowledged):
    (old,) = receipts_of(acknowledged)
    code, folio = old.check_code, old.folio
    new = replace(old)
    page = client.get(f"/v/{code}").text
    assert "Sustituido por" in page
    assert new.folio in page
    page = client.get(f"/v/{db.session.get(Receipt, new.id).check_code}").text
    assert "Sustituye a" in page
    assert folio in page


def test_dollars_are_acknowledged_with_their_rate(factories, jobs):
    day = TODAY - timedelta(days=1)
    with transaction():
        write_rate(day=day, pesos=Decimal("17.1234"), source="FIX")
    payment = factories.payment(amount=Money(100_00, "USD"))
    jobs()
    facts = ReceiptFacts.from_json(receipts_of(payment)[0].facts)
    assert (facts.payment.rate, facts.payment.rate_source) == ("17.1234", "FIX")
    assert facts.payment.rate_on == day
