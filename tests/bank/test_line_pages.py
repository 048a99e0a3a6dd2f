"""The treasurer settles movements on screen: one by one, all exact ones, joined, aside, and back."""

from uuid import UUID

import pytest

from relief.bank import queries
from relief.bank.models import LineStatus
from relief.core.db import db
from relief.core.money import Money
from relief.payments.models import PaymentStatus
from relief.payments.queries import get_payment
from relief.pledges.queries import get_pledge


@pytest.fixture
def pledge(factories, chapter):
    return factories.cash_pledge(amount=Money(100_000, "MXN"))


def status(line):
    db.session.rollback()
    db.session.expire_all()
    return queries.get_line(line.id).status


def paid(pledge):
    db.session.expire_all()
    return get_pledge(pledge.id).cash_line.paid.minor


def test_all_exact_ones_are_accepted_at_once(ana, factories, pledge):
    sure = factories.bank_line(reference=pledge.reference.replace("-", ""))
    unsure = factories.bank_line(party=pledge.donor.name.replace(",", ""), credit="10.00")
    queue = ana.get("/staff/bank/queue")
    assert "Aceptar el exacto" in queue.text
    assert "menciona la referencia" in queue.text
    assert ana.post("/staff/bank/exact").status_code == 303
    assert (status(sure), status(unsure)) == (LineStatus.MATCHED, LineStatus.UNMATCHED)
    assert paid(pledge) == 100_000
    assert "Aceptar el exacto" not in ana.get("/staff/bank/queue").text


def test_a_proposal_is_accepted_and_undone(ana, factories, pledge):
    there = f"/staff/bank/lines/{factories.bank_line(reference=pledge.reference).id}"
    assert pledge.reference in ana.get(there).text
    data = {"kind": "pledge", "target": str(pledge.id), "score": "95"}
    assert ana.post(f"{there}/accept", data=data).status_code == 303
    second = ana.post(f"{there}/accept", data=data, headers={"Referer": f"http://localhost{there}"})
    page = ana.get(second.location)
    assert "ya resolvió este movimiento" in page.text
    assert "PAG-" in page.text
    line = queries.get_line(UUID(there.rpartition("/")[2]))
    payment = line.live_matches[0].payment
    assert "conciliado con el banco" in ana.get(f"/staff/payments/{payment.id}").text
    assert ana.post(f"{there}/undo").status_code == 303
    db.session.expire_all()
    assert get_payment(payment.id).status is PaymentStatus.FAILED
    assert paid(pledge) == 0
    assert ana.post(f"{there}/accept", data={"kind": "x"}).status_code == 422


def test_a_movement_is_split_by_hand(ana, factories, pledge):
    there = f"/staff/bank/lines/{factories.bank_line().id}"
    donor, campaign = factories.giver(), factories.appeal()
    data = {
        "parts-0-target": f"pledge:{pledge.id}", "parts-0-amount": "700",
        "parts-1-donor": str(donor.id), "parts-1-campaign": str(campaign.id), "parts-1-amount": "299",
    }  # fmt: skip
    refused = ana.post(f"{there}/split", data=data)
    assert refused.status_code == 422
    assert "la diferencia es de $1.00 MXN" in refused.text
    nobody = ana.post(f"{there}/split", data={"parts-0-amount": "1000"})
    assert "un donante y una campaña" in nobody.text
    data["parts-1-amount"] = "300"
    assert ana.post(f"{there}/split", data=data).status_code == 303
    assert paid(pledge) == 70_000


def test_ticked_movements_are_joined(ana, factories, pledge):
    lines = [factories.bank_line(credit="400.00"), factories.bank_line(credit="600.00")]
    ticked = "&".join(f"line={line.id}" for line in lines)
    page = ana.get(f"/staff/bank/join?{ticked}&line=x")
    assert "$400.00 MXN" in page.text
    alone = {"line": [str(lines[0].id)], "target": f"pledge:{pledge.id}"}
    assert ana.post("/staff/bank/join", data=alone).status_code == 422
    both = {**alone, "line": [str(line.id) for line in lines]}
    assert ana.post("/staff/bank/join", data=both).status_code == 303
    assert paid(pledge) == 100_000


def test_a_movement_is_set_aside_and_a_return_gives_back(ana, factories, pledge):
    there = f"/staff/bank/lines/{factories.bank_line().id}"
    assert ana.post(f"{there}/ignore", data={"reason": " "}).status_code == 422
    assert ana.post(f"{there}/ignore", data={"reason": "Traspaso"}).status_code == 303
    assert "Traspaso" in ana.get(there).text
    payment = factories.payment(pledge=get_pledge(pledge.id), received_on=factories.bank_line().day)
    back = f"/staff/bank/lines/{factories.bank_line(text='DEVOLUCION', charge='1000.00').id}"
    assert payment.reference in ana.get(back).text
    data = {"payment": str(payment.id), "kind": "returned"}
    assert ana.post(f"{back}/return", data=data).status_code == 422
    assert ana.post(f"{back}/return", data=data | {"why": "Cuenta ajena"}).status_code == 303
    assert paid(pledge) == 0
    assert "1" in ana.get("/staff/").text


def test_a_charge_offers_only_what_a_charge_may_be(ana, factories, chapter):
    fee = factories.bank_line(text="COMISION", charge="5.00")
    page = ana.get(f"/staff/bank/lines/{fee.id}")
    assert "/return" not in page.text
    assert "/split" not in page.text
    assert ana.post(f"/staff/bank/lines/{fee.id}/ignore", data={"reason": "x"}).status_code == 422
