"""How many of what: the catalogue's units in the reader's language and number."""

from babel.numbers import format_decimal
from flask_babel import get_locale, ngettext

_NAMES = {
    "caja": lambda n: ngettext("box", "boxes", n),
    "kit": lambda n: ngettext("kit", "kits", n),
    "litro": lambda n: ngettext("litre", "litres", n),
    "paquete": lambda n: ngettext("package", "packages", n),
    "par": lambda n: ngettext("pair", "pairs", n),
    "pieza": lambda n: ngettext("piece", "pieces", n),
    "ración": lambda n: ngettext("portion", "portions", n),
}


def name_of(unit: str, quantity: int) -> str:
    """Return a unit's name for so many; a unit nobody translated stays as it was typed."""
    known = _NAMES.get(unit.lower())
    return known(quantity) if known is not None else unit


def counted(quantity: int | None, unit: str) -> str:
    """Return `1,500 piezas`; a dash for no quantity."""
    if quantity is None:
        return "—"
    number = format_decimal(quantity, locale=str(get_locale() or "es_MX"))
    return f"{number} {name_of(unit, quantity)}"
