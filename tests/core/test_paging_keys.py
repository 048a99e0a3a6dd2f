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
