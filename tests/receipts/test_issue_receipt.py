"""A confirmed payment or an accepted intake becomes one receipt, with a folio without gaps."""

from datetime import UTC, date, datetime, timedelta

import pytest

from relief.audit.queries import timeline
from relief.campaigns import actions as campaigns
from relief.campaigns.actions import Offered
from relief.campaigns.models import EarmarkKind
from relief.campaigns.queries import earmarks_of
from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.core.pdf import CannotBeDrawn
from relief.intake.models import IntakeStatus
from relief.receipts import actions, errors, queries
from relief.receipts.facts import ReceiptFacts
from relief.receipts.models import ReceiptKind, ReceiptStatus
from tests.factories.receipts import SEAL

pytestmark = pytest.mark.usefixtures("chapter")
PESOS = Money(1_000_00, "MXN")


def facts_of(receipt):
    return ReceiptFacts.from_json(queries.get_receipt(receipt.id).facts)


def test_a_confirmed_payment_gets_a_folio_and_frozen_facts(factories):
    with clock.stopped_at(datetime(2020, 5, 5, 2, tzinfo=UTC)):
        pledge = factories.cash_pledge()
        receipt = factories.receipt(pledge=pledge)
    assert receipt.folio == "DON-2020-00001"
    assert receipt.kind is ReceiptKind.CASH
    assert receipt.status is ReceiptStatus.ISSUED
    facts = facts_of(receipt)
    assert facts.folio == receipt.folio
    assert facts.facts_hash() == receipt.facts_hash
    assert facts.issued_on == date(2020, 5, 4), "the chapter's wall, not UTC"
    assert facts.amount_in_words == "(MIL PESOS 00/100 M.N.)"
    assert facts.pledge_reference == pledge.reference
    assert facts.payment.method == "03 Transferencia electrónica de fondos"
    assert facts.donor.tax_regime == "601 · General de Ley Personas Morales"
    assert facts.check_url == f"http://relief.test/v/{receipt.check_code}"
    assert facts.chain_head
    assert [entry.tag for entry in timeline(receipt.id)] == ["receipts:receipt:issued"]


def test_folios_follow_one_another_by_series_and_year(factories):
    with clock.stopped_at(datetime(2020, 6, 1, 18, tzinfo=UTC)):
        money = [factories.receipt() for _ in range(2)]
        goods = factories.receipt(intake=factories.valued_intake())
    with clock.stopped_at(datetime(2021, 6, 1, 18, tzinfo=UTC)):
        money.append(factories.receipt())
    assert [each.folio for each in money] == ["DON-2020-00001", "DON-2020-00002", "DON-2021-00001"]
    assert goods.folio == "ESP-2020-00001"


def test_a_second_issue_gives_the_same_receipt(factories):
    payment = factories.payment()
    first = factories.receipt(payment=payment)
    assert factories.receipt(payment=payment).id == first.id
    intake = factories.valued_intake()
    first = factories.receipt(intake=intake)
    assert factories.receipt(intake=intake).id == first.id


def test_issue_never_goes_back_in_time_though_the_clock_does(factories):
    later = datetime(2020, 6, 1, 18, tzinfo=UTC)
    payments = [factories.payment(received_on=date(2020, 5, 1)) for _ in range(2)]
    with clock.stopped_at(later):
        first = factories.receipt(payment=payments[0])
    with clock.stopped_at(later - timedelta(minutes=10)):
        second = factories.receipt(payment=payments[1])
    assert second.issued_at == first.issued_at
    assert second.number == first.number + 1


def test_a_payment_that_nobody_confirmed_gets_no_receipt(factories):
    payment = factories.pending_payment()
    with pytest.raises(errors.PaymentNotConfirmed) as refusal:
        factories.receipt(payment=payment)
    assert payment.reference in str(refusal.value)


def test_a_reversed_payment_gets_no_receipt(factories):
    payment = factories.payment()
    factories.reversal(payment=payment)
    with pytest.raises(errors.PaymentNotConfirmed):
        factories.receipt(payment=payment)


def test_a_name_that_no_font_can_draw_takes_no_folio(factories):
    payment = factories.payment(donor=factories.giver(name="慈善 S.A."))
    with pytest.raises(CannotBeDrawn):
        factories.receipt(payment=payment)
    assert factories.receipt().number == 1


