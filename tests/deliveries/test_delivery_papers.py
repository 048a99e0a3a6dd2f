"""The papers of a delivery: the note that a hand signs and the acuse that the hospital gave."""

import hashlib
import subprocess
import sys
from dataclasses import replace

import pytest

from relief.deliveries.facts import AcuseFacts, AcuseLineFacts, DeliveryFacts
from relief.deliveries.pdf import draw_acuse, draw_delivery_note
from tests.factories import papers
from tests.factories.delivery_papers import acuse, delivery


def test_the_note_says_what_goes_where_with_whom():
    (page,) = papers.read_pages(draw_delivery_note(delivery))
    for words in (
        "Nota de remisión",
        "ENT-2020-00123",
        "Entrega del 21 de abril de 2020",
        "Hospital General de Prueba",
        "BCSSA000913",
        "Almacén Otay",
        "Jorge Medina Ruiz",
        "AN-12-345",
        "Entrar por urgencias.",
        "Cubrebocas N95",
        "N95-0420-A",
        "01-abr-2023",
        "1,200",
        "350.5",
        "Recibió en el hospital",
        delivery.facts_hash(),
        "Página 1 de 1",
    ):
        assert words in page


def test_the_qr_of_both_papers_leads_to_the_confirmation():
    assert papers.read_qr(draw_delivery_note(delivery)) == [delivery.confirm_url]
    assert papers.read_qr(draw_acuse(delivery, acuse)) == [delivery.confirm_url]


def test_the_acuse_sets_sent_beside_accepted_short_and_damaged():
    (page,) = papers.read_pages(draw_acuse(delivery, acuse))
    for words in (
        "Acuse de recibo",
        "Recibido con diferencias",
        "1 de 2 renglones sin diferencias",
        "Caja mojada",
        "Laura Peña Ochoa",
        "Jefa de enfermería",
        "21 de abril de 2020, 13:05 (UTC−07:00)",
        "Gracias a todas las empresas.",
        acuse.facts_hash(),
        acuse.chain_head,
    ):
        assert words in page
    assert "1,200 1,150 30 20" in page


def test_an_acuse_without_differences_says_so_in_english_too():
    whole = replace(acuse, lines=(AcuseLineFacts(number=2, accepted="350.5"),))
    (page,) = papers.read_pages(draw_acuse(replace(delivery, language="en"), whole))
    assert "Received complete" in page
    assert "1 of 1 lines without differences" in page
    assert "April 21, 2020" in page


def test_an_acuse_of_a_line_that_was_never_sent_is_refused():
    stray = replace(acuse, lines=(AcuseLineFacts(number=9, accepted="1"),))
    with pytest.raises(KeyError):
        draw_acuse(delivery, stray)


def test_sixty_long_lines_flow_and_signatures_never_stand_alone():
    first = replace(delivery.lines[0], item=papers.LONG_NAME, lot="LOTE-LARGUISIMO-2020-0001")
    many = tuple(replace(first, number=number) for number in range(1, 61))
    note = draw_delivery_note(replace(delivery, lines=many))
    pages = papers.read_pages(note)
    assert len(pages) > 3
    assert f"Página {len(pages)} de {len(pages)}" in pages[-1]
    assert "Compañía Ñandú" in pages[-1]
    assert "Transportó" in pages[-1]
    assert papers.read_qr(note) == [delivery.confirm_url]


def test_the_same_facts_give_the_same_bytes_in_another_process():
    code = (
        "import hashlib; from tests.factories.delivery_papers import acuse, delivery;"
        "from relief.deliveries.pdf import draw_acuse, draw_delivery_note;"
        "print(hashlib.sha256(draw_delivery_note(delivery) + draw_acuse(delivery, acuse))"
        ".hexdigest())"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    here = draw_delivery_note(delivery) + draw_acuse(delivery, acuse)
    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_facts_come_back_whole_and_every_font_travels_inside():
    again = DeliveryFacts.from_json(delivery.to_json())
    assert again == delivery
    assert AcuseFacts.from_json(acuse.to_json()) == acuse
    paper = draw_acuse(again, acuse)
    assert papers.unembedded_fonts(paper) == []
    assert b"Helvetica" not in paper
