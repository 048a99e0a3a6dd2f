"""The entries as a file: two lines each, one charge and one credit; memory does not grow with them."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from flask_babel import gettext as _

from relief.accounting.entries import Entry, Totals, entries
from relief.accounting.facts import Span
from relief.accounting.models import Fact
from relief.accounting.queries import Named, chart
from relief.core.money import Money
from relief.core.tables import harmless
from relief.core.words import word

Cell = str | int | date | Money | None


def columns() -> list[str]:
    """Return the heads of the columns, in the reader's language."""
    return [
        _("Entry"), _("Date"), _("Kind"), _("Account"), _("Name of the account"), _("Donor"),
        _("Folio"), _("Reference"), _("Campaign"), _("Currency"), _("Charge"), _("Credit"),
        _("Exchange rate"), _("Day of the rate"), _("Source of the rate"),
        _("Equivalent in MXN"),
    ]  # fmt: skip


def lines(span: Span, totals: Totals) -> Iterator[list[Cell]]:
    """Yield the charge and the credit of each entry, and count them into `totals`."""
    names, kinds = chart(), dict[Fact, str]()
    for number, entry in enumerate(entries(span), start=1):
        totals.add(entry)
        if entry.fact not in kinds:
            kinds[entry.fact] = word(entry.fact)
        rest: list[Cell] = [number, entry.day, kinds[entry.fact]]
        yield rest + _half(entry, names[entry.debit], debit=entry.amount)
        yield rest + _half(entry, names[entry.credit], credit=entry.amount)


def _half(
    entry: Entry, account: Named, *, debit: Money | None = None, credit: Money | None = None
) -> list[Cell]:
    rate = None if entry.rate is None else f"{entry.rate:.6f}"
    return [
        account.code, account.name, entry.donor, entry.folio, entry.reference, entry.campaign,
        entry.amount.currency, debit, credit, rate, entry.rate_on, entry.rate_source,
        entry.in_pesos,
    ]  # fmt: skip


def write_csv(file: IO[bytes], span: Span) -> Totals:
    """Write the lines as CSV that Excel opens with its accents; nothing typed acts as a formula."""
    totals = Totals()
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(columns())
    writer.writerows([_text(cell) for cell in line] for line in lines(span, totals))
    text.flush()
    text.detach()
    return totals


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return f"{cell.minor // 100}.{cell.minor % 100:02d}"
    return harmless(cell) if isinstance(cell, str) else str(cell)


def write_workbook(file: IO[bytes], span: Span) -> Totals:
    """Write the lines as a workbook, with the totals of each currency on a sheet of their own."""
    import xlsxwriter

    totals = Totals()
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    bold = book.add_format({"bold": True})
    money = book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet(_("Entries")[:31])
    sheet.freeze_panes(1, 0)
    sheet.set_column(1, 8, 16)
    sheet.set_column(10, 15, 14)
    sheet.write_row(0, 0, columns(), bold)
    for number, line in enumerate(lines(span, totals), start=1):
        _write(sheet, number, line, money=money)
    summary = book.add_worksheet(_("Totals")[:31])
    summary.set_column(0, 5, 24)
    for number, row in enumerate(_summary(totals)):
        _write(summary, number, row, money=money)
    book.close()
    return totals


def _write(sheet: Any, number: int, line: list[Cell], *, money: Any) -> None:
    for column, cell in enumerate(line):
        if isinstance(cell, Money):
            # A spreadsheet knows binary numbers only; fifteen digits are exact, more do not occur.
            sheet.write_number(number, column, float(cell.decimal), money)
        elif isinstance(cell, date):
            sheet.write_datetime(number, column, cell)
        elif isinstance(cell, int):
            sheet.write_number(number, column, cell)
        elif cell:
            sheet.write_string(number, column, cell)


def _summary(totals: Totals) -> Iterator[list[Cell]]:
    """Yield the totals as the page shows them: by kind, by account, and by currency."""
    yield [_("Kind"), _("Currency"), _("Entries"), _("Sum")]
    for fact, currency, count, total in totals.by_fact():
        yield [word(fact), currency, count, total]
    yield []
    names = chart()
    yield [_("Account"), _("Name of the account"), _("Currency"), _("Charge"), _("Credit")]
    for account, currency, debit, credit in totals.by_account():
        yield [names[account].code, names[account].name, currency, debit, credit]
    yield []
    yield [_("Currency"), "", "", _("Charge"), _("Credit")]
    for currency, debit, credit in totals.by_currency():
        yield [currency, "", "", debit, credit]
