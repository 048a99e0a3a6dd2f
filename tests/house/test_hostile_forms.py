"""Every form of the house against everything that people and robots type into it."""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from uuid import uuid4

import sqlalchemy as sa
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule

from relief.core.db import db, is_postgresql
from relief.deliveries.models import DeliveryStatus
from relief.links.actions import live_link
from relief.links.address import address as address_of
from relief.links.models import LinkKind
from relief.pledges.models import PledgeStatus
from tests.house.permission_table import STAFF
from tests.house.test_permission_table import address

MARK = "<i>x1z</i>{{7*7}}\"'"
HOSTILE = {
    "not a number": "sNaN",
    "foreign digits": "\u0663\u00b2",
    "longer than a column": "9" * 4000,
    "unseen and turned round": "a\x00b\u200b\u202egpj.exe",
    "markup": MARK + "\U0001f600\u6f22\u0622",
    "a header": "a@b.test\r\nBcc: c@d.test",
    "the last day": "9999-12-31",
    "somebody's id": str(uuid4()),
}
# They take nothing typed, send a file, and remember who took it.
FILES = {"accounting.export.csv", "accounting.export.xlsx"}
# How a page reads and shows what was typed does not depend on the engine; what a column refuses does.
READ_ALIKE = {"markup", "a header", "foreign digits", "somebody's id"}


class Fields(HTMLParser):
    """The names of what a page lets people type, and its hidden values."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("name")
        if tag in {"input", "select", "textarea", "button"} and name:
            self.names.add(name.replace("__n__", "0"))


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
    """Send every hostile value in every field at once; return what should not have happened."""
    wrong: list[object] = []
    first = browser.post(path).get_data(as_text=True)
    names = Fields(first).names | {"reason", "answer", "picked"}
    for what, value in HOSTILE.items():
        if what in READ_ALIKE and is_postgresql():
            continue
        before = stored()
        typed = MultiDict((name, value) for name in sorted(names) for _twice in range(2))
        answer = browser.post(path, data=typed)
        body = answer.get_data(as_text=True)
        if answer.status_code >= 500 or MARK in body or "<i>x1z" in body:
            wrong.append((path, what, answer.status_code))
        if answer.status_code != 303 and stored() != before:
            wrong.append((path, what, answer.status_code, "stored"))
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
    wrong = []
    for path in (there, f"{there}/review", "/v/", f"{follow}/cancel", hospital, "/staff/login"):
        wrong += attack(client, path)
    assert not wrong
