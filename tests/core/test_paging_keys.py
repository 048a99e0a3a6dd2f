"""A key of a list page comes from the address: anything else than ours means the first page."""

import base64
import json
from uuid import uuid4

import pytest

KEYS = [
    ["\x00", str(uuid4())],
    ["\ud800", str(uuid4())],
    ["a", "not an id"],
    [1, str(uuid4())],
    [None, None],
    {"a": 1},
    [[[]]],
    "x",
]


@pytest.mark.parametrize("key", KEYS)
def test_an_invented_key_shows_the_first_page(ana, factories, chapter, key):
    factories.donor(name="La Primera")
    written = base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")
    for place in ("after", "before"):
        answer = ana.get("/staff/donors/", query_string={place: written})
        assert answer.status_code == 200
        assert "La Primera" in answer.text


@pytest.mark.parametrize(
    "moment",
    [
        "2020-01-01",
        "2020-01-01T00:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+00:00",
        "9999-12-31T23:59:59+00:00",
    ],
)
def test_a_moment_that_nobody_lived_is_an_ordinary_page(ana, factories, chapter, moment):
    factories.pledge()
    written = base64.urlsafe_b64encode(json.dumps([moment, str(uuid4())]).encode()).decode()
    for place in ("after", "before"):
        answer = ana.get("/staff/pledges/", query_string={place: written, "sort": "submitted"})
        assert answer.status_code == 200
