"""The one file that speaks to Stripe: their library, their words, their faults.

Everybody else hears of pages, payments and refunds in ours. The library takes a third of a second
to import, so that it is loaded when somebody pays. Nothing here runs inside a transaction.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import structlog

from relief.checkout.errors import NotGenuine, ProviderAway, ProviderRefuses
from relief.checkout.models import Way
from relief.checkout.wishes import (
    PageOpened,
    PageWanted,
    Patience,
    RefundAnswer,
    RefundWanted,
    Theirs,
)
from relief.config import Settings
from relief.core.money import Money
from relief.core.network import empty_handed

if TYPE_CHECKING:
    import stripe
    from stripe.params import CustomerCreateParams, RefundCreateParams
    from stripe.params.checkout import SessionCreateParams

log = structlog.get_logger(__name__)

OUR_MARK = "relief_session"
CHAPTER_MARK = "relief_chapter"
REFUND_MARK = "relief_refund"
LOCALES = {"es": "es-419", "en": "en"}
VOUCHER_DAYS = 3
OLDEST_NOTICE_SECONDS = 300
LARGEST_PAGE = 100


# Whoever pays waits ten seconds at most, whatever the provider does.
A_PERSON_WAITS = 9.5
FOR_A_PERSON = Patience(seconds=4, retries=1)
FOR_THE_WORKER = Patience(seconds=10, retries=2)


def page_params(wanted: PageWanted, customer_ref: str | None) -> "SessionCreateParams":
    """Say what we want in the words of the library's own types, which the tests check."""
    marks = {OUR_MARK: str(wanted.session_id), CHAPTER_MARK: wanted.chapter_slug}
    params: SessionCreateParams = {
        "mode": "payment",
        "submit_type": "donate",
        "locale": "en" if wanted.language == "en" else "es-419",
        "client_reference_id": str(wanted.session_id),
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": wanted.amount.currency.lower(),
                    "unit_amount": wanted.amount.minor,
                    "product_data": {"name": wanted.title},
                },
            }
        ],
        "metadata": marks,
        "payment_intent_data": {"metadata": marks, "description": wanted.title},
        "success_url": wanted.success_url,
        "cancel_url": wanted.cancel_url,
    }
    if customer_ref is not None:
        params["customer"] = customer_ref
    else:
        params["customer_email"] = wanted.payer_email
    if wanted.way is Way.CARD:
        params["allowed_payment_method_types"] = ["card"]
    elif wanted.way is Way.OXXO:
        params["allowed_payment_method_types"] = ["oxxo"]
        params["payment_method_options"] = {"oxxo": {"expires_after_days": VOUCHER_DAYS}}
    else:
        params["allowed_payment_method_types"] = ["customer_balance"]
        params["payment_method_options"] = {
            "customer_balance": {
                "funding_type": "bank_transfer",
                "bank_transfer": {"type": "mx_bank_transfer"},
            }
        }
    return params


def customer_params(wanted: PageWanted) -> "CustomerCreateParams":
    """Name the payer of a transfer. One for each attempt, so that no two gifts share a balance."""
    return {
        "name": wanted.payer_name,
        "email": wanted.payer_email,
        "preferred_locales": [LOCALES.get(wanted.language, "es-419")],
        "metadata": {OUR_MARK: str(wanted.session_id), CHAPTER_MARK: wanted.chapter_slug},
    }


def refund_params(wanted: RefundWanted) -> "RefundCreateParams":
    """Say how much of which payment goes back."""
    params: RefundCreateParams = {
        "amount": wanted.amount.minor,
        "metadata": {REFUND_MARK: str(wanted.refund_id)},
    }
    if wanted.customer_ref is None:
        params["payment_intent"] = wanted.payment_ref
        params["reason"] = "requested_by_customer"
    else:
        params["customer"] = wanted.customer_ref
        params["currency"] = wanted.amount.currency.lower()
        params["origin"] = "customer_balance"
    return params


def open_page(settings: Settings, wanted: PageWanted) -> PageOpened:
    """Open the provider's page for one payment. Raise ProviderAway or ProviderRefuses."""
    began = time.monotonic()
    client = _client(settings, FOR_A_PERSON)
    customer_ref = None
    with _our_words("open_page"):
        if wanted.way is Way.SPEI:
            key = f"{wanted.idem_key}-payer"
            payer = client.v1.customers.create(customer_params(wanted), {"idempotency_key": key})
            customer_ref = payer.id
            left = what_is_left(FOR_A_PERSON, spent=time.monotonic() - began)
            client = _client(settings, left)
        page = client.v1.checkout.sessions.create(
            page_params(wanted, customer_ref), {"idempotency_key": wanted.idem_key}
        )
    if not page.url:
        raise ProviderRefuses(told="a page without an address")
    return PageOpened(page.id, page.url, customer_ref, _ref(page.payment_intent))


