"""The simulated provider's own pages, where a person pays, plainly marked as a simulation."""

from collections.abc import Callable

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue

from relief.checkout.simulation import paying
from relief.checkout.simulation.api import machine
from relief.checkout.simulation.books import Books, Thing
from relief.core.money import Money

bp = Blueprint("hosted", __name__)

ACTS: dict[str, Callable[[Books, Thing], None]] = {
    "card": paying.by_card,
    "voucher": paying.take_voucher,
    "store": paying.pay_voucher,
    "forget": paying.let_voucher_go,
    "account": paying.ask_transfer,
}
"""What the buttons do; transfers say an amount and decisions of a bank a dispute, see below."""


@bp.get("/")
def desk() -> ResponseReturnValue:
    """Show what the provider's own screen would: payments, with refund and dispute."""
    books = machine().books
    rows = [
        {
            "ref": payment["id"],
            "amount": Money(payment["amount"], payment["currency"].upper()),
            "title": books.title_of(page["id"]),
            "paid": payment["status"] == "succeeded",
            "back": payment["_charge"]["amount_refunded"] if payment["_charge"] else 0,
            "dispute": next(
                (d for d in books.disputes.values() if d["payment_intent"] == payment["id"]), None
            ),
        }
        for page in reversed(books.pages.values())
        if (payment := books.payments.get(page["payment_intent"] or ""))
    ]
    return render_template("checkout/simulation/desk.html", rows=rows)


@bp.post("/desk/<ref>/<any(refund, half, dispute, win, lose):act>")
def decide(ref: str, act: str) -> ResponseReturnValue:
    """Do what is done on the provider's own screen, or at the donor's bank."""
    books = machine().books
    payment = books.payments.get(ref) or abort(404)
    with books.lock:
        if act in {"win", "lose"}:
            for dispute in books.disputes.values():
                if dispute["payment_intent"] == ref and dispute["status"] == "needs_response":
                    books.decide(dispute, won=act == "win")
        elif payment["status"] == "succeeded" and act == "dispute":
            books.dispute(payment)
        elif payment["status"] == "succeeded":
            half = {"amount": str(payment["amount"] // 2)} if act == "half" else {}
            books.give_back({"payment_intent": ref, **half})
    return redirect(url_for(".desk"), code=303)


@bp.get("/pay/<ref>")
def show(ref: str) -> ResponseReturnValue:
    """Show the page as far as it has come."""
    books = machine().books
    page = books.pages.get(ref) or abort(404)
    payment = books.payments.get(page["payment_intent"] or "")
    total = Money(page["amount_total"], page["currency"].upper())
    arrived = books.balances.get(page["customer"] or "", 0)
    return render_template(
        "checkout/simulation/page.html",
        page=page,
        title=books.title_of(ref),
        way=page["payment_method_types"][0],
        total=total,
        paid=page["payment_status"] == "paid",
        gone=payment is not None and payment["status"] == "canceled",
        arrived=Money(arrived, total.currency) if arrived else None,
        missing=Money(max(total.minor - arrived, 0), total.currency),
    )


@bp.post("/pay/<ref>")
def act(ref: str) -> ResponseReturnValue:
    """Do what a button says."""
    books = machine().books
    page = books.pages.get(ref) or abort(404)
    wanted = request.form.get("act", "")
    with books.lock:
        if wanted in ACTS and _may(page, wanted):
            ACTS[wanted](books, page)
        elif wanted.startswith("transfer-") and page["payment_intent"]:
            _transfer(books, page, wanted.removeprefix("transfer-"))
    if wanted == "card":
        return redirect(page["success_url"], code=303)
    return redirect(url_for(".show", ref=ref), code=303)


@bp.get("/style/<path:name>")
def style(name: str) -> Response:
    """Serve the product's own style sheets: one look, told apart by the mark on every page."""
    return send_from_directory(f"{current_app.config['ROOT']}/static", name)


def _may(page: Thing, wanted: str) -> bool:
    """Say whether a button makes sense now: pages are left open in other tabs."""
    if page["payment_status"] == "paid":
        return False
    begun = bool(page["payment_intent"])
    return begun if wanted in {"store", "forget"} else page["status"] == "open"


def _transfer(books: Books, page: Thing, size: str) -> None:
    missing = max(page["amount_total"] - books.balances.get(page["customer"], 0), 0)
    amounts = {
        "part": max(page["amount_total"] * 4 // 10, 1),
        "exact": missing or page["amount_total"],
        "over": missing + page["amount_total"] // 5 + 1,
    }
    if size in amounts:
        paying.transfer(books, page, amounts[size])
