"""Receipts on paper: what they say, how they check, and that they never change."""

import hashlib
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date

import pytest

from relief.core.pdf import CannotBeDrawn, ensure_drawable
from relief.receipts.facts import PaymentFacts, ReceiptFacts
from relief.receipts.pdf import draw_receipt, draw_void_notice
from tests.factories import papers

cash = papers.cash_receipt
goods = replace(cash, **papers.IN_KIND_CHANGES)


def test_a_cash_receipt_says_what_its_facts_say():
    (page,) = papers.read_pages(draw_receipt(cash))
    for words in (
        "Recibo de donativo",
        "en efectivo",
        "DON-2020-00042",
        "14 de abril de 2020",
        "Ensambles Electrónicos del Pacífico, S. de R.L. de C.V.",
        "EEP0303038K2",
        "601 · General de Ley Personas Morales",
        "03 Transferencia electrónica de fondos",
        "$150,000.00 MXN",
        "(CIENTO CINCUENTA MIL PESOS 00/100 M.N.)",
        "No es comprobante fiscal deducible.",
        papers.LEGEND,
        "Lic. Mariana Ibáñez Núñez",
        cash.facts_hash(),
        cash.chain_head,
        "Página 1 de 1",
    ):
        assert words in page


def test_goods_are_listed_with_lot_expiry_quantity_and_value():
    arrived = replace(goods, intake_reference="REC-2020-00017", received_on=date(2020, 4, 12))
    (page,) = papers.read_pages(draw_receipt(arrived))
    for words in (
        "en especie",
        "REC-2020-00017",
        "12 de abril de 2020",
        "5,000",
        "12.5",
        "$65.00",
        "$325,000.00",
        "Lote N95-0420-A",
    ):
        assert words in page
    assert "caduca 01-abr-2023" in page


def test_an_english_receipt_in_dollars_states_the_rate():
    payment = PaymentFacts(
        method="Wire transfer",
        paid_on=cash.issued_on,
        rate="24.0312",
        rate_source="Banco de México (FIX)",
        rate_on=cash.issued_on,
    )
    (page,) = papers.read_pages(
        draw_receipt(replace(cash, language="en", currency="USD", payment=payment))
    )
    assert "Donation receipt" in page
    assert "April 14, 2020" in page
    assert "24.0312 MXN per USD · Banco de México (FIX) · Apr 14, 2020" in page
    assert "$150,000.00 USD" in page
    assert "not a tax-deductible receipt" in page


def test_an_authorised_donee_prints_only_its_own_legend():
    issuer = replace(papers.issuer, is_donataria=True)
    (page,) = papers.read_pages(draw_receipt(replace(cash, issuer=issuer)))
    assert "No es comprobante fiscal deducible" not in page
    assert papers.LEGEND in page


@pytest.mark.parametrize("stamp", ["", "copy", "voided"])
def test_the_qr_leads_to_the_check_page_under_any_stamp(stamp):
    assert papers.read_qr(draw_receipt(cash, stamp=stamp)) == [cash.check_url]


def test_a_void_notice_names_folio_date_reason_and_person():
    paper = draw_void_notice(cash, papers.void)
    (page,) = papers.read_pages(paper)
    for words in (
        "Aviso de cancelación",
        "DON-2020-00042",
        "El banco devolvió la transferencia.",
        "20 de abril de 2020, 16:40 (UTC−07:00)",
        "Carmen Ruelas Peña",
        "DON-2020-00051",
    ):
        assert words in page
    assert papers.read_qr(paper) == [papers.void.check_url]


def test_the_same_facts_give_the_same_bytes_in_another_process():
    code = (
        "import hashlib; from tests.factories import papers;"
        "from relief.receipts.pdf import draw_receipt;"
        "print(hashlib.sha256(draw_receipt(papers.cash_receipt)).hexdigest())"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    draw_receipt(goods)
    assert there.stdout.strip() == hashlib.sha256(draw_receipt(cash)).hexdigest()


def test_facts_come_back_whole_from_their_text():
    again = ReceiptFacts.from_json(goods.to_json())
    assert again == goods
    assert again.facts_hash() == goods.facts_hash()
    assert draw_receipt(again) == draw_receipt(goods)


def test_a_long_name_with_every_accent_and_sign_is_printed_whole():
    assert len(papers.LONG_NAME) == 120
    (page,) = papers.read_pages(
        draw_receipt(replace(cash, donor=replace(cash.donor, name=papers.LONG_NAME)))
    )
    assert papers.LONG_NAME in page


def test_two_hundred_lines_flow_over_numbered_pages():
    many = tuple(
        replace(goods.lines[0], description=f"Artículo {number}") for number in range(1, 201)
    )
    paper = draw_receipt(replace(goods, lines=many))
    pages = papers.read_pages(paper)
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert f"Página {number} de {len(pages)}" in page
        assert "DON-2020-00042" in page
    whole = " ".join(pages)
    assert all(f"Artículo {number} " in whole for number in range(1, 201))
    assert "Valor unitario" in pages[1]
    assert papers.read_qr(paper) == [cash.check_url]


def test_a_name_that_cannot_be_printed_is_refused_before_the_paper():
    facts = replace(cash, donor=replace(cash.donor, name="Maquila 😀 S.A."))
    ensure_drawable(*cash.texts())
    with pytest.raises(CannotBeDrawn) as refusal:
        ensure_drawable(*facts.texts())
    assert refusal.value.values["characters"] == "😀 (U+1F600)"


def test_every_font_travels_inside_the_paper():
    rare = replace(cash, donor=replace(cash.donor, name="Łódź Šport Œuvre"))
    for facts in (cash, goods, rare):
        paper = draw_receipt(facts)
        assert papers.unembedded_fonts(paper) == []
        assert b"FontFile2" in paper
        assert b"Helvetica" not in paper


def test_receipts_are_drawn_fast():
    draw_receipt(cash)
    begun = time.process_time()  # of this process alone: what else the machine does is not drawing
    for number in range(40):
        draw_receipt(replace(cash, folio=f"DON-2020-{number:05d}"))
    rate = 40 / (time.process_time() - begun)
    sys.stdout.write(f"{rate:.0f} receipts/s\n")
    assert rate > 20
