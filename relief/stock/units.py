"""How many of what: the catalogue's units in the reader's language and number."""

from collections.abc import Callable

from flask_babel import force_locale, ngettext, npgettext

from relief.core.mail import locale_of
from relief.core.numbers import in_groups
from relief.core.text import search_key

# Each with the spellings, without accents, by which people write it in either language.
_NAMES: dict[str, Callable[[int], str]] = {
    "bolsa bolsas bag bags": lambda n: ngettext("bag", "bags", n),
    "botella botellas bottle bottles": lambda n: ngettext("bottle", "bottles", n),
    "bulto bultos bundle bundles": lambda n: ngettext("bundle", "bundles", n),
    "caja cajas box boxes": lambda n: ngettext("box", "boxes", n),
    "comida comidas meal meals": lambda n: ngettext("meal", "meals", n),
    "costal costales saco sacos sack sacks": lambda n: ngettext("sack", "sacks", n),
    "cubeta cubetas bucket buckets": lambda n: ngettext("bucket", "buckets", n),
    "despensa despensas": lambda n: ngettext("pantry kit", "pantry kits", n),
    "dosis dose doses": lambda n: ngettext("dose", "doses", n),
    "frasco frascos jar jars": lambda n: ngettext("jar", "jars", n),
    "galon galones gallon gallons": lambda n: ngettext("gallon", "gallons", n),
    "garrafon garrafones jug jugs": lambda n: ngettext("jug", "jugs", n),
    "gramo gramos gram grams": lambda n: ngettext("gram", "grams", n),
    "juego juegos set sets": lambda n: ngettext("set", "sets", n),
    "kilo kilos kilogramo kilogramos kilogram kilograms": lambda n: ngettext(
        "kilogram", "kilograms", n
    ),
    "kit kits": lambda n: ngettext("kit", "kits", n),
    "lata latas can cans": lambda n: ngettext("can", "cans", n),
    "litro litros litre litres liter liters": lambda n: ngettext("litre", "litres", n),
    "metro metros metre metres meter meters": lambda n: ngettext("metre", "metres", n),
    "mililitro mililitros millilitre millilitres": lambda n: ngettext(
        "millilitre", "millilitres", n
    ),
    "paquete paquetes package packages pack packs": lambda n: ngettext("package", "packages", n),
    "par pares pair pairs": lambda n: ngettext("pair", "pairs", n),
    "pieza piezas piece pieces": lambda n: ngettext("piece", "pieces", n),
    "racion raciones porcion porciones portion portions ration rations": lambda n: ngettext(
        "portion", "portions", n
    ),
    "rollo rollos roll rolls": lambda n: ngettext("roll", "rolls", n),
    "sobre sobres sachet sachets": lambda n: ngettext("sachet", "sachets", n),
    "tambo tambos drum drums": lambda n: ngettext("drum", "drums", n),
    "tarima tarimas pallet pallets": lambda n: ngettext("pallet", "pallets", n),
    "unidad unidades unit units": lambda n: npgettext("one of many", "unit", "units", n),
}
_KNOWN = {spelling: name for spellings, name in _NAMES.items() for spelling in spellings.split()}


def name_of(unit: str, quantity: int | None = 1) -> str:
    """Return a unit's name for so many; a unit nobody translated stays as it was typed."""
    known = _KNOWN.get(search_key(unit))
    return known(1 if quantity is None else quantity) if known is not None else unit


def same_unit(one: str, other: str) -> bool:
    """Say whether two people wrote the same word: `Cajas` and `caja`, `box` too."""
    if _one_of(one) == _one_of(other):
        return True
    known = _KNOWN.get(search_key(one))
    return known is not None and known is _KNOWN.get(search_key(other))


def _one_of(name: str) -> list[str]:
    return [word.removesuffix("s") for word in search_key(name).split()]


def name_on_paper(unit: str, language: str) -> str:
    """Return the name of one unit in a paper's language, `es` or `en`, whoever draws it."""
    with force_locale(locale_of(language)):
        return name_of(unit)


def counted(quantity: int | None, unit: str) -> str:
    """Return `1,500 piezas`; a dash for no quantity."""
    if quantity is None:
        return "—"
    return f"{in_groups(quantity)} {name_of(unit, quantity)}"
