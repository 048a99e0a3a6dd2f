"""What comes to the webhook and is not the provider's: 400, and nothing changed."""

import json

import pytest
import sqlalchemy as sa

from relief.checkout.models import EventState, ProviderEvent, WhyKept
from relief.checkout.simulation import paying
from relief.checkout.simulation.books import now
from relief.core.db import db
from relief.reports.canonical import canonical_lines
from tests.checkout.conftest import OLD_SECRET, SECRET

EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "payment_intent.succeeded",
    "created": 1_700_000_000,
    "livemode": False,
    "data": {"object": {"id": "pi_1", "object": "payment_intent"}},
}
BODY = json.dumps(EVENT).encode()


def forged(sender):
    """Fourteen bodies and headers that nobody may believe, by name."""
    signed = sender.signed
    deep = b"[" * 100_000 + b"]" * 100_000
    return {
        "no signature": (BODY, None),
        "an empty one": (BODY, ""),
        "nonsense": (BODY, "t=x,v1=y"),
        "another secret": (BODY, signed(BODY).replace("v1=", "v1=0")),
        "a changed byte": (BODY.replace(b"pi_1", b"pi_2"), signed(BODY)),
        "too old": (BODY, signed(BODY, at=now() - 301)),
        "no moment": (BODY, signed(BODY).partition(",")[2]),
        "not ascii": (BODY, signed(BODY) + "ñ"),
        "not utf-8": (b"\xff" + BODY, signed(b"\xff" + BODY)),
        "not json": (b"paid=1", signed(b"paid=1")),
        "a list": (b"[1]", signed(b"[1]")),
        "a string": (b'"paid"', signed(b'"paid"')),
        "very deep": (deep, signed(deep)),
        "no id": (b'{"object": "event"}', signed(b'{"object": "event"}')),
        "too long": (b" " * 300_000 + BODY, signed(b" " * 300_000 + BODY)),
    }


def content() -> str:
    db.session.rollback()
    return "\n".join(canonical_lines())


def events() -> list[ProviderEvent]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(ProviderEvent)))


def test_fourteen_forgeries_change_nothing(provider, client, open_page):
    open_page()
    before = content()
    wrong = {}
    for name, (body, signature) in forged(provider.sender).items():
        headers = {} if signature is None else {"Stripe-Signature": signature}
        answer = client.post("/stripe/webhook", data=body, headers=headers)
        if answer.status_code != 400 or answer.get_data() or "Set-Cookie" in answer.headers:
            wrong[name] = answer.status_code
    assert wrong == {}
    assert content() == before
    assert events() == []


@pytest.mark.parametrize("secret", [SECRET, OLD_SECRET])
def test_both_secrets_of_a_rotation_hold(provider, chapter, secret):
    provider.sender.secret = secret
    assert provider.post({**EVENT, "id": f"evt_{secret}"}) == 200
    assert len(events()) == 1


def test_a_moment_in_the_future_is_theirs_and_counts_once(provider, chapter):
    signature = provider.sender.signed(BODY, at=now() + 10**8)
    for _again in range(3):
        assert provider.post(BODY, **{"Stripe-Signature": signature}) == 200
    assert len(events()) == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, WhyKept.UNKNOWN_PAYMENT),
        ({"type": "invoice.paid"}, WhyKept.UNKNOWN_KIND),
        ({"type": 7, "data": [1], "created": "x"}, WhyKept.UNKNOWN_KIND),
        ({"livemode": True}, WhyKept.OTHER_MODE),
        ({"account": "acct_9"}, WhyKept.FOREIGN_ACCOUNT),
    ],
)
def test_what_is_not_ours_is_kept_and_changes_nothing(provider, chapter, changes, why):
    before = content()
    assert provider.post({**EVENT, **changes}) == 200
    [event] = events()
    assert (event.state, event.why) == (EventState.KEPT, why)
    assert content() == before


STRANGE = {"nul": "x\0", "half": "x\ud800", "wild": 10**14, "below": -1, "nested": {"id": ["x"]}}


def test_a_signed_notice_may_be_as_strange_as_it_likes(provider, open_page):
    session = open_page()
    paying.by_card(provider.books, provider.page_of(session))
    provider.tell_all()
    [payment] = provider.books.payments.values()
    refund = {"id": "re_1", "payment_intent": payment["id"], "amount": 1, "currency": "mxn"}
    sent = []
    for name, value in STRANGE.items():
        for field in ("id", "payment_intent", "created", "metadata", "failure_reason"):
            thing = {**refund, "id": f"re_{name}_{field}", "status": "succeeded", field: value}
            data = {"type": "refund.updated", "data": {"object": thing}}
            sent.append({**EVENT, "id": f"evt_{name}_{field}", **data})
        around = ("id", "type", "created", "account", "data")
        sent += [{**EVENT, "type": f"x.{name}", field: value} for field in around]
    # 400: an id that is no text is nobody's.
    assert {provider.post(notice) for notice in sent} == {200, 400}


def test_another_chapters_payment_is_kept(provider, open_page, other_chapter):
    session = open_page()
    paying.by_card(provider.books, provider.page_of(session))
    before = content()
    for notice in provider.notices:
        notice["data"]["object"]["metadata"]["relief_chapter"] = other_chapter.slug
        assert provider.post(notice) == 200
    assert {event.why for event in events()} == {WhyKept.OTHER_CHAPTER}
    assert content() == before


def test_an_effect_that_fails_leaves_no_trace_and_may_come_again(
    provider, open_page, app, monkeypatch
):
    session = open_page()
    paying.by_card(provider.books, provider.page_of(session))
    before = content()

    def cut(*_args, **_values):
        raise sa.exc.OperationalError("COMMIT", {}, OSError("the line is dead"))

    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", cut)
        assert provider.post(provider.notices[0]) == 503
    assert content() == before
    assert events() == []
    provider.tell_all()
    assert content() != before
