"""The ageing report, for staff: who owes what and for how long."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.campaigns.queries import choices as campaign_choices
from relief.core.answers import CSV, as_file
from relief.core.paging import read_listing
from relief.core.tables import Cell, write_csv
from relief.core.words import word
from relief.donors.queries import get_donor
from relief.instalments import ageing
from relief.instalments.forms import AgeingForm, PartsForm
from relief.instalments.models import Age
from relief.instalments.queries import local_today

bp = Blueprint("ageing", __name__, url_prefix="/ageing")
FILTERS = ("q", "campaign", "currency", "age", "late", "donor")


@bp.get("/")
@requires(Permission.INSTALMENTS_READ)
def index() -> ResponseReturnValue:
    """Show the sums by age, and the donors who owe them."""
    form, today = _read(AgeingForm(request.args)), local_today()
    wanted = form.wanted()
    listing = read_listing(request.args, default="name", filters=FILTERS)
    page = ageing.page_of_debtors(listing, wanted, today=today)
    return render_template(
        "instalments/ageing.html",
        page=page,
        filters=form,
        ages=list(Age),
        totals=ageing.totals(wanted, today=today),
        balances=ageing.balances_of(page.rows, wanted, today=today),
        today=today,
    )


@bp.get("/parts")
@requires(Permission.INSTALMENTS_READ)
def parts() -> ResponseReturnValue:
    """List the parts behind a figure, each leading to its pledge."""
    form, today = PartsForm(request.args), local_today()
    form.donor.options = _chosen_donor()
    wanted = _read(form).wanted()
    listing = read_listing(request.args, default="due", filters=FILTERS)
    page = ageing.page_of_parts(listing, wanted, today=today)
    return render_template(
        "instalments/parts.html",
        page=page,
        filters=form,
        totals=ageing.totals(wanted, today=today),
        owed=ageing.seen(page.rows, today=today),
        donor=next((name for _id, name in form.donor.options), ""),
    )


@bp.get("/ageing.csv")
@requires(Permission.INSTALMENTS_READ)
def download() -> ResponseReturnValue:
    """Send the report as a file, one row for each donor and currency."""
    today = local_today()
    found = ageing.every_balance(_read(AgeingForm(request.args)).wanted(), today=today)
    columns = [
        _("Donor"),
        _("RFC"),
        _("Currency"),
        *(word(age) for age in Age),
        _("Overdue"),
        _("Total"),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            each.donor.name if each.donor else "",
            (each.donor.rfc if each.donor else None) or "",
            each.currency,
            *(each.of(age) for age in Age),
            each.late,
            each.total,
        )
        for each in found
    ]
    return as_file(write_csv(columns, rows), f"cartera-{today}.csv", CSV)


def _read(form: AgeingForm) -> AgeingForm:
    form.campaign.options = campaign_choices()
    form.validate()
    return form


def _chosen_donor() -> list[tuple[UUID, str]]:
    """Return the donor that the address names, if there is one, for the filter to know."""
    try:
        donor = get_donor(UUID(request.args.get("donor", "")))
    except (ValueError, LookupError):
        return []
    return [(donor.id, donor.name)]
