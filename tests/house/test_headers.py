"""What every answer carries, and what no request may do to the house."""

import time
from dataclasses import replace

import pytest
from flask import Flask

from relief.core.urls import safe_next
from tests.conftest import new_house
from tests.house.test_settings import production
from tests.people import WatchfulClient

PAGES = (
    "/staff/login",
    "/privacy",
    "/healthz",
    "/nowhere",
    "/d/invented",
    "/robots.txt",
    "/static/none.css",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_is_guarded_and_kept_by_nobody(client, chapter, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "script-src 'self'"):
        assert part in policy
    assert "unsafe-inline" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Request-Id"]
    assert "Server" not in headers


@pytest.mark.parametrize("path", ["/static/css/base.css", "/static/images/mark.svg"])
def test_a_static_file_is_guarded_and_kept_for_long(client, path):
    with client.get(path, buffered=True) as answer:
        headers = answer.headers
    assert answer.status_code == 200
    assert "object-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "max-age" in headers["Cache-Control"]


def test_the_session_cookie_is_out_of_reach_of_scripts(client, chapter):
    client.get("/language/en")
    cookie = client.get_cookie("relief")
    assert cookie.http_only
    assert cookie.same_site == "Lax"


@pytest.fixture
def guarded(store, tmp_path) -> Flask:
    """The application as production builds it, on the test's database."""
    app = new_house(replace(production(tmp_path), database_url=store.url))
    app.test_client_class = WatchfulClient
    return app


def test_over_https_the_cookie_and_the_transport_insist_on_it(guarded, chapter):
    browser = guarded.test_client()
    answer = browser.get("/language/en", base_url="https://relief.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-relief=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    "host", ["evil.example", "relief.example.evil.example", "x@relief.example"]
)
def test_a_host_that_is_not_ours_is_refused(guarded, chapter, host):
    answer = guarded.test_client().get(
        "/healthz", base_url="https://relief.example", headers={"Host": host}
    )
    assert answer.status_code == 400


def test_forwarded_headers_are_not_believed_without_a_proxy(guarded, chapter):
    answer = guarded.test_client().get(
        "/healthz",
        base_url="https://relief.example",
        headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"},
    )
    assert answer.status_code == 200
    assert "Strict-Transport-Security" in answer.headers


def test_a_post_without_its_token_changes_nothing(guarded, chapter):
    answer = guarded.test_client().post(
        "/staff/login", data={"email": "a@b.test"}, base_url="https://relief.example"
    )
    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/staff/login", "/staff/people/new", "/language/es", "/nowhere"])
def test_three_million_fields_are_refused_at_once(client, chapter, path):
    body = "&".join(["a=1"] * 3_000_000)
    begun = time.process_time()
    answer = client.post(path, data=body, content_type="application/x-www-form-urlencoded")
    assert time.process_time() - begun < 2
    assert answer.status_code in {303, 404, 405, 413}


def test_a_body_of_two_megabytes_is_413_on_a_form(admin, chapter):
    answer = admin.post(
        "/staff/people/new",
        data=b"name=" + b"a" * 2_000_000,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "///evil.example", "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)",
        "/ñ", "", None, "/" + "a" * 5000,
    ],
)  # fmt: skip
def test_only_our_own_paths_are_followed(client, chapter, path):
    assert safe_next(path) is None
    if path:
        answer = client.get("/language/en", query_string={"next": path})
        assert answer.location == "/"


def test_our_own_paths_are_followed(client, chapter):
    assert client.get("/language/en?next=/c/a?b=c").location == "/c/a?b=c"


@pytest.mark.parametrize(
    "path",
    [
        "/staff/hospitals/99999999999999999999", "/staff/hospitals/?size=-1&after=%00&sort=%27",
        "/staff/hospitals/?q=%00%00", "/staff/hospitals/?after=" + "A" * 5000,
        "/staff/hospitals/%2e%2e/%2e%2e/etc/passwd", "/%00", "/staff/audit/?room=%F0%9F%92%A9",
    ],
)  # fmt: skip
def test_odd_addresses_meet_a_kind_answer(admin, chapter, path):
    assert admin.get(path).status_code in {200, 404}
