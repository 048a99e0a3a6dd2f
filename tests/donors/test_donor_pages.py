"""Staff keep the record of donors and of who to write to."""

from uuid import uuid4

import pytest

from relief.core.db import transaction
from relief.donors import actions, queries

TYPED = {
    "kind": "company",
    "name": "Arneses Ñandú, S.A. de C.V.",
    "country": "MX",
    "language": "es",
}
HOSTILE = [
    "\x00\u200b\u202e",
    "{{ 7*7 }}<script>alert(1)</script>",
    "=HYPERLINK('x')",
    "a" * 5000,
    "٣٤٥",
    "1e999",
    "😀" * 40,
    "' OR 1=1 --",
]


def test_a_treasurer_writes_down_a_donor_in_full(ana, chapter):
    answer = ana.post(
        "/staff/donors/new",
        data={
            **TYPED,
            "rfc": "abc-010203-ab1",
            "tax_regime": "601",
            "postal_code": "22000",
            "ein": "123456789",
            "is_member": "y",
            "member_no": "0042",
            "joined_on": "2019-03-01",
        },
    )
    assert answer.status_code == 303
    page = ana.get(answer.location).text
    for shown in (
        "ABC010203AB1",
        "601 · General de Ley",
        "12-3456789",
        "0042",
        "Donante registrado",
    ):
        assert shown in page
    assert "Revisa el RFC" in page, "a wrong check digit is shown, and did not block"


def test_what_is_missing_is_told_and_what_was_typed_is_kept(ana, chapter):
    answer = ana.post(
        "/staff/donors/new", data={**TYPED, "name": "", "city": "Tecate", "rfc": "NO"}
    )
    assert answer.status_code == 422
    assert 'value="Tecate"' in answer.text
    assert 'value="NO"' in answer.text
    assert queries.donor_choices() == []


def test_a_membership_number_of_another_is_told_beside_the_field(ana, factories, chapter):
    factories.donor(name="La Primera", member_no="0042")
    answer = ana.post("/staff/donors/new", data={**TYPED, "member_no": "0042"})
    assert answer.status_code == 422
    assert "ya es de La Primera" in answer.text


# Only what cannot be stored can be another thing on the other engine.
@pytest.mark.parametrize(
    ("store", "text"),
    [*(("sqlite", text) for text in HOSTILE), ("postgresql", HOSTILE[0])],
    indirect=["store"],
)
def test_hostile_text_meets_a_kind_answer(ana, factories, chapter, text):
    donor = factories.donor()
    for name in (*TYPED, "rfc", "tax_regime", "ein", "member_no", "joined_on", "email", "phone"):
        answer = ana.post("/staff/donors/new", data={**TYPED, name: text})
        assert answer.status_code in {303, 422}
        assert "<script>alert" not in answer.text
    contact = {"name": text, "email": text, "language": text}
    assert ana.post(f"/staff/donors/{donor.id}/contacts", data=contact).status_code == 422
    for name in ("q", "member", "review", "sort", "after", "size"):
        answer = ana.get("/staff/donors/", query_string={name: text})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_a_donor_is_edited_and_the_form_shows_what_is_known(ana, factories, chapter):
    donor = factories.donor(name="Antes", rfc="ABC010203AB1", country="US")
    form = ana.get(f"/staff/donors/{donor.id}/edit").text
    assert 'value="ABC010203AB1"' in form
    assert '<option selected value="US">' in form
    answer = ana.post(f"/staff/donors/{donor.id}/edit", data={**TYPED, "name": "Después"})
    assert answer.status_code == 303
    kept = queries.get_donor(donor.id)
    assert (kept.name, kept.rfc, kept.search_key) == ("Después", None, "despues")
    assert ana.post(f"/staff/donors/{donor.id}/edit", data={}).status_code == 422


def test_the_list_is_narrowed_by_its_address(ana, factories, chapter):
    factories.donor(name="Válvulas del Pacífico", rfc="VPA010203AB1", is_member=True)
    with transaction():
        actions.find_or_create(name="Cables Nuevos", rfc=None, email="x@cables.test")

    def names(query: str) -> list[str]:
        page = ana.get(f"/staff/donors/?{query}").text
        return [name for name in ("Válvulas", "Cables Nuevos") if name in page]

    assert names("") == ["Válvulas", "Cables Nuevos"]
    assert names("q=valvulas+del") == ["Válvulas"]
    assert names("q=vpa0102") == ["Válvulas"]
    assert names("member=no") == ["Cables Nuevos"]
    assert names("member=yes") == ["Válvulas"]
    assert names("review=yes") == ["Cables Nuevos"]
    assert names("review=no") == ["Válvulas"]
    assert "Ningún donante coincide" in ana.get("/staff/donors/?q=nadie").text


