"""What a recall found, as a table to take away."""

from collections.abc import Iterator

from flask_babel import gettext as _

from relief.chapters.queries import get_chapter
from relief.core import clock, tenancy
from relief.core.tables import Cell, write_csv
from relief.core.words import word
from relief.recalls.tracing import Trace, TracedLot
from relief.stock.words import place_name


def table_of(trace: Trace, language: str) -> bytes:
    """Return a CSV of every place, delivery and loss, a row each; units are of the traced lot."""
    columns = [
        _("What"), _("Lot"), _("Item"), _("Place"), _("Hospital"), _("Delivery"), _("State"),
        _("Quantity"), _("Units of the recalled lot"), _("Day"), _("Received by"),
    ]  # fmt: skip
    return write_csv(columns, _rows(trace, language))


def _rows(trace: Trace, language: str) -> Iterator[list[Cell]]:
    zone = get_chapter(tenancy.chapter_id()).zone
    for held in trace.here:
        place = place_name(held.place)
        told = [_("at a place"), place, "", "", ""]
        yield _row(held.lot, held.on_hand, language=language, told=told)
    for each in trace.reached:
        told = [_("to a hospital"), "", each.hospital, each.reference, word(each.status)]
        day = clock.local(each.at, zone).date() if each.at else None
        yield _row(each.lot, each.quantity, day, each.receiver, language=language, told=told)
    for gone in trace.gone:
        told = [_("left the stock"), "", "", "", word(gone.reason)]
        yield _row(gone.lot, gone.quantity, language=language, told=told)
    for passed in trace.passed:
        told = [_("passed by"), place_name(passed), "", "", ""]
        yield _row(trace.lots[0], 0, language=language, told=told)


def _row(lot: TracedLot, quantity: int, *ends: Cell, language: str, told: list[str]) -> list[Cell]:
    what, *where = told
    units: list[Cell] = [quantity, quantity * lot.part]
    return [what, lot.code, lot.item.label(language), *where, *units, *(ends or (None, ""))]
