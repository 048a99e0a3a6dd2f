"""How the accountant numbers and calls our accounts, for staff."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounting import actions, queries
from relief.accounting.forms import ChartForm
from relief.accounting.models import Account
from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError

bp = Blueprint("chart", __name__, url_prefix="/chart")


@bp.get("/")
@requires(Permission.ACCOUNTING_READ)
def show() -> ResponseReturnValue:
    """List the accounts."""
    return render_template("accounting/chart.html", chart=queries.chart().values())


@bp.get("/edit")
@requires(Permission.ACCOUNTING_EDIT)
def edit() -> ResponseReturnValue:
    """Show the form with what is known."""
    form = ChartForm()
    form.fill()
    return _page(form)


@bp.post("/edit")
@requires(Permission.ACCOUNTING_EDIT)
def update() -> ResponseReturnValue:
    """Keep what was changed."""
    form = ChartForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.name_accounts(form.names())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Accounts saved."), "success")
            return redirect(url_for(".show"), code=303)
    return _page(form), 422


def _page(form: ChartForm) -> str:
    rows = [(a, form[f"code_{a.value}"], form[f"name_{a.value}"]) for a in Account]
    return render_template("accounting/chart_edit.html", form=form, rows=rows)
