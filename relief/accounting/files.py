"""The entries as a file: two lines each, one charge and one credit; memory does not grow with them."""

from collections.abc import Iterator
from typing import IO

from flask_babel import gettext as _

from relief.accounting.entries import Entry, Totals, entries
from relief.accounting.facts import Span
from relief.accounting.models import Account, Fact
from relief.accounting.queries import Named, chart
from relief.core.tables import Cell, write_csv_to
from relief.core.words import word
from relief.core.workbook import Workbook


def columns() -> list[str]:
    """Return the heads of the columns, in the reader's language."""
    return [
        _("Entry"), _("Date"), _("Kind"), _("Account"), _("Name of the account"), _("Donor"),
        _("Folio"), _("Reference"), _("Campaign"), _("Currency"), _("Charge"), _("Credit"),
        _("Exchange rate"), _("Day of the rate"), _("Source of the rate"),
        _("Equivalent in MXN"),
    ]  # fmt: skip


def lines(span: Span, totals: Totals) -> Iterator[tuple[Cell, ...]]:
    """Yield the charge and the credit of each entry, and count them into `totals`."""
    named = {account: (each.code, each.name) for account, each in chart().items()}
    kinds = {fact: word(fact) for fact in Fact}
    for number, entry in enumerate(entries(span), start=1):
        totals.add(entry)
        head = (number, entry.day, kinds[entry.fact])
        about = (
            entry.donor, entry.folio, entry.reference, entry.campaign, entry.amount.currency
        )  # fmt: skip
        rate = _rate(entry)
        yield (*head, *named[entry.debit], *about, entry.amount, None, *rate)
        yield (*head, *named[entry.credit], *about, None, entry.amount, *rate)


def _rate(entry: Entry) -> tuple[Cell, ...]:
    if entry.rate is None:
        return None, None, None, None
    return f"{entry.rate:.6f}", entry.rate_on, entry.rate_source, entry.in_pesos


def write_csv(file: IO[bytes], span: Span) -> Totals:
    """Write the lines as CSV that Excel opens with its accents; nothing typed acts as a formula."""
    totals = Totals()
    write_csv_to(file, columns(), lines(span, totals))
    return totals


def write_workbook(file: IO[bytes], span: Span) -> Totals:
    """Write the lines as a workbook, with the totals of each currency on a sheet of their own."""
    totals, book = Totals(), Workbook(file)
    with book.sheet(_("Entries")) as sheet:
        sheet.write(columns(), heading=True)
        for line in lines(span, totals):
            sheet.write(line)
    with book.sheet(_("Totals")) as sheet:
        for heading, row in _summary(totals, chart()):
            sheet.write(row, heading=heading)
    book.close()
    return totals


def _summary(totals: Totals, names: dict[Account, Named]) -> Iterator[tuple[bool, list[Cell]]]:
    """Yield the totals as the page shows them: by kind, by account, and by currency."""
    yield True, [_("Kind"), "", _("Currency"), _("Entries"), _("Sum")]
    for fact, currency, count, total in totals.by_fact():
        yield False, [word(fact), "", currency, count, total]
    yield False, []
    yield True, [_("Account"), _("Name of the account"), _("Currency"), _("Charge"), _("Credit")]
    for account, currency, debit, credit in totals.by_account():
        yield False, [names[account].code, names[account].name, currency, debit, credit]
    yield False, []
    yield True, [_("Total"), "", _("Currency"), _("Charge"), _("Credit")]
    for currency, debit, credit in totals.by_currency():
        yield False, ["", "", currency, debit, credit]
