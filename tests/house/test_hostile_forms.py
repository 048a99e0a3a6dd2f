"""Every form of the house against everything that people and robots type into it."""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from uuid import uuid4

import sqlalchemy as sa
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule

from relief.core.db import db, transaction
from relief.deliveries.models import DeliveryStatus
from relief.links.actions import live_link
from relief.links.address import address as address_of
from relief.links.models import LinkKind
from relief.needs.hospital_link import make_link
from relief.pledges.models import PledgeStatus
from tests.house.permission_table import STAFF
from tests.house.test_permission_table import address

MARK = "<i>x1z</i>{{7*7}}\"'"
LONG, UNSEEN = "9" * 4000, "a\x00b\u200b\u202egpj.exe"
MARKUP, HEADER = MARK + "\U0001f600\u6f22\u0622", "a@b.test\r\nBcc: c@d.test"
# Round by round, what each kind of field is sent; every field of a form at once.
HOSTILE = {
    "text": (LONG, UNSEEN, MARKUP, HEADER),
    "number": (LONG, "sNaN", "\u0663\u00b2", MARKUP),
    "date": (LONG, "9999-12-31", UNSEEN, MARKUP),
    "choice": (LONG, str(uuid4()), UNSEEN, MARKUP),
}
# What a column refuses depends on the engine; how a page reads and shows what was typed does not.
ROUNDS = {"sqlite": 4, "postgresql": 2}
# They take nothing typed, send a file, and remember who took it.
FILES = {"accounting.export.csv", "accounting.export.xlsx", "hospitals.vetting.take"}


class Fields(HTMLParser):
    """What a page lets people type, by name and kind, and its hidden values."""

    def __init__(self, html: str) -> None:
        super().__init__()
        # These are asked for on pages that a refused form does not show.
        self.kinds = {"reason": "text", "answer": "text", "picked": "choice"}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        if tag in {"input", "select", "textarea", "button"} and about.get("name"):
            self.kinds[about["name"].replace("__n__", "0")] = kind_of(tag, about)


def kind_of(tag: str, about: dict[str, str | None]) -> str:
    """Say whether a field wants text, a number, a date, or one of what it offers."""
    if about.get("type") in {"date", "month", "datetime-local"}:
        return "date"
    if about.get("type") == "number" or about.get("inputmode") in {"numeric", "decimal"}:
        return "number"
    chosen = tag in {"select", "button"} or about.get("type") in {"hidden", "radio", "checkbox"}
    return "choice" if chosen else "text"


def posts(app) -> Iterator[Rule]:
    """Every address that staff may send a form to."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in STAFF.keys() - FILES and "POST" in rule.methods:
            yield rule


@cache
def counting() -> sa.TextClause:
    """The question how many rows every table holds, made once."""
    tables = sorted(set(db.metadata.tables) - {"throttle_count"})
    return sa.text(f"SELECT {', '.join(f'(SELECT count(*) FROM {name})' for name in tables)}")


def stored() -> tuple[int, ...]:
    """How many rows every table holds; each change of a row is one more in the audit log."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return tuple(connection.execute(counting()).one())


def attack(browser, path: str) -> list[object]:
    """Send every field what its kind fears, round by round; return what should not have happened."""
    wrong: list[object] = []
    kinds = Fields(browser.post(path).get_data(as_text=True)).kinds
    for number in range(ROUNDS[db.engine.dialect.name]):
        before = stored()
        typed = MultiDict(
            (name, HOSTILE[kind][number]) for name, kind in sorted(kinds.items()) for _twice in "12"
        )
        answer = browser.post(path, data=typed)
        body = answer.get_data(as_text=True)
        if answer.status_code >= 500 or MARK in body or "<i>x1z" in body:
            wrong.append((path, number, answer.status_code))
        if answer.status_code != 303 and stored() != before:
            wrong.append((path, number, answer.status_code, "stored"))
    return wrong


def enter(browser, link) -> str:
    """Go in by a link, and return the address of its page."""
    return browser.get(address_of(link).removeprefix("http://relief.test")).location


def test_no_form_of_the_staff_breaks_or_keeps_what_it_refused(app, admin, factories, chapter):
    wrong, looked = [], 0
    for rule in posts(app):
        looked += 1
        wrong += attack(admin, address(app, rule, factories, real=True))
    assert looked > 40
    assert not wrong


def test_no_form_of_the_public_breaks_or_keeps_what_it_refused(client, factories, chapter):
    pledge = factories.pledge(status=PledgeStatus.SUBMITTED)
    delivery = factories.delivery(status=DeliveryStatus.DISPATCHED)
    there = f"/c/{pledge.campaign.slug}/pledge"
    follow = enter(client, live_link(LinkKind.FOLLOW, pledge.id))
    hospital = enter(client, live_link(LinkKind.HOSPITAL, delivery.id))
    asking = factories.hospital()
    with transaction():
        link = make_link(asking)
    asks = enter(client, link)
    wrong = []
    public = (there, f"{there}/review", "/v/", f"{follow}/cancel", hospital, asks, "/staff/login")
    for path in public:
        wrong += attack(client, path)
    assert not wrong
