"""What the start page keeps an eye on among goods that lie in stock."""

from flask_babel import ngettext

from relief.accounts.permissions import Permission
from relief.counts import queries as counts
from relief.recalls import queries as recalls
from relief.stock import expiry, levels
from relief.stock import queries as stock
from relief.transfers import queries as transfers
from relief.web.watch import Watch

SOON = 7


def _expiring() -> int:
    return expiry.expiring_within(SOON, stock.today())


_P = Permission
WATCHES = (
    Watch(
        _P.COUNTS_APPROVE,
        "counts.index",
        {"status": "submitted"},
        "pledged",
        "clipboard-check",
        counts.count_waiting,
        lambda n: ngettext("count to approve", "counts to approve", n),
    ),
    Watch(
        _P.STOCK_EDIT,
        "recalls.index",
        {"status": "in_progress"},
        "urgent",
        "alert-triangle",
        recalls.count_open,
        lambda n: ngettext("recall in progress", "recalls in progress", n),
    ),
    Watch(
        _P.STOCK_EDIT,
        "transfers.index",
        {"status": "in_transit"},
        "pledged",
        "truck",
        transfers.count_on_the_road,
        lambda n: ngettext("transfer to receive", "transfers to receive", n),
    ),
    Watch(
        _P.STOCK_EDIT,
        "stock.index",
        {"expires": SOON},
        "urgent",
        "calendar-off",
        _expiring,
        lambda n: ngettext("lot expires within 7 days", "lots expire within 7 days", n),
    ),
    Watch(
        _P.STOCK_EDIT,
        "stock.index",
        {"level": "low"},
        "urgent",
        "alert-triangle",
        levels.count_low,
        lambda n: ngettext("item below its minimum", "items below their minimum", n),
    ),
)
