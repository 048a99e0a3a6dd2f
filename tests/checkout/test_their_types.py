"""What we ask for, held against the library's own types, name by name and word by word.

Their types let any text pass beside the words they list; here a listed word must be one of them.
"""

import types
import typing
from typing import Any, Literal, NotRequired, Required, Union
from uuid import uuid4

import pytest
import stripe.params as their
import stripe.params.checkout as their_pages
import typing_extensions

from relief.checkout.models import Way
from relief.checkout.stripe_gateway import customer_params, page_params, refund_params
from relief.checkout.wishes import PageWanted, RefundWanted
from relief.core.money import Money

WRAPPERS = {NotRequired, Required, typing_extensions.NotRequired, typing_extensions.Required}


def wanted(way: Way, currency: str = "MXN") -> PageWanted:
    return PageWanted(
        session_id=uuid4(),
        chapter_slug="zona-costa",
        way=way,
        amount=Money(1_000_00, currency),
        language="es",
        title="Donativo",
        payer_name="Laura Peña",
        payer_email="laura@ensambles.test",
        success_url="https://relief.example/c/juntos/paid",
        cancel_url="https://relief.example/c/juntos/unpaid",
        idem_key="relief-1",
    )


def faults(value: Any, kind: Any, path: str = "") -> list[str]:
    """Return what a value has that its type has not; empty when it fits."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in WRAPPERS:
        return faults(value, inner[0], path)
    if origin in {Union, types.UnionType}:
        words = [each for each in inner if typing.get_origin(each) is Literal]
        kinds = [each for each in inner if each is not str] if words else inner
        tried = [faults(value, each, path) for each in kinds]
        return [] if [] in tried else tried[0]
    if origin is Literal:
        return [] if value in inner else [f"{path}: {value!r} is none of their words"]
    if origin is list:
        return [f for n, each in enumerate(value) for f in faults(each, inner[0], f"{path}[{n}]")]
    if origin is dict:
        return [f for key, each in value.items() for f in faults(each, inner[1], f"{path}.{key}")]
    if typing_extensions.is_typeddict(kind):
        return _of_dict(value, kind, path)
    return (
        []
        if isinstance(value, origin or kind) and not isinstance(value, bool)
        else [f"{path}: {value!r}"]
    )


def _of_dict(value: Any, kind: Any, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: not an object"]
    module = __import__(kind.__module__, fromlist=["_"])
    # Names that their modules know only while types are checked.
    names = {**vars(typing), "StripeContext": object, **vars(module)}
    known = typing_extensions.get_type_hints(kind, names, names, include_extras=True)
    found = [f"{path}.{name} is unknown to them" for name in value if name not in known]
    lacking = kind.__required_keys__ - set(value)
    found += [
        f"{path}.{name} is lacking" for name in lacking if "NotRequired" not in str(known[name])
    ]
    for name, each in value.items():
        if name in known:
            found += faults(each, known[name], f"{path}.{name}")
    return found


@pytest.mark.parametrize("way", list(Way))
def test_a_page_is_asked_for_in_their_words(way):
    customer = "cus_1" if way is Way.SPEI else None
    assert faults(page_params(wanted(way), customer), their_pages.SessionCreateParams) == []


def test_a_payer_and_refunds_are_told_in_their_words():
    assert faults(customer_params(wanted(Way.SPEI)), their.CustomerCreateParams) == []
    for customer in (None, "cus_1"):
        refund = RefundWanted(uuid4(), "pi_1", customer, Money(1, "MXN"), "refund:1")
        assert faults(refund_params(refund), their.RefundCreateParams) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"payment_method_types": ["card"]}, "unknown to them"),
        ({"allowed_payment_method_types": ["cash"]}, "none of their words"),
        ({"submit_type": "give"}, "none of their words"),
        ({"line_items": [{"price_data": {"amount": 1}}]}, "unknown to them"),
        ({"line_items": [{"quantity": "1"}]}, "quantity"),
        ({"payment_method_options": {"oxxo": {"days": 3}}}, "unknown to them"),
    ],
)
def test_the_check_itself_finds_what_is_wrong(change, words):
    params = {**page_params(wanted(Way.CARD), None), **change}
    assert any(words in fault for fault in faults(params, their_pages.SessionCreateParams))


def test_the_simulation_refuses_what_the_provider_refuses(provider):
    import stripe

    client = stripe.StripeClient(
        "sk_test_of_the_tests", base_addresses={"api": provider.origin}, max_network_retries=0
    )
    params = dict(page_params(wanted(Way.CARD), None))
    for change, code in (
        ({"payment_method_types": ["card"]}, "payment_method_types_no_longer_supported"),
        ({"colour": "red"}, "parameter_unknown"),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            client.v1.checkout.sessions.create({**params, **change})
        assert refused.value.code == code
    client.v1.checkout.sessions.create(params, {"idempotency_key": "one"})
    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.create({**params, "locale": "en"}, {"idempotency_key": "one"})
