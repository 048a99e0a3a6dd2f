"""The interface of the simulated provider: what Relief calls, with its keys, faults and refusals."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, request

from relief.checkout.simulation.books import Books, Thing
from relief.checkout.simulation.shapes import (
    CUSTOMER,
    PAGE,
    REFUND,
    BadRequest,
    Tree,
    nested,
    refuse_unknown,
)

bp = Blueprint("api", __name__, url_prefix="/v1")


@dataclass
class Fault:
    """What goes wrong with the next calls: a status, a wait, and whether the deed is done first."""

    status: int = 0
    seconds: float = 0
    after: bool = False
    times: int = 1


@dataclass
class Machine:
    """The books, what was answered under which key, and what goes wrong next."""

    books: Books
    answered: dict[str, tuple[str, int, Thing]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)

    def next_fault(self) -> Fault | None:
        """Take the next fault, if one was ordered."""
        if not self.faults:
            return None
        fault = self.faults[0]
        fault.times -= 1
        if fault.times <= 0:
            self.faults.pop(0)
        return fault


View = Callable[..., Thing]


def machine() -> Machine:
    """Return the machine of the running simulation."""
    found: Machine = current_app.config["MACHINE"]
    return found


def answer(body: Thing, status: int = 200) -> Response:
    """Write a thing as the provider does, without what is only ours."""
    return Response(json.dumps(shown(body)), status, mimetype="application/json")


def shown(value: Any) -> Any:
    """Leave out names that begin with an underscore, at every depth."""
    if isinstance(value, dict):
        return {name: shown(each) for name, each in value.items() if not name.startswith("_")}
    return [shown(each) for each in value] if isinstance(value, list) else value


def broken(status: int) -> Response:
    """Answer as the provider does when it is busy (409, 429) or broken (500)."""
    kinds = {409: "idempotency_key_in_use", 429: "rate_limit"}
    error = {"type": "api_error", "code": kinds.get(status, "internal"), "message": "simulated"}
    return answer({"error": error}, status)


def call(view: View) -> Callable[..., Response]:
    """Make a call of a view: key of access, faults, refusals."""

    @wraps(view)
    def called(**values: str) -> Response:
        here = machine()
        here.calls.append((request.method, request.path))
        if not request.headers.get("Authorization", "").startswith("Bearer sk_test_"):
            return answer({"error": {"type": "invalid_request_error", "message": "key"}}, 401)
        fault = here.next_fault()
        if fault is not None and fault.seconds:
            time.sleep(fault.seconds)
        if fault is not None and fault.status and not fault.after:
            return broken(fault.status)
        done = _once(here, lambda: view(**values))
        return broken(fault.status) if fault is not None and fault.after else done

    return called


def _once(here: Machine, deed: Callable[[], Thing]) -> Response:
    """Do a deed once under its key; the same key with other parameters is refused."""
    key = request.headers.get("Idempotency-Key", "")
    if request.method != "POST" or not key:
        return _try(deed)
    asked = hashlib.sha256(request.path.encode() + b"?" + request.get_data()).hexdigest()
    with here.books.lock:
        if key in here.answered:
            before, status, body = here.answered[key]
            if before != asked:
                words = "Keys for idempotent requests can only be used with the same parameters."
                error = {"type": "idempotency_error", "message": words}
                return answer({"error": error}, 400)
            again = answer(body, status)
            again.headers["Idempotent-Replayed"] = "true"
            return again
        done = _try(deed)
        here.answered[key] = (asked, done.status_code, json.loads(done.get_data()))
        return done


def _try(deed: Callable[[], Thing]) -> Response:
    here = machine()
    try:
        with here.books.lock:
            return answer(deed())
    except BadRequest as refusal:
        return answer(refusal.body, refusal.status)


def asked(known: Tree) -> Tree:
    """Read the form of a request, whose every name must be known."""
    given = nested(request.form.items())
    refuse_unknown(given, known)
    return given


def find(things: dict[str, Thing], ref: str) -> Thing:
    """Return a thing by its name. Raise BadRequest as the provider does for an invented one."""
    if ref not in things:
        raise BadRequest(f"No such object: {ref}", code="resource_missing", status=404)
    return things[ref]


def listed(things: dict[str, Thing], *filters: str) -> Thing:
    """Return a page of things, newest first, narrowed by what the address names."""
    rows = sorted(things.values(), key=lambda each: (each["created"], each["id"]), reverse=True)
    since = request.args.get("created[gte]", "0")
    rows = [each for each in rows if each["created"] >= int(since)]
    for name in filters:
        if name in request.args:
            rows = [each for each in rows if each.get(name) == request.args[name]]
    after = request.args.get("starting_after")
    if after is not None:
        names = [each["id"] for each in rows]
        rows = rows[names.index(after) + 1 :] if after in names else []
    size = int(request.args.get("limit", "10"))
    return {
        "object": "list",
        "url": request.path,
        "has_more": len(rows) > size,
        "data": rows[:size],
    }


@bp.post("/customers")
@call
def add_customer() -> Thing:
    """Keep a payer."""
    return machine().books.add_customer(asked(CUSTOMER))


@bp.post("/checkout/sessions")
@call
def open_page() -> Thing:
    """Open a page."""
    return machine().books.open_page(asked(PAGE))


@bp.get("/checkout/sessions")
@call
def pages() -> Thing:
    """List pages."""
    return listed(machine().books.pages, "payment_intent", "customer")


@bp.get("/checkout/sessions/<ref>")
@call
def page(ref: str) -> Thing:
    """Show a page."""
    return find(machine().books.pages, ref)


@bp.post("/checkout/sessions/<ref>/expire")
@call
def expire(ref: str) -> Thing:
    """Close a page."""
    here = machine().books
    return here.expire_page(find(here.pages, ref))


@bp.get("/payment_intents")
@call
def payments() -> Thing:
    """List payments."""
    return listed(machine().books.payments, "customer")


@bp.get("/payment_intents/<ref>")
@call
def payment(ref: str) -> Thing:
    """Show a payment."""
    return find(machine().books.payments, ref)


@bp.post("/refunds")
@call
def give_back() -> Thing:
    """Refund."""
    return machine().books.give_back(asked(REFUND))


@bp.get("/refunds")
@call
def refunds() -> Thing:
    """List refunds."""
    return listed(machine().books.refunds, "payment_intent", "charge")


@bp.get("/refunds/<ref>")
@call
def refund(ref: str) -> Thing:
    """Show a refund."""
    return find(machine().books.refunds, ref)
