"""Units agree in number, in the reader's language."""

import pytest
from flask_babel import force_locale

from relief.stock.units import counted


@pytest.mark.parametrize(
    ("locale", "quantity", "unit", "told"),
    [
        ("es_MX", 1, "pieza", "1 pieza"),
        ("es_MX", 1500, "pieza", "1,500 piezas"),
        ("es_MX", 2, "ración", "2 raciones"),
        ("en", 500, "pieza", "500 pieces"),
        ("en", 3, "tambo", "3 tambo"),
        ("en", None, "pieza", "—"),
    ],
)
def test_a_quantity_is_told_with_its_unit(app, locale, quantity, unit, told):
    with force_locale(locale):
        assert counted(quantity, unit) == told
