"""One box finds what was scanned or half remembered."""

import pytest
from flask import url_for

from relief.accounts.permissions import Permission
from relief.core.db import new_id
from relief.meals.actions import PREFIX
from relief.stock import finding
from relief.web.find import RECORDS


def find(browser, text):
    return browser.get("/staff/find/", query_string={"q": text})


def test_a_label_leads_to_its_lot_whoever_printed_it(beto, factories, chapter):
    item = factories.item()
    lot = factories.lot(item=item, code="L-2020-7")
    there = f"/staff/stock/lots/{lot.id}"
    for text in ("L-2020-7", " l-2020-7 ", f"https://other.test/tijuana{there}", there):
        assert find(beto, text).location == there, text
    assert find(beto, item.sku.lower()).location == f"/staff/stock/items/{item.id}"


def test_a_reference_and_an_address_of_ours_lead_there(beto, factories, chapter):
    intake = factories.intake()
    assert find(beto, intake.reference.lower()).location == f"/staff/intake/{intake.id}"
    ours = "http://relief.test/staff/intake/check-in/?code=ABCDEFGHJK#x"
    assert find(beto, ours).location == "/staff/intake/check-in/?code=ABCDEFGHJK"
    for strange in ("http://evil.test/staff/", "http://[", "//evil.test/x", "ENT-2020-99999"):
        assert find(beto, strange).status_code == 200, strange


def test_part_of_a_name_without_its_accents_finds_the_item(beto, factories, chapter):
    one, other = factories.item(name="Jabón líquido"), factories.item(name="Jabón en polvo")
    page = find(beto, "JABON")
    assert "Jabón líquido" in page.text
    assert "Jabón en polvo" in page.text
    assert find(beto, "liquido").location == f"/staff/stock/items/{one.id}"
    factories.lot(item=other, code="POLVO-1")
    assert "POLVO-1" in find(beto, "polvo").text
    assert "«zzz»" in find(beto, "zzz").text
    assert not finding.matches(" \x00 ")


def test_a_place_is_found_and_another_chapter_s_things_are_not(beto, carla, factories, chapter):
    place = factories.place(name="Almacén Otay")
    lot = factories.lot(place=place, code="CANARIO-1")
    assert find(beto, "otay").location == f"/staff/stock/?place={place.id}"
    for text in ("CANARIO-1", f"/staff/stock/lots/{lot.id}", "otay"):
        answer = find(carla, text)
        assert answer.status_code == 200
        assert "CANARIO-1</a>" not in answer.text


@pytest.mark.parametrize("text", ["", "²", "%", "/lots/not-an-id", "/lots/" + "-" * 36, "x" * 900])
def test_odd_texts_find_nothing_and_break_nothing(beto, chapter, text):
    assert find(beto, text).status_code == 200


def test_each_prefix_of_references_has_its_room_alone_and_a_page(app):
    some = new_id()
    with app.test_request_context():
        for record in RECORDS.values():
            assert str(some) in url_for(record.endpoint, **{record.key: some})
    assert len({record.kind for record in RECORDS.values()}) == len(RECORDS)
    assert RECORDS[PREFIX].permission is Permission.MEALS_READ
