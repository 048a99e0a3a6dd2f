"""Months of meals, for staff: what each company gave, on screen and on paper, and into the books."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.answers import PDF, as_file
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.meals import lists, papers, queries, settling, statements
from relief.meals.forms import MonthForm, SettleForm
from relief.meals.statements import Statement
from relief.stock.queries import get_item

bp = Blueprint("statements", __name__, url_prefix="/months")
MONTHS = 24
DAY = timedelta(days=1)
OF_ONE = (
    "/<uuid:campaign_id>/<uuid:donor_id>/<int(min=2000, max=2099):year>/<int(min=1, max=12):month>"
)


@bp.get("")
@requires(Permission.MEALS_READ)
def index() -> ResponseReturnValue:
    """List what the companies gave in a month, last month unless asked otherwise."""
    form = MonthForm(request.args)
    offered = [statements.first_of(queries.today())]
    while len(offered) < MONTHS:
        offered.append(statements.first_of(offered[-1] - DAY))
    language = reader_language()
    form.month.options = [(f"{each:%Y-%m}", papers.month_name(each, language)) for each in offered]  # type: ignore[misc]  # months, not ids
    form.validate()
    chosen = form.month.data or f"{offered[1]:%Y-%m}"
    month = date.fromisoformat(f"{chosen}-01")
    form.month.typed = chosen
    return render_template(
        "meals/months.html", form=form, month=month, lines=statements.months_companies(month)
    )


@bp.get(OF_ONE)
@requires(Permission.MEALS_READ)
def show(*, campaign_id: UUID, donor_id: UUID, year: int, month: int) -> ResponseReturnValue:
    """Show one company's month, day by day."""
    told = statements.statement_of(campaign_id, donor_id, date(year, month, 1))
    return _page(told, SettleForm(None, data=_guess()))


@bp.get(f"{OF_ONE}.pdf")
@requires(Permission.MEALS_READ)
def paper(*, campaign_id: UUID, donor_id: UUID, year: int, month: int) -> ResponseReturnValue:
    """Serve one company's month as a paper."""
    told = statements.statement_of(campaign_id, donor_id, date(year, month, 1))
    drawn = papers.draw_statement(told, language=reader_language())
    return as_file(drawn, f"comidas-{year}-{month:02d}.pdf", PDF, shown=True)


@bp.post(OF_ONE)
@requires(Permission.MEALS_EDIT)
def settle(*, campaign_id: UUID, donor_id: UUID, year: int, month: int) -> ResponseReturnValue:
    """Put the month into the books as one gift in kind."""
    told = statements.statement_of(campaign_id, donor_id, date(year, month, 1))
    form = SettleForm()
    form.item.options = _items()
    if form.validate_on_submit():
        try:
            with transaction():
                settlement = settling.settle_month(
                    told.campaign,
                    donor=told.donor,
                    month=told.month,
                    item=get_item(form.item.data),
                    unit_value=form.unit_value.data,
                    nonce=form.nonce.data,
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            reference = settlement.intake.reference
            flash(_("The month is in the books as %(reference)s.", reference=reference), "success")
            return redirect(request.path, code=303)
    return _page(statements.statement_of(campaign_id, donor_id, told.month), form), 422


def _items() -> list[tuple[UUID, str]]:
    return [(item.id, item.label(reader_language())) for item in lists.meal_items()]


def _guess() -> dict[str, object]:
    """Return the first meal of the catalogue, at the price list's value."""
    items = lists.meal_items()
    return {"item": items[0].id, "unit_value": items[0].reference_value} if items else {}


def _page(told: Statement, form: SettleForm) -> str:
    form.item.options = _items()
    where: dict[str, Any] = {
        "campaign_id": told.campaign.id,
        "donor_id": told.donor.id,
        "year": told.month.year,
        "month": told.month.month,
    }
    return render_template(
        "meals/month.html",
        told=told,
        name=papers.month_name(told.month, reader_language()),
        over=statements.last_of(told.month) < queries.today(),
        form=form,
        here=url_for(".settle", **where),
        printed=url_for(".paper", **where),
    )
