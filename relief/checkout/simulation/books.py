"""What the simulated provider knows: payers, pages, payments, refunds, disputes and its notices."""

import secrets
from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any

from relief.checkout.simulation.shapes import BadRequest, Tree, whole
from relief.core import clock

Thing = dict[str, Any]
Tell = Callable[[str, Thing], None]
MOST_AT_OXXO = 10_000_00
MOST = 999_999_99
BY_WAY = {"card": {"MXN", "USD"}, "oxxo": {"MXN"}, "customer_balance": {"MXN"}}


def now() -> int:
    """Return the moment in whole seconds, as the provider writes it."""
    return int(clock.now().timestamp())


def new_ref(kind: str) -> str:
    """Return a name such as `cs_test_…`; the simulation says so in every one."""
    return f"{kind}_sim{secrets.token_hex(10)}"


class Books:
    """All of it, in memory, behind one lock. `tell` hears of each thing that happens."""

    def __init__(self, origin: str, tell: Tell) -> None:
        self.origin, self.tell, self.lock = origin, tell, RLock()
        self.customers: dict[str, Thing] = {}
        self.pages: dict[str, Thing] = {}
        self.payments: dict[str, Thing] = {}
        self.refunds: dict[str, Thing] = {}
        self.disputes: dict[str, Thing] = {}
        self.balances: dict[str, int] = {}
        self.about_pages: dict[str, Thing] = {}

    # -- what the interface makes ---------------------------------------------------------

    def add_customer(self, asked: Tree) -> Thing:
        """Keep a payer."""
        made = {"id": new_ref("cus"), "object": "customer", "created": now(), **asked}
        self.customers[made["id"]] = made
        return made

    def open_page(self, asked: Tree) -> Thing:
        """Open a page for one payment. Raise BadRequest for what the provider would refuse."""
        item = asked.get("line_items", {}).get("0", {})
        price = item.get("price_data", {})
        currency = price.get("currency", "").upper()
        amount = whole(price, "unit_amount")
        ways = list(asked.get("allowed_payment_method_types", {}).values())
        self._refuse_ways(asked, ways, currency=currency, amount=amount)
        page_id = new_ref("cs_test")
        page = {
            "id": page_id,
            "object": "checkout.session",
            "created": now(),
            "expires_at": now() + 86400,
            "livemode": False,
            "mode": "payment",
            "status": "open",
            "payment_status": "unpaid",
            "amount_total": amount,
            "currency": currency.lower(),
            "customer": asked.get("customer"),
            "customer_email": asked.get("customer_email"),
            "client_reference_id": asked.get("client_reference_id"),
            "metadata": asked.get("metadata", {}),
            "payment_method_types": ways,
            "payment_intent": None,
            "locale": asked.get("locale", "es-419"),
            "success_url": asked.get("success_url"),
            "cancel_url": asked.get("cancel_url"),
            "url": f"{self.origin}/pay/{page_id}",
        }
        self.pages[page_id] = page
        self.about_pages[page_id] = {
            "title": price.get("product_data", {}).get("name", ""),
            "metadata": asked.get("payment_intent_data", {}).get("metadata", {}),
        }
        return page

    def title_of(self, page_id: str) -> str:
        """Return what the page asks money for."""
        return str(self.about_pages[page_id]["title"])

    def expire_page(self, page: Thing) -> Thing:
        """Close a page that nobody paid on."""
        if page["status"] != "open":
            raise BadRequest("Only open pages expire.", code="resource_unexpected_state")
        page.update(status="expired", url=None)
        self.tell("checkout.session.expired", page)
        return page

    def give_back(self, asked: Tree, *, told: bool = True) -> Thing:
        """Refund a payment, or what a transfer left over. Raise BadRequest beyond what is there."""
        amount = whole(asked, "amount") if "amount" in asked else None
        if asked.get("origin") == "customer_balance":
            payment, charge, left = None, None, self.balances.get(asked.get("customer", ""), 0)
        else:
            payment = self.payments.get(asked.get("payment_intent", ""))
            if payment is None or payment["status"] != "succeeded":
                raise BadRequest("No such payment_intent", code="resource_missing", status=404)
            charge, left = payment["_charge"], payment["_charge"]["amount"]
            left -= charge["amount_refunded"]
        amount = left if amount is None else amount
        if amount > left or not left:
            code = "charge_already_refunded" if not left else "amount_too_large"
            raise BadRequest("The refund is larger than what is left.", code=code)
        made = {
            "id": new_ref("re"),
            "object": "refund",
            "created": now(),
            "amount": amount,
            "currency": payment["currency"] if payment else asked.get("currency"),
            "payment_intent": payment["id"] if payment else None,
            "charge": charge["id"] if charge else None,
            "customer": asked.get("customer"),
            "status": "succeeded",
            "reason": asked.get("reason"),
            "metadata": asked.get("metadata", {}),
        }
        self.refunds[made["id"]] = made
        if charge is not None:
            charge["amount_refunded"] += amount
            charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        else:
            self.balances[asked["customer"]] -= amount
        if told:
            self.tell("refund.created", made)
            self.tell("charge.refunded" if charge else "refund.updated", charge or made)
        return made

    def bounce(self, refund: Thing) -> None:
        """The donor's bank does not take the money: it comes back, and the refund failed."""
        refund.update(status="failed", failure_reason="expired_or_canceled_card")
        charge = next(
            (p["_charge"] for p in self.payments.values() if p["id"] == refund["payment_intent"]),
            None,
        )
        if charge is not None:
            charge["amount_refunded"] -= refund["amount"]
        self.tell("refund.failed", refund)

    def dispute(self, payment: Thing) -> Thing:
        """The holder of the card asks their bank for the money."""
        charge = payment["_charge"]
        made = {
            "id": new_ref("du"),
            "object": "dispute",
            "created": now(),
            "amount": charge["amount"] - charge["amount_refunded"],
            "currency": charge["currency"],
            "charge": charge["id"],
            "payment_intent": payment["id"],
            "reason": "fraudulent",
            "status": "needs_response",
        }
        self.disputes[made["id"]] = made
        self.tell("charge.dispute.created", made)
        return made

    def decide(self, dispute: Thing, *, won: bool) -> None:
        """The bank decides."""
        dispute["status"] = "won" if won else "lost"
        self.tell("charge.dispute.closed", dispute)

    def _refuse_ways(
        self, asked: Mapping[str, Any], ways: list[str], *, currency: str, amount: int
    ) -> None:
        for way in ways:
            if currency not in BY_WAY.get(way, set()):
                raise BadRequest(f"{way} cannot be used with {currency}.")
        if amount > MOST:
            raise BadRequest("Amounts have eight digits at most.", code="amount_too_large")
        if "oxxo" in ways and amount > MOST_AT_OXXO:
            raise BadRequest("The amount is above what a voucher carries.", code="amount_too_large")
        if "customer_balance" in ways and asked.get("customer") not in self.customers:
            raise BadRequest("customer_balance needs a customer.")
        if not ways or asked.get("mode") != "payment" or not asked.get("success_url"):
            raise BadRequest("mode, success_url and a way to pay are needed.")