def test_who_may_be_here_twice_is_shown_with_the_way_there(ana, factories, chapter):
    one = factories.donor(name="Plásticos Peña, S.A. de C.V.")
    two = factories.donor(name="PLASTICOS PENA")
    page = ana.get(f"/staff/donors/{one.id}").text
    assert "Puede estar dos veces" in page
    assert f"/staff/donors/{two.id}" in page


def test_a_donor_from_outside_is_reviewed_once(ana, chapter):
    with transaction():
        donor = actions.find_or_create(name="Cables Nuevos", rfc=None, email="x@cables.test")
    assert "Marcar como revisado" in ana.get(f"/staff/donors/{donor.id}").text
    first = ana.post(f"/staff/donors/{donor.id}/review")
    assert first.status_code == 303
    assert "Marcar como revisado" not in ana.get(first.location).text
    second = ana.post(f"/staff/donors/{donor.id}/review")
    assert second.status_code == 409
    assert "ya marcó a este donante" in second.text


def test_contacts_are_added_and_edited_where_they_belong(ana, factories, chapter):
    donor, other = factories.donor(), factories.donor()
    typed = {"name": "Lucía Peña", "email": "lucia@empresa.test", "language": "es"}
    assert ana.post(f"/staff/donors/{donor.id}/contacts", data=typed).status_code == 303
    contact = queries.with_contacts(donor.id).contacts[0]
    assert contact.is_primary
    address = f"/staff/donors/{donor.id}/contacts/{contact.id}"
    assert "lucia@empresa.test" in ana.get(address).text
    assert ana.post(address, data={**typed, "email": "no es correo"}).status_code == 422
    assert ana.post(address, data={**typed, "title": "Directora"}).status_code == 303
    assert "Directora" in ana.get(f"/staff/donors/{donor.id}").text
    assert ana.get(f"/staff/donors/{other.id}/contacts/{contact.id}").status_code == 404


def test_a_coordinator_writes_a_new_donor_down_for_the_treasurer_to_review(beto, ana, chapter):
    answer = beto.post("/staff/donors/new", data=TYPED)
    assert answer.status_code == 303
    assert "por revisar" in ana.get(answer.location).text


def test_a_coordinator_reads_but_may_not_change(beto, factories, chapter):
    donor = factories.donor()
    page = beto.get(f"/staff/donors/{donor.id}")
    assert page.status_code == 200
    assert "Agregar un contacto" not in page.text
    assert "Donantes" in beto.get("/staff/donors/").text
    assert beto.get(f"/staff/donors/{donor.id}/edit").status_code == 403
    for address in (f"{donor.id}/edit", f"{donor.id}/review", f"{donor.id}/contacts"):
        assert beto.post(f"/staff/donors/{address}").status_code == 403


def test_another_chapter_and_invented_ids_see_nothing(ana, carla, factories, chapter):
    donor = factories.donor(name="Empresa Canaria")
    assert carla.get(f"/staff/donors/{donor.id}").status_code == 404
    assert carla.post(f"/staff/donors/{donor.id}/review").status_code == 404
    assert "Canaria" not in carla.get("/staff/donors/").text
    assert ana.get(f"/staff/donors/{uuid4()}").status_code == 404


def test_an_empty_list_says_what_will_be_here(ana, chapter):
    assert "Todavía no hay donantes" in ana.get("/staff/donors/").text


def test_the_list_and_the_sheet_make_the_same_queries_for_many_rows(
    ana, factories, chapter, count_queries
):
    donor = factories.donor()
    factories.contact(donor=donor)

    def cost(address: str) -> int:
        count_queries()
        assert ana.get(address).status_code == 200
        return count_queries()

    ana.get("/staff/donors/")
    before = cost("/staff/donors/"), cost(f"/staff/donors/{donor.id}")
    for _ in range(12):
        factories.donor()
        factories.contact(donor=donor)
    assert (cost("/staff/donors/"), cost(f"/staff/donors/{donor.id}")) == before
