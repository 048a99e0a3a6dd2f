"""Every page × role × chapter, from one table; a page without a line in it fails."""

from uuid import uuid4

import pytest
from werkzeug.routing import AnyConverter

from relief.accounts.permissions import Role
from tests.conftest import new_house
from tests.house.open_doors import OPEN, SIGN_IN
from tests.house.permission_table import STAFF
from tests.house.test_settings import production
from tests.house.things import PLAIN, ids


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The application, for looking at its map."""
    from relief.config import Settings

    folder = tmp_path_factory.mktemp("map")
    assert production(folder).production
    return new_house(
        Settings(
            secret_key="x" * 40, database_url=f"sqlite:///{folder / 'x.db'}", files_url=str(folder)
        )
    )


def test_every_view_declares_a_permission(built):
    silent = {
        name
        for name, view in built.view_functions.items()
        if not hasattr(view, "permission") and name not in SIGN_IN | {"static"}
    }
    assert not silent, "these views say nothing of who may open them"


def test_every_page_has_a_line_in_the_table(built):
    known = STAFF.keys() | OPEN.keys() | SIGN_IN
    assert set(built.view_functions) - known == set(), "add a line for each to permission_table.py"
    assert known - set(built.view_functions) == set(), "these pages are gone: take out their lines"


def test_only_what_the_table_opens_is_open(built):
    for name, view in built.view_functions.items():
        guard = str(getattr(view, "permission", "anyone"))
        if name in STAFF:
            assert guard != "anyone", name
            assert not guard.startswith("link:"), name


def rules(app):
    """Every staff page with the first method it answers."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in STAFF:
            yield rule, "POST" if "POST" in rule.methods else "GET"


def address(app, rule, factories, *, real: bool, kept: dict | None = None) -> str:
    """The address of a page, with an object of the test's chapter or an invented id.

    `kept` holds the objects that earlier addresses used: who may enter does not depend on them.
    """
    values, kept = {}, {} if kept is None else kept
    for name in rule.arguments:
        make, converter = ids.get(name), rule._converters[name]
        if isinstance(converter, AnyConverter):
            values[name] = min(converter.items)
            continue
        if make and real and name not in kept:
            kept[name] = make(factories)
        values[name] = PLAIN.get(name) or (kept[name] if make and real else uuid4())
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values, method=None)


# Who may enter is decided before a row is read: on PostgreSQL the widest role opens every page.
EACH_ROLE = [("sqlite", role) for role in Role] + [("postgresql", Role.ADMINISTRATOR)]


@pytest.mark.parametrize(("store", "role"), EACH_ROLE, indirect=["store"])
def test_each_role_opens_what_the_table_says(app, as_role, factories, role):
    browser = as_role(role)
    wrong, kept = [], {}
    for rule, method in rules(app):
        path = address(app, rule, factories, real=True, kept=kept)
        answer = browser.open(path, method=method)
        refused = answer.status_code == 403
        if refused == (role in STAFF[rule.endpoint]) or answer.status_code >= 500:
            wrong.append((rule.endpoint, answer.status_code))
        if rule.endpoint == "accounts.end_others":
            assert not refused
    assert not wrong


def test_nobody_comes_in_without_signing_in(app, client, factories, chapter):
    kept = {}
    for rule, method in rules(app):
        answer = client.open(address(app, rule, factories, real=True, kept=kept), method=method)
        assert answer.status_code == 303, rule.endpoint
        assert "/staff/login" in answer.location


def test_another_chapters_object_is_as_absent_as_an_invented_one(app, carla, factories, chapter):
    looked, kept = 0, {}
    for rule, method in rules(app):
        if not any(name in ids for name in rule.arguments):
            continue
        looked += 1
        foreign = carla.open(address(app, rule, factories, real=True, kept=kept), method=method)
        invented = carla.open(address(app, rule, factories, real=False), method=method)
        assert foreign.status_code == invented.status_code == 404, rule.endpoint
    assert looked >= 3
