"""The papers of an arrival: the goods received note, and labels that lead to each lot."""

from dataclasses import replace

import pypdfium2
import pytest

from relief.core.db import transaction
from relief.core.money import Money
from relief.intake import actions, papers, queries
from relief.intake.actions import Counted, Declared
from relief.intake.facts import LabelSheetFacts, NoteFacts
from relief.intake.labels import draw_labels
from relief.intake.models import DifferenceReason
from relief.intake.pdf import draw_note
from tests.factories.intake_papers import label, note, sheet
from tests.factories.papers import LONG_NAME, read_pages, read_qr, unembedded_fonts


def test_the_note_sets_declared_beside_received():
    (page,) = read_pages(draw_note(note))
    for words in (
        "Nota de entrada",
        "REC-2020-00012",
        "Llegó el 4 de mayo de 2020",
        "Ensambles Electrónicos del Pacífico",
        "EEP0303038K2",
        "PRO-2020-00042",
        "Beto Núñez",
        "4 de mayo de 2020, 16:20 (UTC−07:00)",
        "Recibido con diferencias",
        "1 de 2 renglones sin diferencias · valor aprobado $90,700.00 MXN",
        "1,200 1,180 −20",
        "Dos cajas mojadas",
        "Lote N95-0420-A · caduca 01-abr-2023",
        "$76,700.00",
        "Autorizó",
        note.facts_hash(),
        note.chain_head,
    ):
        assert words in page


def test_the_note_in_english_before_the_value_is_approved():
    unvalued = replace(note, language="en", value="", lines=(replace(note.lines[1], value=""),))
    paper = draw_note(unvalued)
    (page,) = read_pages(paper)
    for words in ("Goods received note", "Received complete", "value to be approved"):
        assert words in page
    assert "$" not in page
    assert read_qr(paper) == [note.page_url]


def test_sixty_long_lines_flow_and_the_facts_come_back_whole():
    long = replace(note.lines[0], item=LONG_NAME, reason=LONG_NAME, lot="LOTE-LARGUÍSIMO-2020-1")
    many = replace(note, lines=tuple(replace(long, number=n) for n in range(1, 61)))
    paper = draw_note(NoteFacts.from_json(many.to_json()))
    pages = read_pages(paper)
    assert f"Página {len(pages)} de {len(pages)}" in pages[-1]
    assert "Compañía Ñandú" in pages[-1]
    assert "Recibió en el almacén" in pages[-1]
    assert unembedded_fonts(paper) == []


@pytest.mark.parametrize(
    ("copies", "used", "pages"), [(1, 0, 1), (10, 0, 1), (10, 1, 2), (21, 9, 3)]
)
def test_labels_fill_sheets_of_ten_from_the_first_free_one(copies, used, pages):
    paper = draw_labels(replace(sheet, used=used, labels=(replace(label, copies=copies),)))
    read = read_pages(paper)
    assert len(read) == pages
    assert sum(page.count("REC-2020-00012") for page in read) == copies
    assert f"Bulto {copies} de {copies}" in read[-1]


def test_a_label_says_what_whose_and_until_when():
    paper = draw_labels(LabelSheetFacts.from_json(sheet.to_json()))
    (page,) = read_pages(paper)
    for words in ("Cubrebocas N95", "N95-0420-A", "01-abr-2023", "Donativo de Ensambles"):
        assert page.count(words) == label.copies
    assert read_qr(paper) == [f"{label.lot_url}?box={n + 1}" for n in range(label.copies)]
    assert unembedded_fonts(paper) == []
    endless = replace(sheet, language="en", labels=(replace(label, expires_on=None),))
    assert "Does not expire" in read_pages(draw_labels(endless))[0]


def test_the_longest_names_stay_on_their_label():
    """Ten labels of the longest names: no letter leaves its sticker of 288 × 144 points."""
    long = replace(label, item=LONG_NAME, donor=LONG_NAME, lot="Ñ" * 40, copies=10)
    page = pypdfium2.PdfDocument(draw_labels(replace(sheet, labels=(long,))))[0].get_textpage()
    boxes = [page.get_charbox(n) for n in range(page.count_chars())]
    assert len(boxes) > 1000
    for left, bottom, right, top in boxes:
        if left == right:
            continue
        column, row = (1 if left > 306 else 0), int((792 - 36 - top) // 144)
        assert 11.25 + 301.5 * column + 108 <= left <= right <= 299.25 + 301.5 * column
        assert 0 <= row < 5
        assert bottom >= 792 - 36 - 144 * (row + 1)


def test_the_facts_are_the_rows(app, factories, chapter):
    lines = [
        Declared(factories.item(name="Bata Ñ", name_en="Gown"), 40),
        Declared(factories.item(), 5),
    ]
    intake = factories.intake(lines=lines)
    with transaction():
        actions.receive_intake(
            intake,
            counts=[
                Counted(intake.lines[0], 38, DifferenceReason.DAMAGED, "mojadas"),
                Counted(intake.lines[1], 0, DifferenceReason.SHORT),
            ],
        )
    with app.test_request_context():
        facts = papers.note_facts(intake, language="en")
    first, second = facts.lines
    assert (first.item, first.declared, first.received) == ("Gown", 40, 38)
    assert first.reason == "damaged on arrival: mojadas"
    assert (second.received, second.lot, facts.value) == (0, "", "")
    assert facts.page_url.endswith(f"/staff/intake/{intake.id}")
    with transaction():
        actions.approve_value(intake.lines[0], value=Money(123_450, "MXN"))
    with app.test_request_context():
        assert papers.note_facts(intake, language="es").value == "$1,234.50 MXN"


def test_staff_open_the_note_and_ask_for_labels(beto, factories, chapter):
    item = factories.item(pack_size=20)
    intake = factories.intake(lines=[Declared(item, 90)])
    here = f"/staff/intake/{intake.id}"
    assert beto.get(f"{here}/note.pdf").status_code == 404
    assert beto.get(f"{here}/labels").status_code == 404
    intake = queries.get_intake(intake.id)
    with transaction():
        actions.receive_intake(intake, counts=[Counted(intake.lines[0], 90)])
    lot_id = intake.lines[0].lot_id
    assert f"{here}/note.pdf" in beto.get(here).text
    assert "Nota de entrada" in read_pages(beto.get(f"{here}/note.pdf").data)[0]
    assert 'value="5"' in beto.get(f"{here}/labels").text
    drawn = beto.get(f"{here}/labels.pdf?lines-0-copies=2&used=0")
    assert drawn.mimetype == "application/pdf"
    codes = read_qr(drawn.data)
    there = f"/staff/stock/lots/{lot_id}?box="
    assert [code.partition(there)[2] for code in codes] == ["1", "2"]
    assert beto.get(there + "2").status_code == 200
    assert beto.get(f"{here}/labels.pdf").status_code == 303
    for wrong in (
        "lines-0-copies=0&used=0",
        "lines-0-copies=501&used=0",
        "lines-0-copies=2&used=10",
    ):
        assert beto.get(f"{here}/labels.pdf?{wrong}").status_code == 422
