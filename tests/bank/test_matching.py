"""How likely a movement is which payment; and how long that takes for many."""

import time
from datetime import date, timedelta
from uuid import uuid4

from relief.bank.likeness import (
    Candidate,
    Deposit,
    Reason,
    TargetKind,
    mark_of,
    references_in,
    words_of,
)
from relief.bank.matching import propose

DAY = date(2020, 5, 10)


def deposit(minor=1000, *, text="", party="", tracking="", day=DAY, currency="MXN"):
    return Deposit(
        id=uuid4(), day=day, minor=minor, currency=currency, references=references_in(text),
        marks=frozenset(filter(None, (mark_of(tracking), mark_of(text)))), words=words_of(party),
    )  # fmt: skip


def pledge(reference="PRO-2020-00001", minor=1000, *, donor="Uno", currency="MXN", parts=()):
    return Candidate(
        kind=TargetKind.PLEDGE, id=uuid4(), reference=reference, donor=donor, day=date(2020, 5, 1),
        minor=minor, currency=currency, references=references_in(reference), words=words_of(donor),
        parts=frozenset(parts),
    )  # fmt: skip


def payment(reference="PAG-2020-00001", minor=1000, *, of="", donor="Uno", mark="", day=DAY):
    return Candidate(
        kind=TargetKind.PAYMENT, id=uuid4(), reference=reference, donor=donor, day=day, minor=minor,
        currency="MXN", references=references_in(f"{reference} {of}"), words=words_of(donor),
        marks=frozenset(filter(None, (mark_of(mark),))),
    )  # fmt: skip


def best(line, *candidates):
    found = propose([line], candidates)
    return found[line.id][0] if line.id in found else None


def test_the_reference_is_read_however_the_bank_spells_it():
    for text in ("PRO202000123", "SPEI pro-2020-00123.", "PAGO PRO 2020 00123", "PRO2020-00123"):
        assert references_in(text) == {"PRO202000123"}
    for text in ("PRO2020001234", "APRO20200012", "123456"):
        assert references_in(text) == frozenset()


def test_reference_and_amount_are_exact_and_reference_alone_is_not():
    sure = best(deposit(text="PRO202000001"), pledge())
    assert (sure.exact, sure.reasons[0]) == (True, Reason.REFERENCE)
    part = best(deposit(500, text="PRO202000001"), pledge())
    assert (part.exact, Reason.PART in part.reasons) == (False, True)
    over = best(deposit(1500, text="PRO202000001"), pledge())
    assert (over.exact, over.over) == (False, True)
    assert best(deposit(250, text="PRO202000001"), pledge(parts=[250])).exact
    assert best(deposit(text="PRO202000001", currency="USD"), pledge()) is None


def test_a_tracking_key_is_proof_and_a_short_reference_is_not():
    key = "BNET04539500055357813011"
    assert best(deposit(tracking=key), payment(mark=key)).exact
    short = best(deposit(tracking="957316"), payment(mark="957316"))
    assert (short.exact, short.reasons[0]) == (False, Reason.BANK_REFERENCE)


def test_a_name_and_an_amount_propose_and_an_amount_alone_only_a_payment():
    donor = "Logística Fronteriza Ñuño, S.A. de C.V."
    named = best(deposit(party="LOGÍSTICA FRONTERIZA ÑUÑO"), pledge(donor=donor))
    assert Reason.NAME in named.reasons
    assert best(deposit(party="LOGÍSTICA FRONTERIZA DEL SUR"), pledge(donor=donor)) is None
    assert best(deposit(), pledge()) is None
    assert Reason.DAY in best(deposit(), payment()).reasons
    assert best(deposit(party="OTRA EMPRESA"), payment()) is None
    assert best(deposit(), payment(day=DAY - timedelta(days=40))) is None


def test_a_payment_that_waits_beats_the_pledge_it_pays():
    found = best(deposit(text="PRO202000001"), pledge(), payment(of="PRO-2020-00001"))
    assert found.candidate.kind is TargetKind.PAYMENT
    assert found.exact


def test_what_two_deposits_claim_is_exact_for_neither():
    lines, one = [deposit(text="PRO202000001"), deposit(text="PRO202000001")], pledge()
    found = propose(lines, [one])
    assert [found[line.id][0].exact for line in lines] == [False, False]
    twins = [
        payment("PAG-2020-00001", of="PRO-2020-00007"),
        payment("PAG-2020-00002", of="PRO-2020-00007"),
    ]
    assert not best(deposit(text="PRO202000007"), *twins).exact


def test_five_hundred_deposits_against_a_thousand_pledges_take_no_time():
    names = [f"Componentes {word} {number}" for number in range(100) for word in "ABCDEFGHIJ"]
    pledges = [
        pledge(f"PRO-2020-{number:05d}", 100 * (number % 50 + 1), donor=name)
        for number, name in enumerate(names)
    ]
    lines = [
        deposit(100 * (n % 50 + 1), text=f"PRO2020{n:05d}" if n % 2 else "", party=names[n])
        for n in range(500)
    ]
    began = time.process_time()
    found = propose(lines, pledges)
    assert time.process_time() - began < 2
    assert len(found) == 500
    assert sum(found[line.id][0].exact for line in lines) == 250
