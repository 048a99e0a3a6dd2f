"""The staff's menu: label, address, permission, icon, and what waits there."""

from dataclasses import dataclass

from flask import g, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from relief.accounts.access import can
from relief.accounts.permissions import Permission, Role


@dataclass(frozen=True)
class Place:
    """A place in the menu."""

    label: LazyString
    endpoint: str
    permission: Permission
    icon: str


@dataclass(frozen=True)
class Shown:
    """A place as the page shows it."""

    label: str
    url: str
    icon: str
    active: bool
    at_thumb: bool
    badge: int = 0


PLACES = (
    Place(_l("Today"), "home.index", Permission.HOME_READ, "home"),
    Place(_l("Pledges"), "pledges.index", Permission.PLEDGES_READ, "heart-handshake"),
    Place(_l("Payments"), "payments.index", Permission.PAYMENTS_READ, "cash"),
    Place(_l("Statements"), "bank.index", Permission.BANK_READ, "building-bank"),
    Place(_l("Ageing"), "instalments.ageing.index", Permission.INSTALMENTS_READ, "report-money"),
    Place(_l("Receipts"), "receipts.index", Permission.RECEIPTS_READ, "receipt"),
    Place(_l("Intakes"), "intake.index", Permission.INTAKE_READ, "package"),
    Place(_l("Purchases"), "purchases.index", Permission.PURCHASES_READ, "file-invoice"),
    Place(_l("Stock"), "stock.index", Permission.STOCK_READ, "building-warehouse"),
    Place(_l("Needs"), "needs.index", Permission.NEEDS_READ, "clipboard-list"),
    Place(_l("Deliveries"), "deliveries.index", Permission.DELIVERIES_READ, "truck-delivery"),
    Place(_l("Meals"), "meals.index", Permission.MEALS_READ, "tools-kitchen-2"),
    Place(_l("Approvals"), "approvals.index", Permission.APPROVALS_READ, "shield-check"),
    Place(_l("Donors"), "donors.index", Permission.DONORS_READ, "building-factory"),
    Place(_l("Hospitals"), "hospitals.index", Permission.HOSPITALS_READ, "building-hospital"),
    Place(_l("Campaigns"), "campaigns.index", Permission.CAMPAIGNS_READ, "target"),
    Place(_l("Accounting"), "accounting.index", Permission.ACCOUNTING_READ, "calculator"),
    Place(_l("Audit log"), "audit.index", Permission.AUDIT_READ, "history"),
    Place(_l("Staff"), "accounts.index", Permission.STAFF_READ, "users"),
    Place(_l("Chapter"), "chapters.show", Permission.CHAPTERS_READ, "settings"),
)


# A phone has room for four; who works with goods all day starts from other ones than the first.
AT_THUMB = {Role.COORDINATOR: {"home.index", "intake.index", "needs.index", "deliveries.index"}}


def menu() -> list[Shown]:
    """Return the places that the signed-in person may open, the present one marked."""
    here = (request.endpoint or "").partition(".")[0]
    open_to = [place for place in PLACES if can(place.permission)]
    membership = g.get("membership")
    first = {place.endpoint for place in open_to[:4]}
    at_thumb = AT_THUMB.get(membership.role, first) if membership is not None else first
    return [
        Shown(
            label=str(place.label),
            url=url_for(place.endpoint),
            icon=place.icon,
            active=place.endpoint.partition(".")[0] == here,
            at_thumb=place.endpoint in at_thumb,
        )
        for place in open_to
    ]
