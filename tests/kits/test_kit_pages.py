"""The coordinator defines a kit, sees what so many take, assembles them and takes some apart."""

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.core.db import db
from relief.kits import queries
from relief.kits.models import KitAssembly


@pytest.fixture
def here(chapter, factories):
    return factories.place(name="Almacén Otay")


def only_assembly():
    return db.session.scalars(sa.select(KitAssembly)).one()


def test_from_the_recipe_to_the_kits_and_back(factories, here, beto):
    rice, kit = factories.item(name="Arroz"), factories.item(name="Despensa")
    factories.lot(item=rice, place=here, quantity=25, code="A-1")
    page = beto
    typed = {"kit": kit.id, "components-0-item": rice.id, "components-0-quantity": "2"}
    answer = page.post("/staff/kits/new", data=typed)
    assert answer.status_code == 303
    address = answer.location
    assert "12" in page.get(address).text
    seen = page.get(f"{address}?place={here.id}&kits=10").text
    assert "A-1" in seen
    nonce = re.search(r'name="nonce" type="hidden" value="([^"]+)"', seen)[1]
    data = {"place": here.id, "kits": "10", "nonce": nonce}
    made = page.post(address, data=data)
    assert made.status_code == 303
    assert page.post(address, data=data).location == made.location
    shown = page.get(made.location).text
    assert "A-1" in shown
    assembly = only_assembly()
    (movement,) = queries.made_in(assembly)
    (whole,) = queries.where_now([movement.lot_id])[movement.lot_id]
    apart = {"where": whole.id, "kits": "4", "reason": "Se ocupan", "nonce": str(uuid4())}
    assert page.post(f"{made.location}/take-apart", data=apart).status_code == 303
    refused = page.post(
        f"{made.location}/take-apart", data={**apart, "kits": "7", "nonce": uuid4()}
    )
    assert refused.status_code == 422
    assert 'value="7"' in refused.text
    assert page.get("/staff/kits/assemblies/").status_code == 200
    lot = page.get(f"/staff/stock/lots/{movement.lot_id}").text
    assert "A-1" in lot


def test_too_many_kits_say_what_is_short_and_offer_what_is_possible(factories, here, beto):
    rice, beans = factories.item(name="Arroz"), factories.item(name="Frijol")
    kit = factories.kit(holds=[(rice, 2), (beans, 1)])
    factories.lot(item=rice, place=here, quantity=250)
    factories.lot(item=beans, place=here, quantity=1000)
    page = beto
    address = f"/staff/kits/{kit.id}/assemble"
    seen = page.get(f"{address}?place={here.id}&kits=300").text
    assert "kits=125" in seen
    refused = page.post(address, data={"place": here.id, "kits": "300", "nonce": uuid4()})
    assert refused.status_code == 422
    assert "Arroz (250 de 600)" in refused.text
    assert page.get(f"{address}?place={here.id}&kits=300").status_code == 200
    assert page.get(f"/staff/kits/{rice.id}/assemble").status_code == 200


def test_the_lists_ask_the_same_for_one_kit_and_for_many(factories, here, beto, count_queries):
    def asked(address):
        page.get(address)
        count_queries()
        assert page.get(address).status_code == 200
        return count_queries()

    page = beto
    factories.assembly(place=here)
    lists = ("/staff/kits/", "/staff/kits/assemblies/")
    once = [asked(address) for address in lists]
    for _ in range(6):
        factories.assembly(place=here)
    assert [asked(address) for address in lists] == once


def test_a_recipe_that_cannot_be_keeps_what_was_typed(factories, here, beto):
    kit = factories.kit()
    page = beto
    address = f"/staff/kits/{kit.id}/components"
    assert page.get(address).status_code == 200
    answer = page.post(address, data={"components-0-item": kit.id, "components-0-quantity": "37"})
    assert answer.status_code == 422
    assert 'value="37"' in answer.text
    assert page.post(address, data={"components-0-quantity": "3"}).status_code == 422
