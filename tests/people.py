"""Ana may, Beto may not, Carla is from another chapter; and the client that watches every page."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextvars import copy_context
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from relief.accounts import sessions
from relief.accounts.models import User
from relief.accounts.permissions import Role
from relief.accounts.security import SESSION_KEY
from relief.chapters.models import Chapter
from relief.core import tenancy
from relief.core.db import db, transaction

# Strict parsing takes longer than the page: each shape of page is parsed three times a worker.
NAMES = re.compile(r"[0-9a-f-]{36}|[A-Z0-9]{20}|[A-Z]{3}-[0-9]{4}-[0-9]{5}")
PAGES: Counter[tuple[str, int]] = Counter()


class WatchfulClient(FlaskClient):
    """Fails a test whose page is not valid HTML, repeats an id, or whose title is not its h1."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.remove()
        # A request has a context of its own: who asks and for which chapter is not the test's.
        response = copy_context().run(self._open_alone, *args, **kwargs)
        shape = (NAMES.sub("*", response.request.path), response.status_code)
        PAGES[shape] += 1
        seen = response.request.method != "HEAD" and PAGES[shape] < 4
        if response.mimetype == "text/html" and response.status_code < 300 and seen:
            check_page(response.get_data(as_text=True), strict=response.status_code == 200)
        return response

    def _open_alone(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            response = super().open(*args, **kwargs)
            assert not [*db.session.new, *db.session.dirty], "the view left unsaved work behind"
            return response


def check_page(html: str, *, strict: bool = True) -> None:
    """Parse strictly; look at ids, title and headings."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    wrong = [e for e in parser.errors if e[1] != "unexpected-end-tag-implies-table-voodoo"]
    assert not wrong, wrong[:3]
    ids = re.findall(r'\sid="([^"]+)"', html)
    twice = {each for each in ids if ids.count(each) > 1}
    assert not twice, f"ids used twice: {twice}"
    if strict:
        assert len(re.findall(r"<h1[\s>]", html)) == 1, "a page has one h1"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody signed in with."""
    app.test_client_class = WatchfulClient
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """Sign a person in without the form: `sign_in(user)` gives their browser."""
    app.test_client_class = WatchfulClient

    def signed(user: User, *, language: str = "es") -> FlaskClient:
        browser = app.test_client()
        with tenancy.all_chapters(), transaction():
            kept = db.session.merge(user)
            token = sessions.begin(kept.id, chapter_id=None)
            uniquifier = kept.fs_uniquifier
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = uniquifier
            cookie["_fresh"] = True
            cookie[SESSION_KEY] = token
            cookie["lang"] = language
        return browser

    return signed


@pytest.fixture
def as_role(
    chapter: Chapter, factories: Any, sign_in: Callable[..., FlaskClient]
) -> Callable[..., FlaskClient]:
    """A browser signed in with a role in the test's chapter: `as_role(Role.TREASURER)`."""

    def browser(role: Role, *, language: str = "es") -> FlaskClient:
        return sign_in(factories.staff(chapter=chapter, role=role), language=language)

    return browser


@pytest.fixture
def ana(as_role: Callable[..., FlaskClient]) -> FlaskClient:
    """Ana, treasurer."""
    return as_role(Role.TREASURER)


@pytest.fixture
def beto(as_role: Callable[..., FlaskClient]) -> FlaskClient:
    """Beto, coordinator of the warehouse."""
    return as_role(Role.COORDINATOR)


@pytest.fixture
def dora(as_role: Callable[..., FlaskClient]) -> FlaskClient:
    """Dora, auditor: reads everything, writes nothing."""
    return as_role(Role.AUDITOR)


@pytest.fixture
def admin(as_role: Callable[..., FlaskClient]) -> FlaskClient:
    """The administrator."""
    return as_role(Role.ADMINISTRATOR)


@pytest.fixture
def other_chapter(factories: Any, chapter: Chapter) -> Chapter:
    """Index Juárez, whose rows must never show in the first."""
    made: Chapter = factories.chapter(slug="juarez", name="Index Juárez")
    return made


@pytest.fixture
def carla(
    other_chapter: Chapter, factories: Any, sign_in: Callable[..., FlaskClient]
) -> FlaskClient:
    """Carla, administrator of the other chapter."""
    return sign_in(factories.staff(chapter=other_chapter, role=Role.ADMINISTRATOR))


@pytest.fixture
def count_queries(app: Flask) -> Iterator[Callable[[], int]]:
    """How many statements were sent since the last call."""
    sent = 0

    def seen(*_args: Any) -> None:
        nonlocal sent
        sent += 1

    engine = db.engine
    event.listen(engine, "before_cursor_execute", seen)

    def since() -> int:
        nonlocal sent
        count, sent = sent, 0
        return count

    yield since
    event.remove(engine, "before_cursor_execute", seen)


@pytest.fixture
def jobs(app: Flask) -> Callable[[], int]:
    """Run the worker until nothing is due."""
    from relief.core import outbox

    def run() -> int:
        db.session.remove()
        with app.app_context():
            return outbox.run_due()

    return run
