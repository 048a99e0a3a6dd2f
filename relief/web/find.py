"""One box for everything that is scanned or looked for: a label, a reference, part of a name."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from relief.accounts.access import can, requires
from relief.accounts.permissions import Permission
from relief.allocation.models import Allocation
from relief.core import rows
from relief.core.text import clean_line
from relief.core.urls import safe_next
from relief.counts.models import StockCount
from relief.deliveries.models import Delivery
from relief.intake.models import Intake
from relief.kits.models import KitAssembly
from relief.meals.models import MealProgramme
from relief.needs.models import Need
from relief.purchases.models import Purchase
from relief.recalls.models import Recall
from relief.routes.models import Route
from relief.stock import finding
from relief.transfers.models import Transfer

bp = Blueprint("find", __name__, url_prefix="/staff/find")
_REFERENCE = re.compile(r"([A-Z]{3})-\d{4}-\d{5,}")


@dataclass(frozen=True)
class Record:
    """What a prefix of references names, where it is shown, and to whom."""

    kind: Any
    permission: Permission
    endpoint: str
    key: str


RECORDS = {
    "ARM": Record(KitAssembly, Permission.STOCK_READ, "kits.assemblies.show", "assembly_id"),
    "ASG": Record(Allocation, Permission.DELIVERIES_READ, "allocation.show", "allocation_id"),
    "CON": Record(StockCount, Permission.STOCK_READ, "counts.show", "count_id"),
    "COM": Record(Purchase, Permission.PURCHASES_READ, "purchases.show", "purchase_id"),
    "ENT": Record(Delivery, Permission.DELIVERIES_READ, "deliveries.show", "delivery_id"),
    "NEC": Record(Need, Permission.NEEDS_READ, "needs.show", "need_id"),
    "PCO": Record(MealProgramme, Permission.MEALS_READ, "meals.programmes.show", "programme_id"),
    "REC": Record(Intake, Permission.INTAKE_READ, "intake.show", "intake_id"),
    "RET": Record(Recall, Permission.STOCK_READ, "recalls.show", "recall_id"),
    "RUT": Record(Route, Permission.DELIVERIES_READ, "routes.show", "route_id"),
    "TRA": Record(Transfer, Permission.STOCK_READ, "transfers.show", "transfer_id"),
}


@bp.get("/")
@requires(Permission.STOCK_READ)
def index() -> ResponseReturnValue:
    """Go straight to what was scanned; list what a part of a name fits."""
    text = clean_line(request.args.get("q", ""))[:300]
    found = finding.matches(text)
    there = _exactly(text) or _only(found)
    if there:
        return redirect(there)
    return render_template("home/find.html", text=text, found=found)


def _exactly(text: str) -> str | None:
    """Return the page of what the text names without doubt."""
    lot = finding.scanned_lot(text)
    if lot is not None:
        return url_for("stock.lots.show", lot_id=lot.id)
    item = finding.scanned_item(text)
    if item is not None:
        return url_for("stock.item", item_id=item.id)
    return _own_address(text) or _by_reference(text.upper())


def _own_address(text: str) -> str | None:
    """Return the path of an address of this house, as our papers print it; None for any other."""
    try:
        parts = urlsplit(text)
    except ValueError:  # an address that begins well and breaks off, such as http://[
        return None
    ours = {urlsplit(current_app.config["SETTINGS"].base_url).netloc, request.host}
    if parts.netloc not in ours:
        return None
    return safe_next(parts._replace(scheme="", netloc="", fragment="").geturl())


def _by_reference(text: str) -> str | None:
    found = _REFERENCE.fullmatch(text)
    record = RECORDS.get(found[1]) if found else None
    if record is None or not can(record.permission):
        return None
    row = rows.named(record.kind, reference=text)
    return url_for(record.endpoint, **{record.key: row.id}) if row is not None else None


def _only(found: finding.Matches) -> str | None:
    """Return the page of the one thing that fits, if it is one."""
    if len(found.items) + len(found.lots) + len(found.places) != 1:
        return None
    if found.items:
        return url_for("stock.item", item_id=found.items[0].id)
    if found.lots:
        return url_for("stock.lots.show", lot_id=found.lots[0].id)
    return url_for("stock.index", place=found.places[0].id)
