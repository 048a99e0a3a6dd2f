"""The member roll: planted faults are refused with reasons, the rest enters, twice is once."""

from pathlib import Path

import pytest

from relief.core.db import db, transaction
from relief.core.imports import ColumnsMissing, Outcome
from relief.donors import actions, membership, queries
from relief.donors.models import Donor, MemberState
from relief.donors.roll import carry_out, plan_roll

ROLLS = Path(__file__).parent / "rolls"
HEAD = "No. socio,Razón social,RFC,C.P. fiscal,Correo,Fecha de ingreso,Idioma\n"
FAULTS = {
    "IZC-BAD002": "RFC",
    "IZC-BAD003": "Correo",
    "IZC-BAD004": "Fecha de ingreso",
    "IZC-BAD005": "Razón social",
    "IZC-BAD006": "C.P. fiscal",
    "IZC-667003": "IZC-667003",
    "IZC-DUP001": "ANX800725T96",
}


def roll(*rows):
    return (HEAD + "\n".join(rows)).encode()


def imported(content):
    plan = plan_roll(content)
    with transaction():
        carry_out(plan)
    return plan


def counts(plan):
    return {each.value: len(plan.of(each)) for each in Outcome if plan.of(each)}


def donors():
    return db.session.query(Donor).count()


def test_the_sample_roll_enters_but_for_its_planted_faults(chapter):
    plan = imported((ROLLS / "nuevos.csv").read_bytes())
    assert counts(plan) == {"new": 62, "refused": 7}
    assert plan.listed.empty == 1
    refused = {each.row.text["member_no"]: each.reasons for each in plan.of(Outcome.REFUSED)}
    assert refused.keys() == FAULTS.keys()
    for number, word in FAULTS.items():
        assert len(refused[number]) <= 2
        assert any(word in reason for reason in refused[number]), (number, refused[number])
    assert [each.row.text["member_no"] for each in plan.warned] == ["IZC-BAD001"]
    assert donors() == 62
    odd = queries.holder_of_member_no("IZC-OK0001")
    assert odd.name == "Ñandú Güereca O’Farrill-Müller y Asociados <Baja> & Cía., S.A.B. de C.V."
    assert odd.is_member
    assert odd.joined_on.isoformat() == "2020-06-01"


@pytest.mark.parametrize(("file", "new"), [("nuevos.csv", 62), ("excel_windows.csv", 60)])
def test_the_same_roll_again_changes_nothing(chapter, file, new):
    content = (ROLLS / file).read_bytes()
    assert len(imported(content).of(Outcome.NEW)) == new
    again = imported(content)
    assert len(again.of(Outcome.SAME)) == new
    assert not again.writes
    assert donors() == new


def test_refused_rows_come_back_as_a_file_that_can_be_mended_and_sent_again(chapter):
    plan = imported((ROLLS / "nuevos.csv").read_bytes())
    back = plan.refused_file()
    text = back.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("No. socio,Razón social,RFC,")
    assert "\"'=HYPERLINK(" in text
    again = plan_roll(back)
    # The row that stood twice is alone here, and says what is known already.
    assert counts(again) == {"same": 1, "refused": 6}
    mended = text.replace("no-es-correo", "si@empresa.example").encode()
    (entered,) = plan_roll(mended).of(Outcome.NEW)
    assert entered.title == "Correo Roto del Norte, S.A. de C.V."


def test_a_known_member_is_changed_where_the_file_says_so_and_nowhere_else(factories, chapter):
    known = factories.donor(
        name="Arneses Tecate, S.A.", rfc="ANX800725T96", city="Tecate", language="en"
    )
    plan = imported(roll("S-1,Arneses Tecate S.A.,ANX800725T96,21796,,15/05/2020,"))
    (row,) = plan.of(Outcome.CHANGED)
    assert row.target == known.id
    assert {change.after for change in row.changes} >= {"S-1", "21796", "15/05/2020"}
    kept = queries.get_donor(known.id)
    assert (kept.city, kept.language, kept.email) == ("Tecate", "en", "donativos@empresa.test")
    assert kept.is_member
    assert kept.member_no == "S-1"


def test_a_name_is_enough_only_while_no_number_speaks_against_it(factories, chapter):
    known = factories.donor(name="Metales Ñuño")
    factories.donor(name="Otros Metales", rfc="ANX800725T96")
    plan = plan_roll(
        roll(
            "S-1,METALES NUÑO S.A. DE C.V.,WSB920922TP0,21263,,,",
            "S-2,Otros Metales,HSV860329JU1,21351,,,",
        )
    )
    assert [each.target for each in plan.rows] == [known.id, None]


def test_numbers_of_two_donors_are_refused(factories, chapter):
    factories.donor(name="Una", member_no="S-1", rfc="WSB920922TP0")
    factories.donor(name="Otra", member_no="S-2", rfc="HSV860329JU1")
    plan = plan_roll(
        roll("S-1,Una,HSV860329JU1,21263,,,", "S-3,Tres,HSV860329JU1,21263,,,", "S-4,,,,,,")
    )
    assert counts(plan) == {"refused": 3}
    assert "Una" in plan.rows[0].reasons[0]
    assert "Otra" in plan.rows[1].reasons[0]


def test_who_left_comes_back_by_a_later_day_only(factories, chapter):
    donor = factories.donor(
        name="Vuelve",
        member_no="S-1",
        is_member=True,
        joined_on=membership.date(2019, 1, 1),
    )
    with transaction():
        membership.end_membership(
            queries.get_donor(donor.id), ended_on=membership.date(2020, 2, 1), reason="cuota"
        )
    assert counts(plan_roll(roll("S-1,Vuelve,,,,01/01/2019,"))) == {"refused": 1}
    imported(roll("S-1,Vuelve,,,,01/03/2020,"))
    stays = membership.stays_of(donor.id)
    assert [(stay.is_open, str(stay.joined_on)) for stay in stays] == [
        (True, "2020-03-01"),
        (False, "2019-01-01"),
    ]
    assert membership.state_of(stays) is MemberState.MEMBER


def test_a_file_without_its_columns_is_refused(chapter):
    with pytest.raises(ColumnsMissing, match=r"Razón social, No\. socio"):
        plan_roll(b"uno,dos\n1,2\n")


def test_an_edit_keeps_the_open_stay_true(factories, chapter):
    donor = factories.donor(name="Socia", is_member=True, member_no="S-9")
    with transaction():
        actions.edit_donor(queries.get_donor(donor.id), changes={"is_member": False})
    assert membership.state_of(membership.stays_of(donor.id)) is MemberState.FORMER
