"""What the start page keeps an eye on: how each thing is counted, told and where it is done."""

from flask_babel import ngettext

from relief.accounts.permissions import Permission
from relief.allocation import queries as allocation
from relief.approvals import queries as approvals
from relief.bank.proposals import tell_waiting, waiting
from relief.core import rows
from relief.core.mail import Letter, LetterStatus
from relief.core.money import format_money
from relief.core.outbox import Job, JobStatus
from relief.core.tenancy import chapter_id
from relief.deliveries import evidence_queries as reports
from relief.deliveries import queries as deliveries
from relief.donors import requests
from relief.hospitals import queries as hospitals
from relief.instalments import ageing
from relief.intake import queries as intakes
from relief.intake.queries import Waiting
from relief.needs import queries as needs
from relief.payments import queries as payments
from relief.payments import slips
from relief.pledges import queries as pledges
from relief.purchases import queries as purchases
from relief.receipts import queries as receipts
from relief.receipts.due import count_due
from relief.stock import queries as stock
from relief.web import stock_watches
from relief.web.watch import Watch
from relief.web.watches_of_meals import MEALS


def _failed() -> int:
    jobs = rows.count(Job, Job.status == JobStatus.FAILED, Job.chapter_id == chapter_id())
    return jobs + rows.count(Letter, Letter.status == LetterStatus.FAILED)


def _overdue() -> int:
    return ageing.overdue_now(today=stock.today())[0]


def _tell_overdue(number: int) -> str:
    """Name the money too, each currency by itself."""
    _count_again, amounts = ageing.overdue_now(today=stock.today())
    return " · ".join(
        [
            ngettext("instalment overdue", "instalments overdue", number),
            *(format_money(each) for each in amounts),
        ]
    )


_P = Permission
WATCHES = (
    Watch(
        _P.APPROVALS_DECIDE,
        "approvals.index",
        {},
        "urgent",
        "shield-check",
        approvals.count_waiting,
        lambda n: ngettext("request to authorise", "requests to authorise", n),
    ),
    Watch(
        _P.PAYMENTS_CONFIRM,
        "payments.index",
        {"status": "pending"},
        "pledged",
        "cash",
        payments.count_to_confirm,
        lambda n: ngettext("payment to confirm", "payments to confirm", n),
    ),
    Watch(
        _P.INSTALMENTS_READ,
        "instalments.ageing.index",
        {"late": "y"},
        "urgent",
        "clock-exclamation",
        _overdue,
        _tell_overdue,
    ),
    Watch(
        _P.PAYMENTS_RECORD,
        "payments.slips.index",
        {},
        "pledged",
        "paperclip",
        slips.count_unread,
        lambda n: ngettext("slip to read", "slips to read", n),
    ),
    Watch(
        _P.DONORS_EDIT,
        "donors.requests.index",
        {},
        "pledged",
        "pencil",
        requests.count_waiting,
        lambda n: ngettext("change that a donor asks for", "changes that donors ask for", n),
    ),
    Watch(
        _P.PAYMENTS_CONFIRM,
        "payments.index",
        {"status": "disputed"},
        "urgent",
        "alert-triangle",
        payments.count_disputed,
        lambda n: ngettext("dispute to answer", "disputes to answer", n),
    ),
    Watch(
        _P.PAYMENTS_RECORD,
        "payments.index",
        {"without_rate": "y"},
        "pledged",
        "coin",
        payments.count_unrated,
        lambda n: ngettext(
            "payment in dollars without rate", "payments in dollars without rate", n
        ),
    ),
    Watch(_P.BANK_MATCH, "bank.lines.queue", {}, "pledged", "building-bank", waiting, tell_waiting),
    Watch(
        _P.RECEIPTS_ISSUE,
        "receipts.due",
        {},
        "pledged",
        "receipt",
        count_due,
        lambda n: ngettext("receipt to issue", "receipts to issue", n),
    ),
    Watch(
        _P.RECEIPTS_VOID,
        "receipts.index",
        {"to_void": "y"},
        "urgent",
        "file-text",
        receipts.count_to_void,
        lambda n: ngettext("receipt to void", "receipts to void", n),
    ),
    Watch(
        _P.INTAKE_VALUE,
        "intake.index",
        {"waiting": "value"},
        "pledged",
        "scale",
        lambda: intakes.count_waiting(Waiting.VALUE),
        lambda n: ngettext("arrival to value", "arrivals to value", n),
    ),
    Watch(
        _P.INTAKE_VALUE,
        "intake.index",
        {"waiting": "value", "off": "y"},
        "urgent",
        "alert-triangle",
        intakes.count_off,
        lambda n: ngettext(
            "arrival declared far from the price list",
            "arrivals declared far from the price list",
            n,
        ),
    ),
    Watch(
        _P.PLEDGES_DECIDE,
        "pledges.index",
        {"status": "submitted"},
        "pledged",
        "heart-handshake",
        pledges.count_submitted,
        lambda n: ngettext("pledge to decide", "pledges to decide", n),
    ),
    Watch(
        _P.INTAKE_EDIT,
        "intake.index",
        {"waiting": "count"},
        "pledged",
        "box",
        lambda: intakes.count_waiting(Waiting.COUNT),
        lambda n: ngettext("arrival to count", "arrivals to count", n),
    ),
    Watch(
        _P.PURCHASES_RECEIVE,
        "purchases.index",
        {"status": "confirmed"},
        "pledged",
        "file-invoice",
        purchases.count_to_receive,
        lambda n: ngettext("purchase to receive", "purchases to receive", n),
    ),
    Watch(
        _P.NEEDS_DECIDE,
        "needs.index",
        {"status": "submitted"},
        "pledged",
        "clipboard-list",
        needs.count_submitted,
        lambda n: ngettext("need to approve", "needs to approve", n),
    ),
    Watch(
        _P.HOSPITALS_EDIT,
        "hospitals.index",
        {"papers": "y"},
        "pledged",
        "calendar-off",
        lambda: hospitals.count_papers_ending(stock.today()),
        lambda n: ngettext("hospital whose papers end", "hospitals whose papers end", n),
    ),
    Watch(
        _P.DELIVERIES_EDIT,
        "allocation.index",
        {},
        "pledged",
        "scale",
        allocation.count_waiting,
        lambda n: ngettext("approved need to supply", "approved needs to supply", n),
    ),
    Watch(
        _P.DELIVERIES_EDIT,
        "deliveries.index",
        {},
        "received",
        "truck-delivery",
        lambda: deliveries.count_leaving(stock.today()),
        lambda n: ngettext("delivery leaves today", "deliveries leave today", n),
    ),
    Watch(
        _P.DELIVERIES_EDIT,
        "deliveries.index",
        {},
        "pledged",
        "signature",
        deliveries.count_on_the_road,
        lambda n: ngettext("delivery without its acuse", "deliveries without their acuse", n),
    ),
    *MEALS,
    Watch(
        _P.DELIVERIES_EDIT,
        "deliveries.reports.index",
        {},
        "urgent",
        "signature",
        reports.count_open_reports,
        lambda n: ngettext("report of a driver to settle", "reports of drivers to settle", n),
    ),
    *stock_watches.WATCHES,
    Watch(
        _P.WORK_READ,
        "work.index",
        {},
        "urgent",
        "alert-triangle",
        _failed,
        lambda n: ngettext("job or letter failed", "jobs or letters failed", n),
    ),
)
