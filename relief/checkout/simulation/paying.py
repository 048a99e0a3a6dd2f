"""What a person does on the simulated page, and what the provider tells us about it."""

from relief.checkout.simulation.books import Books, Thing, new_ref, now


def payment_of(books: Books, page: Thing) -> Thing:
    """Return the payment of a page, begun when somebody first acts on it."""
    if page["payment_intent"]:
        return books.payments[page["payment_intent"]]
    made = {
        **_begun(new_ref("pi"), amount=page["amount_total"], currency=page["currency"]),
        "customer": page["customer"],
        "payment_method_types": page["payment_method_types"],
        "metadata": books.about_pages[page["id"]]["metadata"],
    }
    books.payments[made["id"]] = made
    page["payment_intent"] = made["id"]
    return made


def remember(books: Books, told: Thing) -> None:
    """Know a payment of before this simulation began, so that it can go back; nobody hears of it.

    `told` is a `ref`, `minor` units of a `currency`, and `created` in seconds, as the demo says.
    """
    made = _begun(told["ref"], amount=told["minor"], currency=told["currency"].lower())
    made["created"] = told["created"]
    _charge(made)
    books.payments[made["id"]] = made


def _begun(ref: str, *, amount: int, currency: str) -> Thing:
    return {
        "id": ref,
        "object": "payment_intent",
        "created": now(),
        "livemode": False,
        "amount": amount,
        "amount_received": 0,
        "currency": currency,
        "customer": None,
        "status": "requires_action",
        "payment_method_types": [],
        "metadata": {},
        "next_action": None,
        "_charge": None,
    }


def by_card(books: Books, page: Thing) -> None:
    """Pay at once."""
    payment = payment_of(books, page)
    _succeed(books, payment)
    page.update(status="complete", payment_status="paid", url=None)
    books.tell("checkout.session.completed", page)


def take_voucher(books: Books, page: Thing) -> None:
    """Take the voucher home: the page is done, the money is not there."""
    payment_of(books, page)
    page.update(status="complete", payment_status="unpaid", url=None)
    books.tell("checkout.session.completed", page)


def pay_voucher(books: Books, page: Thing) -> None:
    """Pay the voucher in a shop."""
    _succeed(books, payment_of(books, page))
    _late(books, page)


def let_voucher_go(books: Books, page: Thing) -> None:
    """Forget the voucher until it expires."""
    payment_of(books, page)["status"] = "canceled"
    books.tell("checkout.session.async_payment_failed", page)


def ask_transfer(books: Books, page: Thing) -> None:
    """Show the account to send the transfer to: the page is done, the money is not there."""
    payment = payment_of(books, page)
    payment["next_action"] = {
        "type": "display_bank_transfer_instructions",
        "display_bank_transfer_instructions": {
            "amount_remaining": payment["amount"],
            "currency": page["currency"],
            "type": "mx_bank_transfer",
        },
    }
    page.update(status="complete", payment_status="unpaid", url=None)
    books.tell("checkout.session.completed", page)


def transfer(books: Books, page: Thing, minor: int) -> None:
    """Let a transfer of so many centavos arrive: part of it, the whole, or more."""
    payment, payer = payment_of(books, page), page["customer"]
    balance = books.balances.get(payer, 0) + minor
    books.balances[payer] = balance
    _balance(books, page, kind="funded", net=minor)
    if payment["status"] == "succeeded":
        return
    shown = payment["next_action"]["display_bank_transfer_instructions"]
    if balance < payment["amount"]:
        shown["amount_remaining"] = payment["amount"] - balance
        books.tell("payment_intent.partially_funded", payment)
        return
    shown["amount_remaining"] = 0
    books.balances[payer] = balance - payment["amount"]
    _balance(books, page, kind="applied_to_payment", net=-payment["amount"])
    _succeed(books, payment)
    _late(books, page)


def _late(books: Books, page: Thing) -> None:
    page["payment_status"] = "paid"
    books.tell("checkout.session.async_payment_succeeded", page)


def _succeed(books: Books, payment: Thing) -> None:
    _charge(payment)
    books.tell("payment_intent.succeeded", payment)


def _charge(payment: Thing) -> None:
    charge = {
        "id": new_ref("ch"),
        "object": "charge",
        "created": now(),
        "amount": payment["amount"],
        "amount_refunded": 0,
        "refunded": False,
        "currency": payment["currency"],
        "payment_intent": payment["id"],
        "status": "succeeded",
    }
    payment.update(
        status="succeeded",
        amount_received=payment["amount"],
        latest_charge=charge["id"],
        _charge=charge,
    )


def _balance(books: Books, page: Thing, *, kind: str, net: int) -> None:
    applied = {"payment_intent": page["payment_intent"]} if kind != "funded" else None
    moved = {
        "id": new_ref("ccsbtxn"),
        "object": "customer_cash_balance_transaction",
        "created": now(),
        "customer": page["customer"],
        "currency": page["currency"],
        "type": kind,
        "net_amount": net,
        "ending_balance": books.balances[page["customer"]],
        "applied_to_payment": applied,
    }
    books.tell("customer_cash_balance_transaction.created", moved)
