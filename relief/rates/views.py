"""The rate of the dollar, for staff."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.core.tables import LIST
from relief.core.uploads import takes_upload
from relief.rates import actions, importing, queries
from relief.rates.forms import ConfirmForm, FileForm, FilterForm, RateForm

bp = Blueprint("rates", __name__, url_prefix="/staff/rates")


@bp.get("/")
@requires(Permission.RATES_READ)
def index() -> ResponseReturnValue:
    """List what was published, the newest first."""
    form = FilterForm(request.args)
    form.validate()
    listing = read_listing(request.args, default="-day", filters=("since", "until"))
    return render_template(
        "rates/index.html",
        page=queries.page_of_rates(listing, since=form.since.data, until=form.until.data),
        filters=form,
        latest=queries.latest(),
    )


@bp.get("/new")
@requires(Permission.RATES_EDIT)
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return render_template("rates/new.html", form=RateForm())


@bp.post("/new")
@requires(Permission.RATES_EDIT)
def create() -> ResponseReturnValue:
    """Write down a rate, or correct it."""
    form = RateForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.write_rate(
                    day=form.day.data, pesos=form.pesos.data, source=form.source.data
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Rate saved."), "success")
            return redirect(url_for(".index"), code=303)
    return render_template("rates/new.html", form=form), 422


@bp.get("/import")
@requires(Permission.RATES_EDIT)
def importing_file() -> ResponseReturnValue:
    """Ask for the file."""
    return render_template("rates/import.html", form=FileForm())


@bp.post("/import")
@takes_upload(LIST.request)
@requires(Permission.RATES_EDIT)
def preview() -> ResponseReturnValue:
    """Show what the file would change; nothing is written yet."""
    form = FileForm()
    if form.validate_on_submit():
        try:
            judged = importing.preview(form.file.data.content)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            confirm = ConfirmForm(formdata=None)
            confirm.rows.data = judged.as_file()
            return render_template("rates/preview.html", judged=judged, form=confirm)
    return render_template("rates/import.html", form=form), 422


@bp.post("/import/confirm")
@requires(Permission.RATES_EDIT)
def confirm() -> ResponseReturnValue:
    """Write down what the preview showed and is still new."""
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with transaction():
                judged = importing.import_rates(form.content())
        except ReliefError as refusal:
            flash(str(refusal), "error")
        else:
            flash(
                ngettext("%(num)s rate imported.", "%(num)s rates imported.", len(judged.new)),
                "success",
            )
            return redirect(url_for(".index"), code=303)
    return render_template("rates/import.html", form=FileForm(formdata=None)), 422