def test_a_failure_after_the_folio_gives_it_back(factories):
    payment = factories.payment()

    def fail_after_issuing():
        with transaction():
            actions.issue_for_payment(payment, seal=SEAL)
            raise RuntimeError("the machine fails here")

    with pytest.raises(RuntimeError):
        fail_after_issuing()
    assert not queries.receipts_of_payment(payment.id)
    assert factories.receipt(payment=payment).number == 1


def test_goods_are_named_with_lot_units_and_approved_value(factories):
    intake = factories.valued_intake(values_of=(Money(325_00, "MXN"), Money(100_01, "MXN")))
    receipt = factories.receipt(intake=intake)
    facts = facts_of(receipt)
    assert receipt.total == Money(425_01, "MXN")
    assert [line.amount_minor for line in facts.lines] == [325_00, 100_01]
    assert [line.unit_value_minor for line in facts.lines] == [65_00, None]
    assert facts.lines[0].lot == "L-1"
    assert facts.intake_reference == intake.reference
    assert sum(line.amount.minor for line in queries.get_receipt(receipt.id).lines) == 425_01


def test_a_line_without_worth_is_left_out(factories):
    intake = factories.valued_intake(values_of=(Money(0, "MXN"), PESOS))
    assert len(facts_of(factories.receipt(intake=intake)).lines) == 1


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"status": IntakeStatus.ARRIVED}, errors.IntakeNotAccepted),
        ({"values_of": (PESOS, None)}, errors.ValuesMissing),
        ({"values_of": (Money(0, "MXN"),)}, errors.NothingOfValue),
        ({"values_of": (PESOS, Money(100, "USD"))}, errors.TwoCurrencies),
    ],
)
def test_goods_that_cannot_be_acknowledged_say_why(factories, values, refusal):
    intake = factories.valued_intake(**values)
    with pytest.raises(refusal) as said:
        factories.receipt(intake=intake)
    assert intake.reference in str(said.value)


def test_an_american_donor_reads_english_and_a_generic_rfc(factories):
    donor = factories.giver(
        name="Acme Pacific LLC", rfc=None, ein="12-3456789", country="US", language="en",
        tax_regime=None, postal_code=None,
    )  # fmt: skip
    receipt = factories.receipt(donor=donor, amount=Money(2500_00, "USD"))
    facts = facts_of(receipt)
    assert facts.language == "en"
    assert facts.donor.rfc.startswith("XEXX010101000")
    assert facts.donor.country == "United States"
    assert facts.amount_in_words == "(TWO THOUSAND FIVE HUNDRED DOLLARS 00/100 USD)"
    assert facts.campaign.startswith("Together")


def test_a_resident_without_rfc_still_gets_a_receipt(factories):
    facts = facts_of(factories.receipt(donor=factories.giver(rfc=None, tax_regime="699")))
    assert facts.donor.rfc.startswith("XAXX010101000")
    assert facts.donor.tax_regime == "699"


def test_only_an_authorised_donee_states_its_authorisation(factories, chapter):
    assert "autorizada" not in facts_of(factories.receipt()).legend
    with transaction():
        kept = db.session.merge(chapter)
        kept.is_donataria, kept.legend = True, "Gracias."
        kept.authorisation_number, kept.authorisation_date = "500-1", date(2019, 2, 3)
    legend = facts_of(factories.receipt()).legend
    assert legend == (
        "Donataria autorizada por el SAT, oficio 500-1 del 3 de febrero de 2019. Gracias."
    )


def test_a_receipt_says_what_the_gift_was_meant_for(factories):
    campaign = factories.campaign()
    with transaction():
        meant = [Offered(EarmarkKind.HOSPITAL, "Hospital General", "General Hospital")]
        campaigns.offer_earmarks(campaign, earmarks=meant)
    (earmark,) = earmarks_of(campaign.id)
    pledge = factories.pledge(campaign=campaign, earmark=earmark, language="en")
    (line,) = facts_of(factories.receipt(pledge=pledge)).lines
    assert line.description == "Cash donation. Earmarked for: General Hospital"
