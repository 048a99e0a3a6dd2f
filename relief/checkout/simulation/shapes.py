"""How requests are shaped: nested names in a form, and the names that are known."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

Tree = dict[str, Any]


class BadRequest(Exception):
    """What the provider answers with 400, or another status, and an error object."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "parameter_invalid",
        kind: str = "invalid_request_error",
        status: int = 400,
    ) -> None:
        self.body = {"error": {"type": kind, "code": code, "message": message}}
        self.status = status
        super().__init__(message)


ANY: Tree = {"*": None}
MARKS: Tree = {"*": None}
PAGE: Tree = {
    "mode": None,
    "submit_type": None,
    "locale": None,
    "client_reference_id": None,
    "customer": None,
    "customer_email": None,
    "success_url": None,
    "cancel_url": None,
    "expires_at": None,
    "metadata": MARKS,
    "allowed_payment_method_types": ANY,
    "line_items": {
        "*": {
            "quantity": None,
            "price_data": {
                "currency": None,
                "unit_amount": None,
                "product_data": {"name": None, "description": None},
            },
        }
    },
    "payment_intent_data": {"metadata": MARKS, "description": None},
    "payment_method_options": {
        "card": {"installments": {"enabled": None}},
        "oxxo": {"expires_after_days": None},
        "customer_balance": {"funding_type": None, "bank_transfer": {"type": None}},
    },
}
CUSTOMER: Tree = {"name": None, "email": None, "preferred_locales": ANY, "metadata": MARKS}
REFUND: Tree = {
    "amount": None,
    "payment_intent": None,
    "reason": None,
    "metadata": MARKS,
    "customer": None,
    "currency": None,
    "origin": None,
}


def nested(pairs: Iterable[tuple[str, str]]) -> Tree:
    """Turn `line_items[0][price_data][currency]` into dicts in dicts; lists keep numbers as names."""
    root: Tree = {}
    for name, value in pairs:
        path = re.findall(r"[^\[\]]+", name)
        here = root
        for step in path[:-1]:
            here = here.setdefault(step, {})
        here[path[-1]] = value
    return root


def refuse_unknown(given: Mapping[str, Any], known: Tree, path: str = "") -> None:
    """Raise BadRequest for a name that the provider does not know, as it does."""
    for name, value in given.items():
        full = f"{path}[{name}]" if path else name
        if full == "payment_method_types":
            raise BadRequest(
                "Use allowed_payment_method_types.",
                code="payment_method_types_no_longer_supported",
            )
        if name not in known and "*" not in known:
            raise BadRequest(f"Received unknown parameter: {full}", code="parameter_unknown")
        inner = known.get(name, known.get("*"))
        if isinstance(value, Mapping) != isinstance(inner, dict):
            raise BadRequest(f"Invalid value for {full}")
        if isinstance(value, Mapping):
            refuse_unknown(value, inner or ANY, full)


def whole(given: Mapping[str, Any], name: str) -> int:
    """Return a positive whole number. Raise BadRequest for anything else."""
    text = given.get(name, "")
    if not (isinstance(text, str) and text.isascii() and text.isdigit() and int(text) > 0):
        raise BadRequest(f"Invalid integer: {name}")
    return int(text)
