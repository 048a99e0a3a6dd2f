"""Between the forms of this room and its rules: what to offer, and what was meant."""

from collections.abc import Sequence
from uuid import UUID

from relief.campaigns.queries import choices as campaign_choices
from relief.core.languages import reader_language
from relief.core.money import Money, format_money
from relief.core.sent_files import take_in
from relief.purchases.actions import Bought, Invoice
from relief.purchases.forms import CountForm, FilterForm, LineForm, PurchaseForm
from relief.purchases.funds import Fund
from relief.purchases.models import Purchase
from relief.purchases.receiving import Came
from relief.stock import queries as stock
from relief.stock.models import ExpiryRule


def filters(args: object) -> FilterForm:
    """Return the filters as an address says them."""
    form = FilterForm(args)
    form.campaign.options = campaign_choices()
    form.validate()
    return form


def offer(form: PurchaseForm, funds: Sequence[Fund], *, no_earmark: str) -> None:
    """Set what may be chosen, also on rows that were added since."""
    language = reader_language()
    named = []
    for each in funds:
        name, earmark = each.campaign.text("name", language), each.earmark(language) or no_earmark
        named.append((each.id, f"{name} · {earmark} · {format_money(each.left)}"))
    form.offer(named, stock.item_choices(language))


def blank_line() -> LineForm:
    """Return the row that the page's button copies."""
    blank = LineForm(None, prefix="lines-__n__-")
    blank.item.options = stock.item_choices(reader_language())
    return blank


def invoice(form: PurchaseForm) -> Invoice:
    """Put the file into the store, outside any transaction, and return the paper. Raise as slips do."""
    file, file_hash = take_in(form.file.data)
    return Invoice(
        supplier=form.supplier.data,
        number=form.invoice_no.data,
        day=form.invoiced_on.data,
        file=file,
        file_hash=file_hash,
    )


def bought(form: PurchaseForm, fund: Fund) -> list[Bought]:
    """Return the rows that were filled in, their costs in the currency of the money that pays."""
    return [
        Bought(
            stock.get_item(row.form.item.data),
            row.form.quantity.data,
            Money(row.form.cost.data.minor, fund.currency),
        )
        for row in form.lines
        if row.form.item.data
    ]


def fund_chosen(funds: Sequence[Fund], fund_id: UUID) -> Fund:
    """Return the money that a valid form chose."""
    return next(each for each in funds if each.id == fund_id)


def count_form(purchase: Purchase, *, typed: bool) -> CountForm:
    """Return the count with a row for each line: as bought, or as `typed` by a person."""
    rows = [{"received": line.quantity} for line in purchase.lines]
    form = CountForm() if typed else CountForm(formdata=None, data={"lines": rows})
    form.place.options = stock.place_choices()
    for line, row in zip(purchase.lines, form.lines, strict=False):
        row.form.expires_on.required = line.item.expiry_rule is ExpiryRule.REQUIRED
    return form


def counted(form: CountForm, purchase: Purchase) -> list[Came]:
    """Return what a valid form says was found of each line."""
    return [
        Came(
            line,
            row.form.received.data,
            row.form.reason.data,
            row.form.note.data,
            row.form.expires_on.data,
        )
        for line, row in zip(purchase.lines, form.lines, strict=True)
    ]
