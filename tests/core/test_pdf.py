"""The page theme: fitting text, fonts that lack a letter, tables that flow."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from relief.core.pdf import (
    CannotBeDrawn,
    Cell,
    Column,
    Sheet,
    draw_table,
    ensure_drawable,
    render,
    undrawable,
    words,
)
from relief.core.pdf.fonts import font_files, width
from relief.core.pdf.text import shrink, trim, wrap
from relief.core.pdf.theme import BODY
from tests.factories import papers

SHEET = Sheet(title="Prueba", author="Prueba, A.C.", language="es", running="Prueba 1", foot="Pie")


def test_spanish_english_and_business_signs_can_be_drawn():
    text = "ÁÉÍÓÚÜÑ áéíóúüñ ¿¡ «» “” ’ — – … № € ✓ & < > ' \" % @ # çÇ\n\tok"
    lacking = undrawable(text) - {"№", "✓"}  # Vera, the fallback, lacks these two
    assert lacking == set()


def test_an_accent_that_composes_is_drawn_and_one_that_cannot_is_not():
    assert undrawable("Compan\u0303ia") == set()
    assert undrawable("x\u0303") == {"\u0303"}


@pytest.mark.parametrize("letter", ["😀", "漢", "ع", "\u200b", "\u202e", "\x00", "\x07"])
def test_a_letter_without_a_shape_is_refused_by_name(letter):
    with pytest.raises(CannotBeDrawn) as refusal:
        ensure_drawable("Cía.", f"A{letter}B")
    assert f"U+{ord(letter):04X}" in refusal.value.values["characters"]


def test_wrapped_lines_fit_and_lose_nothing():
    text = "Donativo de equipo de protección " * 5 + "x" * 300
    lines = wrap(text, BODY, 120)
    assert all(width(line, BODY.font, BODY.size) <= 120 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrap("  ", BODY, 120) == []


def test_text_shrinks_no_further_than_it_may():
    assert shrink("corto", BODY, 200, least=6).size == BODY.size
    assert shrink("m" * 200, BODY, 200, least=6).size == 6


def test_a_trimmed_line_fits_with_its_ellipsis():
    line = trim("palabra " * 40, BODY, 100)
    assert line.endswith("…")
    assert width(line, BODY.font, BODY.size) <= 100
    assert trim("corto", BODY, 100) == "corto"


def test_a_table_repeats_its_head_on_each_page_and_markup_stays_text():
    columns = [Column("Clave", 30), Column("Monto", 30, align="right"), Column("Listo", 10)]
    rows = [(Cell(f"<b>{n}</b>", note="&amp;"), Cell("$1.00"), Cell(tick=True)) for n in range(90)]
    pages = papers.read_pages(render(SHEET, lambda paper: draw_table(paper, columns, rows)))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert "Clave Monto Listo" in page
        assert f"Página {number} de {len(pages)}" in page
    assert "<b>0</b>" in pages[0]
    assert "&amp;" in pages[0]


def test_figures_and_dates_read_as_their_readers_write_them():
    assert words.amount(2_200_000_050, "MXN") == "$22,000,000.50 MXN"
    assert words.figure(-105) == "−$1.05"
    assert [words.quantity(n) for n in ("1200", "12.50", "3.00")] == ["1,200", "12.5", "3"]
    assert words.day(date(2020, 4, 1), "es") == "1 de abril de 2020"
    assert words.day(date(2020, 4, 1), "en") == "April 1, 2020"
    assert words.short_day(date(2020, 8, 1), "es") == "01-ago-2020"
    assert words.moment(datetime(2020, 4, 1, 9, 5, tzinfo=UTC), "en") == (
        "April 1, 2020, 09:05 (UTC+00:00)"
    )
    assert [words.language_of(locale) for locale in ("en_US", "es_MX", "")] == ["en", "es", "es"]


def test_opening_the_theme_does_not_load_reportlab():
    code = "import sys, relief.core.pdf, relief.receipts.pdf; sys.exit('reportlab' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_before_the_fonts_were_copied_reportlabs_own_stand_in(tmp_path):
    files = font_files(tmp_path)
    assert files[BODY.font].name == "Vera.ttf"
    assert all(file.is_file() for file in files.values())


def test_a_letter_without_a_shape_still_takes_room():
    assert width("漢", BODY.font, 10) == 5
