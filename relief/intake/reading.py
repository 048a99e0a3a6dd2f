"""Between the forms of this room and its rules: what to offer, and what was meant."""

from collections import Counter
from collections.abc import Sequence
from math import ceil
from typing import Any
from uuid import UUID

from relief.campaigns import queries as campaigns
from relief.core.forms import RowsField
from relief.core.languages import reader_language
from relief.core.money import Currency, Money
from relief.donors import queries as donors
from relief.intake.actions import Declared
from relief.intake.errors import CountsRefused
from relief.intake.forms import (
    MOST_LABELS,
    CountForm,
    IntakeForm,
    LabelForm,
    LineForm,
    ValueForm,
)
from relief.intake.models import Intake, IntakeLine
from relief.intake.rules import Counted, proposed_code
from relief.pledges.models import Pledge, PledgeLine
from relief.stock import queries as stock
from relief.stock.models import ExpiryRule
from relief.stock.packs import packs_of


def intake_form(pledge: Pledge | None) -> IntakeForm:
    """Return the form of an arrival; against a pledge it asks for neither donor nor campaign."""
    form = IntakeForm()
    form.place.options = stock.place_choices()
    if pledge is not None:
        del form.donor, form.campaign
    else:
        form.donor.options = donors.all_choices()
        form.campaign.options = campaigns.choices()
    form.offer_items(stock.item_choices(reader_language()))
    return form


def propose_lines(form: IntakeForm, pledge: Pledge) -> None:
    """Write what is still missing of a pledge's goods on the form, as the donor's declaration."""
    for line in pledge.goods_lines:
        if line.missing and line.item_id is not None:
            whole = line.missing == line.quantity
            value = line.amount if line.amount and whole else None
            form.lines.append_entry(
                {"item": line.item_id, "declared": line.missing, "value": value}
            )
            if value is not None:
                form.currency.data = Currency(value.currency)


def blank_line() -> LineForm:
    """Return the row that the page copies when somebody adds one."""
    blank = LineForm(None, prefix="lines-__n__-")
    blank.item.options = stock.item_choices(reader_language())
    return blank


def declared(form: IntakeForm, pledge: Pledge | None) -> list[Declared]:
    """Return the rows that were filled in, each with the line of the pledge that it keeps."""
    kept: Counter[UUID] = Counter()
    found = []
    for row in form.lines:
        if row.form.item.data is None:
            continue
        promise = _promise(pledge, row.form.item.data, kept)
        if promise is not None:
            kept[promise.id] += row.form.declared.data
        value = row.form.value.data
        found.append(
            Declared(
                stock.get_item(row.form.item.data),
                row.form.declared.data,
                promise,
                Money(value.minor, form.currency.data) if value else None,
            )
        )
    return found


def _promise(pledge: Pledge | None, item_id: UUID, kept: Counter[UUID]) -> PledgeLine | None:
    """Return the first line of a pledge that still misses this item, else the first of it."""
    lines = [each for each in pledge.goods_lines if each.item_id == item_id] if pledge else []
    return next((each for each in lines if each.missing > kept[each.id]), next(iter(lines), None))


def count_form(intake: Intake, *, typed: bool) -> CountForm:
    """Return the count with a row for each line: as declared, or as `typed` by a person."""
    proposed = [
        {"received": line.declared, "lot_code": proposed_code(intake, line)}
        for line in intake.lines
    ]
    form = CountForm() if typed else CountForm(formdata=None, data={"lines": proposed})
    packs = packs_of([line.item for line in intake.lines])
    for line, row in zip(intake.lines, form.lines, strict=False):
        row.form.received.offer(packs.get(line.item_id, []), line.item.unit)
    return form


def counted(form: CountForm, intake: Intake) -> list[Counted]:
    """Return what a valid form says was found of each line."""
    return [
        Counted(
            line,
            row.form.received.data,
            row.form.reason.data,
            row.form.note.data,
            row.form.lot_code.data,
            row.form.expires_on.data,
        )
        for line, row in zip(intake.lines, form.lines, strict=True)
    ]


def refuse_counts(rows: RowsField, lines: Sequence[Any], refused: CountsRefused) -> None:
    """Show each refusal beside the field of the line it belongs to."""
    of_line = {line.id: row for line, row in zip(lines, rows, strict=True)}
    for refusal in refused.refusals:
        of_line[refusal.line_id].form.refuse(refusal)


def asks_expiry(line: IntakeLine) -> bool:
    """Say whether the item's rule wants a date from the package."""
    return line.item.expiry_rule is ExpiryRule.REQUIRED


def mark_expiry(form: CountForm, intake: Intake) -> None:
    """Let the page call a date required where it is, unless nothing is taken in."""
    for line, row in zip(intake.lines, form.lines, strict=True):
        row.form.expires_on.required = asks_expiry(line)


def value_form(line: IntakeLine, *, typed: bool = False) -> ValueForm:
    """Return the form of one line's value, which proposes the declared one, else the list's."""
    prefix = f"value{line.position}-"
    if typed:
        return ValueForm(prefix=prefix)
    proposed = line.declared_value or line.reference_value
    currency = proposed.currency if proposed else Currency.MXN
    return ValueForm(
        formdata=None, prefix=prefix, data={"value": proposed, "currency": Currency(currency)}
    )


def label_form(lots: Sequence[IntakeLine]) -> LabelForm:
    """Return the form of the labels, which proposes one for each box of a lot."""
    rows = [{"copies": _boxes(line)} for line in lots]
    return LabelForm(formdata=None, data={"lines": rows})


def _boxes(line: IntakeLine) -> int:
    """Return in how many packs a lot came; 1 for an item that has none."""
    size = line.item.pack_size
    return min(ceil((line.received or 0) / size), MOST_LABELS) if size > 1 else 1
