"""The days of a month with their trips and deliveries, and the feed that telephones subscribe to."""

from calendar import Calendar
from collections import defaultdict
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.deliveries.models import Delivery
from relief.routes import diary, feed
from relief.routes.models import Route
from relief.stock.queries import today

bp = Blueprint("calendar", __name__)
FURTHEST = 100
"""How many years from today a calendar may be opened."""


@bp.get("/calendar")
@requires(Permission.DELIVERIES_READ)
def show() -> ResponseReturnValue:
    """Show a month of the chapter's local days, this one unless the address says another."""
    here = today()
    first = _month(request.args.get("month", ""), here)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    start, end = weeks[0][0], weeks[-1][-1]
    on: dict[date, list[Route | Delivery]] = defaultdict(list)
    for route in diary.routes_between(start, end):
        on[route.day].append(route)
    for delivery in diary.loose_between(start, end):
        on[delivery.planned_for].append(delivery)
    return render_template(
        "routes/calendar.html",
        first=first,
        month=format_date(first, "MMMM yyyy"),
        names=[format_date(day, "EEE") for day in weeks[0]],
        weeks=weeks,
        on=on,
        here=here,
        before=(first - timedelta(days=1)).replace(day=1),
        after=(first + timedelta(days=32)).replace(day=1),
        address=feed.feed_address(feed.live_feed()),
    )


@bp.post("/calendar/address")
@requires(Permission.DELIVERIES_EDIT)
def address() -> ResponseReturnValue:
    """Make a new secret address, or let none work."""
    with transaction():
        if request.form.get("act") == "close":
            feed.close_feed()
        else:
            feed.open_feed()
    flash(_("Done. The address before no longer works."), "success")
    return redirect(url_for("routes.calendar.show"), code=303)


def _month(typed: str, here: date) -> date:
    try:
        asked = date.fromisoformat(f"{typed}-01")
    except ValueError:
        return here.replace(day=1)
    return asked if abs(asked.year - here.year) <= FURTHEST else here.replace(day=1)
