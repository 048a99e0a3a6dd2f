"""What arrives is counted, and the state of a promise follows from it."""

import pytest

from relief.audit.queries import timeline
from relief.core.db import transaction
from relief.core.mail import letters_about
from relief.core.money import CurrencyMismatch, Money
from relief.pledges import actions
from relief.pledges.errors import (
    NotSoMuchCounted,
    PledgeAlreadyDecided,
    PledgeNotStanding,
    ReasonMissing,
)
from relief.pledges.models import PledgeStatus


def count(pledge, minor, *, back=False):
    do = actions.uncount_payment if back else actions.count_payment
    with transaction():
        do(pledge, amount=Money(minor, "MXN"))


def test_payments_move_a_pledge_forward_and_back(factories, chapter):
    pledge = factories.pledge(cash=Money(100_000, "MXN"))
    count(pledge, 40_000)
    assert pledge.status is PledgeStatus.PARTIALLY_FULFILLED
    assert pledge.cash_line.outstanding == Money(60_000, "MXN")
    count(pledge, 70_000)
    assert pledge.status is PledgeStatus.FULFILLED
    assert pledge.cash_line.outstanding == Money(0, "MXN")
    count(pledge, 70_000, back=True)
    assert pledge.status is PledgeStatus.PARTIALLY_FULFILLED
    count(pledge, 40_000, back=True)
    assert pledge.status is PledgeStatus.ACCEPTED
    tags = [entry.tag for entry in timeline(pledge.id)]
    assert tags.count("pledges:pledge:fulfilment") == 4


def test_no_more_is_taken_back_than_was_counted(factories, chapter):
    pledge = factories.pledge()
    with pytest.raises(NotSoMuchCounted):
        count(pledge, 1, back=True)


def test_dollars_do_not_count_for_pesos(factories, chapter):
    pledge = factories.pledge()
    with pytest.raises(CurrencyMismatch), transaction():
        actions.count_payment(pledge, amount=Money(100, "USD"))


def test_nothing_counts_before_the_pledge_is_accepted(factories, chapter):
    pledge = factories.pledge(status=PledgeStatus.SUBMITTED)
    with pytest.raises(PledgeNotStanding):
        count(pledge, 100)


def test_money_reversed_after_a_cancellation_leaves_it_cancelled(factories, chapter):
    pledge = factories.pledge()
    count(pledge, 100)
    with transaction():
        actions.cancel_pledge(pledge, reason="La planta cerró.")
    count(pledge, 100, back=True)
    assert pledge.status is PledgeStatus.CANCELLED
    assert pledge.cash_line.paid_minor == 0


@pytest.mark.parametrize("verb", ["decline", "cancel"])
def test_a_refusal_needs_a_reason_which_the_donor_reads(factories, chapter, verb):
    pledge = factories.pledge(status=PledgeStatus.SUBMITTED)
    do = getattr(actions, f"{verb}_pledge")
    with pytest.raises(ReasonMissing), transaction():
        do(pledge, reason=" \u200b ")
    with transaction():
        do(pledge, reason="No tenemos dónde guardarlo.")
    letter = letters_about(pledge.id)[0]
    assert "No tenemos dónde guardarlo." in letter.text
    assert pledge.reference in letter.subject


def test_the_second_of_two_people_hears_what_the_first_did(factories, chapter):
    pledge = factories.pledge()
    with pytest.raises(PledgeAlreadyDecided) as refusal, transaction():
        actions.decline_pledge(pledge, reason="Tarde")
    assert "Relief" in str(refusal.value)
    assert pledge.reference in str(refusal.value)