def what_is_left(patience: Patience, *, spent: float) -> Patience:
    """Return the patience for a second call after one that took `spent` seconds.

    The library waits half a second before it tries again.
    """
    tries = patience.retries + 1
    each = (A_PERSON_WAITS - spent) / tries - 0.5
    return replace(patience, seconds=min(patience.seconds, max(each, 0.25)))


def send_refund(settings: Settings, wanted: RefundWanted) -> RefundAnswer:
    """Send money back. Raise ProviderAway, or ProviderRefuses with their reason."""
    client = _client(settings, FOR_THE_WORKER)
    with _our_words("send_refund"):
        made = client.v1.refunds.create(refund_params(wanted), {"idempotency_key": wanted.idem_key})
    return RefundAnswer(
        made.id, made.status or "pending", getattr(made, "failure_reason", "") or ""
    )


def refunds_of(settings: Settings, payment_ref: str) -> list[dict[str, Any]]:
    """Return the refunds of one payment as the provider words them. Raise ProviderAway."""
    client = _client(settings, FOR_THE_WORKER)
    with _our_words("refunds_of"):
        found = client.v1.refunds.list({"payment_intent": payment_ref, "limit": LARGEST_PAGE})
        return [each.to_dict(for_json=True) for each in found.auto_paging_iter()]


def payments_since(settings: Settings, since: datetime) -> list[Theirs]:
    """Return what the provider took in since a moment. Raise ProviderAway."""
    client = _client(settings, FOR_THE_WORKER)
    with _our_words("payments_since"):
        found = client.v1.payment_intents.list(
            {"created": {"gte": int(since.timestamp())}, "limit": LARGEST_PAGE}
        )
        return [
            Theirs(
                ref=each.id,
                payment_ref=each.id,
                amount=amount_of(each.amount_received, each.currency),
                state=each.status,
                happened_at=datetime.fromtimestamp(each.created, UTC),
            )
            for each in found.auto_paging_iter()
            if each.status == "succeeded"
        ]


def refunds_since(settings: Settings, since: datetime) -> list[Theirs]:
    """Return what the provider gave back since a moment. Raise ProviderAway."""
    client = _client(settings, FOR_THE_WORKER)
    with _our_words("refunds_since"):
        found = client.v1.refunds.list(
            {"created": {"gte": int(since.timestamp())}, "limit": LARGEST_PAGE}
        )
        return [
            Theirs(
                ref=each.id,
                payment_ref=_ref(each.payment_intent) or "",
                amount=amount_of(each.amount, each.currency),
                state=each.status or "pending",
                happened_at=datetime.fromtimestamp(each.created, UTC),
            )
            for each in found.auto_paging_iter()
        ]


def read_notice(body: bytes, signature: str | None, secrets: tuple[str, ...]) -> dict[str, Any]:
    """Return a notice whose signature holds under one of our secrets. Raise NotGenuine.

    What a forged body can make the library raise was tried: each of these reached the caller.
    """
    import stripe

    try:
        for secret in secrets:
            try:
                stripe.Webhook.construct_event(body, signature, secret, OLDEST_NOTICE_SECONDS)
            except stripe.SignatureVerificationError:
                continue
            notice = json.loads(body)
            break
        else:
            raise NotGenuine
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise NotGenuine from error
    if not isinstance(notice, dict) or not isinstance(notice.get("id"), str):
        raise NotGenuine
    return notice


def amount_of(minor: Any, currency: Any) -> Money | None:
    """Return an amount of theirs in ours; None for what is no amount or in no currency of ours."""
    if type(minor) is not int or minor <= 0 or str(currency).upper() not in {"MXN", "USD"}:
        return None
    return Money(minor, str(currency).upper())


def _ref(value: Any) -> str | None:
    """Return the id of what may be an id or a whole object."""
    return value if value is None or isinstance(value, str) else str(value.id)


def _client(settings: Settings, patience: Patience) -> "stripe.StripeClient":
    import stripe

    empty_handed()
    options: dict[str, Any] = {}
    if settings.stripe_api_base:
        options["base_addresses"] = {"api": settings.stripe_api_base}
    return stripe.StripeClient(
        settings.stripe_secret_key,
        max_network_retries=patience.retries,
        http_client=stripe.RequestsClient(timeout=patience.seconds),
        **options,
    )


@contextmanager
def _our_words(call: str) -> Iterator[None]:
    """Turn the library's errors into two of ours: come back later, or no."""
    import stripe

    try:
        yield
    except (
        stripe.APIConnectionError,
        stripe.APIError,
        stripe.RateLimitError,
        # A key that was changed: the operator mends it, and what waits goes on.
        stripe.AuthenticationError,
        stripe.PermissionError,
    ) as error:
        log.warning(
            "provider away", call=call, error=type(error).__name__, status=error.http_status
        )
        raise ProviderAway from error
    except stripe.StripeError as error:
        # Their sentence may quote what we sent, the payer's address among it: the code does not.
        code = error.code or type(error).__name__
        log.warning("provider refuses", call=call, code=code, status=error.http_status)
        raise ProviderRefuses(told=str(code)) from error
