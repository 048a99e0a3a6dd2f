"""The provider's notices in every order, number and company end in the same bytes.

A few by default; RELIEF_SCALE=1 takes all permutations and two hundred random sequences.
"""

import itertools
import os
import random
import threading
from contextvars import copy_context

import pytest

from relief.checkout import inbox
from relief.checkout.models import Way
from relief.checkout.notices import Notice
from relief.checkout.simulation import paying
from relief.core import clock, tenancy
from relief.core.db import db, transaction
from relief.core.tenancy import in_chapter
from relief.reports.canonical import canonical_lines
from relief.reports.verify import violations
from tests.checkout.again import Beginning

SCALE = os.environ.get("RELIEF_SCALE") == "1"
pytestmark = pytest.mark.race
PEOPLE = 8


def by_voucher(provider, page):
    """A voucher taken, paid in a shop, and in part refunded on the provider's own screen."""
    paying.take_voucher(provider.books, page)
    paying.pay_voucher(provider.books, page)
    provider.books.give_back({"payment_intent": page["payment_intent"], "amount": "25000"})


def with_dispute(provider, page):
    """A card paid, partly refunded, disputed and lost."""
    paying.by_card(provider.books, page)
    provider.books.give_back({"payment_intent": page["payment_intent"], "amount": "10000"})
    [payment] = provider.books.payments.values()
    provider.books.decide(provider.books.dispute(payment), won=False)


def with_bounce(provider, page):
    """A card paid, and refunded to an account that does not exist any more."""
    paying.by_card(provider.books, page)
    refund = provider.books.give_back({"payment_intent": page["payment_intent"]})
    provider.books.bounce(refund)


def with_transfer(provider, page):
    """A transfer in two parts, the second of which is too much."""
    paying.ask_transfer(provider.books, page)
    paying.transfer(provider.books, page, 40_000)
    paying.transfer(provider.books, page, 70_000)


STORIES = {
    by_voucher: Way.OXXO,
    with_dispute: Way.CARD,
    with_bounce: Way.CARD,
    with_transfer: Way.SPEI,
}


def deliver(raw) -> None:
    """Take one notice in as the webhook does, after the signature."""
    notice = Notice.of(raw)
    home = inbox.home_of(notice, livemode=False)
    assert home is not None
    with in_chapter(home.chapter.id), transaction():
        inbox.take(notice, home)


def content() -> str:
    db.session.remove()
    return "\n".join(canonical_lines())


@pytest.fixture
def told(provider, open_page, store):
    """A story's notices, and the database as it was before the first of them was told."""

    def tell(story):
        session = open_page(way=STORIES[story])
        story(provider, provider.page_of(session))
        notices = [dict(notice) for notice in provider.notices]
        for notice in notices:
            notice["created"] = int(clock.now().timestamp())
        return notices, Beginning(store)

    return tell


@pytest.mark.parametrize("story", list(STORIES))
def test_every_order_ends_in_the_same_bytes(told, store, story):
    notices, beginning = told(story)
    orders = list(itertools.permutations(notices))
    whole = story is by_voucher and SCALE
    if not whole:
        few = 120 if SCALE else 12 if store.name == "sqlite" else 3
        orders = [orders[0], *random.Random(7).sample(orders, min(few, len(orders) - 1))]
    ends = set()
    for order in orders:
        for notice in order:
            deliver(notice)
        ends.add(content())
        beginning.again()
    assert len(ends) == 1
    assert not whole or len(orders) == 120


def by_many(app, notices, deliver=deliver) -> list[BaseException]:
    """Let eight deliver at once, each what falls to them; return what went wrong."""
    wrong: list[BaseException] = []
    start = threading.Barrier(PEOPLE)

    def work(mine):
        with app.app_context():
            start.wait()
            for notice in mine:
                try:
                    deliver(notice)
                except BaseException as error:  # noqa: BLE001 - told to the test
                    wrong.append(error)
            db.session.remove()

    chapter = tenancy.chapter_id()
    threads = []
    for number in range(PEOPLE):
        context = copy_context()
        mine = notices[number::PEOPLE]
        threads.append(threading.Thread(target=context.run, args=(work, mine)))
    assert chapter
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_eight_deliverers_of_random_sequences(app, told):
    lot = random.Random(11)
    notices, beginning = told(by_voucher)
    for notice in notices:
        deliver(notice)
    expected = content()
    for _sequence in range(200 if SCALE else 4):
        beginning.again()
        sequence = [each for each in notices for _again in range(lot.choice([1, 2, 5]))]
        lot.shuffle(sequence)
        assert by_many(app, sequence) == []
        assert content() == expected
    assert list(violations()) == []


def test_the_claim_is_what_lets_each_thing_be_done_once(app, told, monkeypatch):
    notices, beginning = told(by_voucher)
    done: list[str] = []
    act = inbox.act
    monkeypatch.setattr(inbox, "act", lambda event: done.append(event.event_ref) or act(event))
    assert by_many(app, notices * PEOPLE) == []
    assert len(done) == len(notices)
    beginning.again()
    done.clear()
    # The control: with a claim that everybody wins, the same deed is tried again and again.
    claim, won = inbox.claim, {}

    def weak(notice):
        won.setdefault(notice.event_ref, claim(notice))
        return won[notice.event_ref]

    monkeypatch.setattr(inbox, "claim", weak)
    for notice in notices * 2:
        deliver(notice)
    assert len(done) == 2 * len(notices)
