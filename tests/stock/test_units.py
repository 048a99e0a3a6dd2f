"""Units agree in number, in the reader's language."""

import csv

import pytest
from flask_babel import force_locale

from relief.config import ROOT
from relief.stock.ledger import transit
from relief.stock.units import counted, name_on_paper
from relief.stock.words import place_name

SAMPLE = ROOT / "relief" / "demo" / "data" / "catalogue.csv"


@pytest.mark.parametrize(
    ("locale", "quantity", "unit", "told"),
    [
        ("es_MX", 1, "pieza", "1 pieza"),
        ("es_MX", 1500, "pieza", "1,500 piezas"),
        ("es_MX", 2, "ración", "2 raciones"),
        ("en", 500, "pieza", "500 pieces"),
        ("en", 3, "Raciones", "3 portions"),
        ("es_MX", 3, "piece", "3 piezas"),
        ("en", 3, "huacal", "3 huacal"),
        ("en", None, "pieza", "—"),
    ],
)
def test_a_quantity_is_told_with_its_unit(app, locale, quantity, unit, told):
    with force_locale(locale):
        assert counted(quantity, unit) == told


def test_every_unit_of_the_sample_catalogue_reads_in_english(app):
    rows = csv.DictReader(SAMPLE.read_text(encoding="utf-8").splitlines())
    units = {row["unit"] for row in rows}
    assert units
    with force_locale("es_MX"):  # the paper's language counts, not that of whoever draws it
        assert not {unit for unit in units - {"kit"} if name_on_paper(unit, "en") == unit}


def test_the_road_is_named_in_the_readers_language(app, chapter):
    with force_locale("en"):
        assert place_name(transit()) == "In transit"
    with force_locale("es_MX"):
        assert place_name(transit()) == "En tránsito"
