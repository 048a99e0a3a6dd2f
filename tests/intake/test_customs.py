"""Goods of plants: their customs regime, and what must be recorded before they are accepted."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from relief.audit.queries import timeline
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.intake import actions, customs, papers, queries
from relief.intake.actions import Counted, Declared
from relief.intake.errors import (
    IntakeAlreadyDecided,
    LineOfAnother,
    NotTemporary,
    PedimentoInvented,
    PedimentoMisread,
    PedimentoMissing,
    PedimentoNotNeeded,
    RegimeAlreadyChanged,
    RegimeNotChanged,
    SamePedimento,
)
from relief.intake.models import CustomsEntry, IntakeStatus, Regime
from relief.intake.pdf import draw_note
from relief.pledges.queries import get_pledge
from relief.reports.story import story_of_pledge
from relief.reports.verify import violations
from tests.factories.intake_papers import note
from tests.factories.papers import read_pages
from tests.intake.promises import promise

ENTRY, CHANGE = "204034560001234", "204034560009999"


def tell(intake, regime, pedimento="", line=None):
    with transaction():
        customs.set_regime(intake, regime=regime, pedimento=pedimento, line=line)


def change(intake, pedimento=CHANGE, line=None):
    with transaction():
        customs.record_change(intake, pedimento=pedimento, changed_on=date(2020, 5, 5), line=line)


def receive(intake):
    with transaction():
        actions.receive_intake(intake, counts=[Counted(x, x.declared) for x in intake.lines])


def test_a_pedimento_is_read_as_people_write_it(chapter):
    for typed in (ENTRY, "20 40 3456 0001234", "20-40-3456-0001234"):
        assert customs.read_pedimento(typed) == ENTRY
    assert customs.parted(ENTRY) == "20 40 3456 0001234"
    for typed in ("2040345600012", ENTRY + "1", "20 40 3456 000123A", "٢" * 15, "²" * 15):
        with pytest.raises(PedimentoMisread):
            customs.read_pedimento(typed)
    with pytest.raises(PedimentoInvented, match="2098"):
        customs.read_pedimento("984034560001234")


def test_temporary_goods_wait_for_the_change_of_regime(factories, chapter):
    intake = factories.intake()
    tell(intake, Regime.TEMPORARY, ENTRY)
    with pytest.raises(RegimeNotChanged):
        receive(intake)
    db.session.refresh(intake)
    assert intake.status is IntakeStatus.ARRIVED
    change(intake)
    receive(intake)
    entry = db.session.scalars(sa.select(CustomsEntry)).one()
    assert intake.status is IntakeStatus.RECEIVED
    assert (entry.changed_pedimento, entry.changed_on) == (CHANGE, date(2020, 5, 5))
    assert entry.changed_by
    assert [told.tag for told in timeline(intake.id)][:3] == [
        "intake:intake:received",
        "intake:customs:changed",
        "intake:customs:recorded",
    ]
    assert violations() == []


@pytest.mark.parametrize(
    ("regime", "pedimento"), [(Regime.NATIONAL, ""), (Regime.DEFINITIVE, ENTRY)]
)
def test_other_goods_are_accepted_at_once(factories, chapter, regime, pedimento):
    intake = factories.intake()
    tell(intake, regime, pedimento)
    receive(intake)
    assert intake.status is IntakeStatus.RECEIVED


def test_what_makes_no_sense_is_refused(factories, chapter):
    intake = factories.intake()
    with pytest.raises(NotTemporary):
        change(intake)
    with pytest.raises(PedimentoMissing):
        tell(intake, Regime.TEMPORARY)
    with pytest.raises(PedimentoNotNeeded):
        tell(intake, Regime.NATIONAL, ENTRY)
    tell(intake, Regime.TEMPORARY, CHANGE)
    tell(intake, Regime.TEMPORARY, ENTRY)
    with pytest.raises(SamePedimento):
        change(intake, ENTRY)
    change(intake)
    with pytest.raises(RegimeAlreadyChanged, match="20 40 3456 0009999"):
        change(intake)
    with pytest.raises(RegimeAlreadyChanged):
        tell(intake, Regime.NATIONAL)
    receive(intake)
    with pytest.raises(IntakeAlreadyDecided):
        change(intake)


def test_verify_tells_what_got_past_the_action(factories, chapter):
    intake = factories.intake(received=True)
    with transaction():
        db.session.add(CustomsEntry(intake_id=intake.id, regime=Regime.TEMPORARY, pedimento=ENTRY))
    (line,) = violations()
    assert f"{intake.reference} was accepted under a temporary customs regime" in line
    with pytest.raises(RegimeNotChanged), transaction():
        actions.approve_value(intake.lines[0], value=Money(100, "MXN"))


def test_the_database_keeps_a_pedimento_where_one_belongs(factories, chapter):
    intake = factories.intake()
    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.add(CustomsEntry(intake_id=intake.id, regime=Regime.DEFINITIVE))


def test_staff_record_both_and_see_them_in_page_note_and_trace(app, beto, factories, chapter):
    pledge = promise(factories)
    line = actions.Declared(pledge.lines[0].item, 10, pledge.lines[0])
    intake = factories.intake(
        donor=pledge.donor, campaign=pledge.campaign, pledge=pledge, lines=[line]
    )
    here = f"/staff/intake/{intake.id}"
    told = {"regime-regime": "temporary", "regime-pedimento": "12"}
    assert "15 dígitos" in beto.post(f"{here}/customs/", data=told).text
    told["regime-pedimento"] = "20 40 3456 0001234"
    assert beto.post(f"{here}/customs/", data=told).status_code == 303
    assert "falta el cambio de régimen" in beto.get(here).text
    refused = beto.post(f"{here}/count", data={"lines-0-received": "10", "lines-0-lot_code": "L"})
    assert "régimen temporal (IMMEX)" in refused.text
    assert refused.status_code == 422
    changed = {"change-pedimento": CHANGE, "change-changed_on": "2020-05-05"}
    assert beto.post(f"{here}/customs/change", data=changed).status_code == 303
    assert beto.post(f"{here}/customs/change", data=changed).status_code == 422
    receive(queries.get_intake(intake.id))
    shown = beto.get(here).text
    assert "20 40 3456 0009999" in shown
    assert beto.get(f"{here}/customs/").status_code == 303
    with app.test_request_context():
        facts = papers.note_facts(queries.get_intake(intake.id), language="es")
    assert facts.customs == (
        "Importación temporal (IMMEX); pedimento 20 40 3456 0001234; "
        "cambio de régimen del 5 de mayo de 2020, pedimento 20 40 3456 0009999"
    )
    assert facts.customs in read_pages(draw_note(replace(note, customs=facts.customs)))[0]
    (came,) = story_of_pledge(get_pledge(pledge.id)).goods
    assert came.customs.changed_pedimento == CHANGE
    assert "20 40 3456 0009999" in beto.get(f"/staff/pledges/{pledge.id}").text


def two_lines(factories):
    items = factories.item(), factories.item()
    return factories.intake(lines=[Declared(item, 10) for item in items])


def test_a_line_may_be_under_another_regime(app, factories, chapter):
    intake = two_lines(factories)
    first, second = intake.lines
    tell(intake, Regime.NATIONAL)
    tell(intake, Regime.TEMPORARY, ENTRY, line=second)
    with pytest.raises(RegimeNotChanged):
        receive(intake)
    with pytest.raises(LineOfAnother):
        tell(intake, Regime.NATIONAL, line=factories.intake().lines[0])
    with pytest.raises(NotTemporary):
        change(intake, line=first)
    change(intake, line=second)
    receive(intake)
    assert violations() == []
    db.session.expire_all()
    with app.test_request_context():
        told = papers.note_facts(queries.get_intake(intake.id), language="es").customs
    assert "Renglón 2: Importación temporal" in told
    assert customs.parted(CHANGE) in told


def test_a_line_out_of_a_temporary_arrival_does_not_wait(factories, chapter):
    intake = two_lines(factories)
    tell(intake, Regime.TEMPORARY, ENTRY)
    for line in intake.lines:
        tell(intake, Regime.NATIONAL, line=line)
    receive(intake)
    assert violations() == []


def test_the_page_of_a_line_keeps_its_regime(beto, factories, chapter):
    intake = two_lines(factories)
    line = intake.lines[1]
    here = f"/staff/intake/{intake.id}/customs/"
    assert f"lines/{line.id}" in beto.get(here).text
    own = f"{here}lines/{line.id}"
    beto.get(own)
    sent = {"regime-regime": "temporary", "regime-pedimento": ENTRY}
    assert beto.post(own, data=sent).status_code == 303
    assert "falta el cambio de régimen" in beto.get(f"/staff/intake/{intake.id}").text
    stranger = factories.intake().lines[0]
    assert beto.get(f"{here}lines/{stranger.id}").status_code == 404
