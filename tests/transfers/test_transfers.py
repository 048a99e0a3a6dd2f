"""What leaves one place is on the road until somebody counts it in at the other."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.audit.queries import timeline
from relief.core.db import db, transaction
from relief.reports.verify import violations
from relief.stock import queries as stock
from relief.stock.errors import NotEnoughStock, PlaceClosed, SamePlace
from relief.stock.ledger import Line
from relief.stock.models import Balance, Place
from relief.transfers import actions, queries
from relief.transfers.actions import Arrived
from relief.transfers.errors import (
    DifferenceUnexplained,
    DoesNotAddUp,
    LinesIncomplete,
    MoreThanSent,
    NothingSent,
    ReasonMissing,
    TransferMoved,
)
from relief.transfers.models import Transfer, TransferStatus


def on_hand(lot):
    """Units of a lot by the name of the place, the road too."""
    found = db.session.execute(
        sa.select(Place.kind, Place.id, Balance.on_hand)
        .join(Place, Place.id == Balance.place_id)
        .where(Balance.lot_id == lot.id, Balance.on_hand > 0)
    )
    return {"road" if kind == "transit" else place: units for kind, place, units in found}


@pytest.fixture
def way(factories, chapter):
    """Two places and 100 units of a lot at the first."""
    here, there = factories.place(), factories.place()
    return here, there, factories.lot(place=here, quantity=100)


def send(here, there, *lines, **values):
    with transaction():
        made = actions.send_transfer(
            source=here, target=there, lines=lines, **{"nonce": uuid4(), **values}
        )
    return queries.whole_transfer(made.id)


def receive(transfer, **counts):
    with transaction():
        lines = [Arrived(line, **counts) for line in transfer.lines]
        actions.receive_transfer(transfer, lines=lines)


def test_goods_are_on_the_road_until_they_are_counted_in(way):
    here, there, lot = way
    transfer = send(here, there, Line(lot, 30), Line(lot, 10), carrier="Julián")
    assert (transfer.status, transfer.units, len(transfer.lines)) == ("in_transit", 40, 1)
    assert on_hand(lot) == {here.id: 60, "road": 40}
    assert stock.on_hand_by_item([lot.item_id])[lot.item_id].on_hand == 60
    assert violations() == []
    receive(transfer, received=40)
    assert transfer.status is TransferStatus.RECEIVED
    assert on_hand(lot) == {here.id: 60, there.id: 40}
    tags = [entry.tag for entry in timeline(transfer.id)]
    assert tags == ["transfers:transfer:received", "transfers:transfer:sent"]
    assert violations() == []


def test_what_was_lost_or_broke_leaves_the_stock_with_its_story(way):
    here, there, lot = way
    transfer = send(here, there, Line(lot, 40))
    receive(transfer, received=35, lost=3, damaged=2, note="La caja se abrió")
    assert transfer.status is TransferStatus.RECEIVED_WITH_DIFFERENCES
    assert on_hand(lot) == {here.id: 60, there.id: 35}
    assert violations() == []


def test_the_same_form_sends_once(way):
    here, there, lot = way
    nonce = uuid4()
    assert (
        send(here, there, Line(lot, 40), nonce=nonce).id
        == send(here, there, Line(lot, 40), nonce=nonce).id
    )
    assert on_hand(lot) == {here.id: 60, "road": 40}


@pytest.mark.parametrize(
    ("counts", "refusal"),
    [
        ({"received": 41}, MoreThanSent),
        ({"received": 39}, DoesNotAddUp),
        ({"received": 41, "lost": -1}, DoesNotAddUp),
        ({"received": 39, "lost": 1}, DifferenceUnexplained),
    ],
)
def test_a_count_that_cannot_be_is_refused_and_changes_nothing(way, counts, refusal):
    here, there, lot = way
    transfer = send(here, there, Line(lot, 40))
    with pytest.raises(refusal):
        receive(transfer, **counts)
    assert on_hand(lot) == {here.id: 60, "road": 40}


def test_nothing_is_sent_that_is_not_there_or_nowhere(way, factories):
    here, there, lot = way
    closed = factories.place()
    with transaction():
        db.session.merge(closed).active = False
    for refusal, target, lines in (
        (NotEnoughStock, there, [Line(lot, 60), Line(lot, 41)]),
        (NothingSent, there, []),
        (SamePlace, here, [Line(lot, 1)]),
        (PlaceClosed, db.session.get(Place, closed.id), [Line(lot, 1)]),
    ):
        with pytest.raises(refusal):
            send(here, target, *lines)
    assert on_hand(lot) == {here.id: 100}


def test_a_transfer_ends_once_and_the_second_person_learns_who_was_quicker(way):
    here, there, lot = way
    transfer = send(here, there, Line(lot, 40))
    with pytest.raises(LinesIncomplete), transaction():
        actions.receive_transfer(transfer, lines=[])
    with pytest.raises(ReasonMissing), transaction():
        actions.return_transfer(transfer, reason=" ")
    with transaction():
        actions.return_transfer(transfer, reason="Nadie abrió")
    with pytest.raises(TransferMoved):
        receive(transfer, received=40)
    assert on_hand(lot) == {here.id: 100}
    assert violations() == []


def test_a_coordinator_sends_and_receives_by_the_pages(beto, factories, chapter):
    here, there = factories.place(name="Almacén Otay"), factories.place(name="Centro Mesa")
    lot = factories.lot(place=here, quantity=100, item=factories.item(name="Jabón líquido"))
    factories.lot(place=here, item=factories.item(name="Atún"))
    way = f"/staff/transfers/new?source={here.id}&target={there.id}"
    assert "Atún" in beto.get(way).text
    assert "Atún" not in beto.get(f"{way}&q=jabon").text
    told = {"lines-0-lot": lot.id, "nonce": uuid4(), "carrier": "Julián"}
    for quantity, words in (("101", "solo hay 100 disponibles"), ("", "al menos un lote")):
        refused = beto.post(way, data={**told, "lines-0-quantity": quantity})
        assert refused.status_code == 422
        assert words in refused.text
        assert "Julián" in refused.text
    sent = beto.post(way, data={**told, "lines-0-quantity": "40"})
    assert sent.status_code == 303
    assert "Centro Mesa" in beto.get(sent.location).text
    line = queries.whole_transfer(db.session.scalars(sa.select(Transfer.id)).one()).lines[0]
    told = {"lines-0-line": line.id, "lines-0-received": "39", "lines-0-lost": "1"}
    refused = beto.post(f"{sent.location}/receive", data=told)
    assert refused.status_code == 422
    assert "qué pasó con el lote" in refused.text
    told["lines-0-note"] = "Se cayó"
    assert beto.post(f"{sent.location}/receive", data=told).status_code == 303
    page = beto.get(sent.location).text
    assert "Se cayó" in page
    assert "recibido con diferencias" in page
    assert beto.get(f"{sent.location}/receive").status_code == 303
    assert "ya está" in beto.post(f"{sent.location}/return", data={"return-reason": "x1"}).text


def test_a_lot_that_went_meanwhile_is_told(beto, way):
    here, there, _lot = way
    form = {"lines-0-lot": uuid4(), "lines-0-quantity": "1", "nonce": uuid4()}
    answer = beto.post(f"/staff/transfers/new?source={here.id}&target={there.id}", data=form)
    assert answer.status_code == 422
    assert "ya no está en este lugar" in answer.text
    same = beto.get(f"/staff/transfers/new?source={here.id}&target={here.id}")
    assert same.status_code == 422


def test_the_list_asks_the_same_for_one_and_for_many(beto, factories, chapter, count_queries):
    def asked():
        beto.get("/staff/transfers/")
        count_queries()
        assert beto.get("/staff/transfers/?status=in_transit&q=TRA").status_code == 200
        return count_queries()

    first = factories.transfer()
    one = asked()
    for _ in range(9):
        factories.transfer(source=first.source, target=first.target)
    assert asked() == one
