"""Staff keep the record of the hospitals."""

from relief.audit.queries import timeline
from relief.hospitals import queries
from relief.hospitals.models import Hospital


def test_a_coordinator_writes_down_a_hospital(beto, chapter):
    answer = beto.post("/staff/hospitals/new", data={"name": "Clínica Ñandú", "city": "Tecate"})
    assert answer.status_code == 303
    page = beto.get(answer.location)
    assert "Clínica Ñandú" in page.text
    assert "Hospital registrado" in page.text


def test_a_name_without_letters_is_refused_and_kept(beto, chapter):
    answer = beto.post("/staff/hospitals/new", data={"name": "\u200b\u200b", "city": "Tecate"})
    assert answer.status_code == 422
    assert 'value="Tecate"' in answer.text


def test_the_same_name_without_accents_is_told_beside_the_field(beto, factories, chapter):
    factories.hospital(name="Clínica Peñasco")
    answer = beto.post("/staff/hospitals/new", data={"name": "CLINICA PENASCO", "city": "Tecate"})
    assert answer.status_code == 422
    assert "Clínica Peñasco" in answer.text


def test_a_treasurer_reads_but_may_not_write(ana, factories, chapter):
    hospital = factories.hospital()
    assert ana.get(f"/staff/hospitals/{hospital.id}").status_code == 200
    assert ana.get("/staff/hospitals/new").status_code == 403


def test_another_chapter_sees_nothing(carla, factories, chapter):
    hospital = factories.hospital(name="Hospital Canario")
    assert carla.get(f"/staff/hospitals/{hospital.id}").status_code == 404
    assert "Canario" not in carla.get("/staff/hospitals/").text


def test_a_list_makes_the_same_queries_for_one_row_and_for_twenty(
    beto, factories, chapter, count_queries
):
    factories.hospital()
    beto.get("/staff/hospitals/")
    count_queries()
    beto.get("/staff/hospitals/")
    one = count_queries()
    for _ in range(19):
        factories.hospital()
    count_queries()
    beto.get("/staff/hospitals/")
    assert count_queries() == one


def test_each_change_leaves_one_entry_in_the_chain(factories, chapter):
    hospital = factories.hospital()
    tags = [entry.tag for entry in timeline(hospital.id)]
    assert tags == ["hospitals:hospital:moved", "hospitals:hospital:created"]
    assert isinstance(queries.get_hospital(hospital.id), Hospital)
