"""Lists by key: every row once, forward and back, whatever the address says."""

import base64
import json

import pytest

from relief.core.db import db, transaction
from relief.core.paging import read_listing
from relief.hospitals.models import Hospital
from relief.hospitals.queries import page_of_hospitals


@pytest.fixture
def many(chapter):
    """A hundred and twenty hospitals in three cities, so that sorting by city ties."""
    with transaction():
        for number in range(120):
            name = f"Hospital {number:03d}"
            db.session.add(Hospital(name=name, search_key=name.lower(), city=f"C{number % 3}"))


def follow(url: str) -> dict[str, str]:
    """The arguments of a link of the list."""
    from urllib.parse import parse_qsl

    return dict(parse_qsl(url.removeprefix("?")))


@pytest.mark.parametrize("sort", ["city", "-city", "name", "-name", "created"])
def test_walking_forward_and_back_shows_every_row_once(many, sort):
    page = page_of_hospitals(read_listing({"sort": sort}, default="name"))
    forward = [[row.id for row in page.rows]]
    while page.next_url:
        page = page_of_hospitals(read_listing(follow(page.next_url), default="name"))
        forward.append([row.id for row in page.rows])
    assert len({each for rows in forward for each in rows}) == 120
    back = [[row.id for row in page.rows]]
    while page.prev_url:
        page = page_of_hospitals(read_listing(follow(page.prev_url), default="name"))
        back.append([row.id for row in page.rows])
    assert back[::-1] == forward


def key(value) -> str:
    """A key as an address carries it, of anything."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "after",
    [
        "", "A", "%%%", "ñ", "A" * 5000, key(None), key([]), key(["x"]), key(["x", "y"]),
        key([1, "01a202f9-e2b7-77f6-8052-04a99a779634"]), key({"a": 1}),
        key(["\u0000", "01a202f9-e2b7-77f6-8052-04a99a779634"]),
    ],
)  # fmt: skip
def test_a_key_that_we_did_not_write_is_an_ordinary_page(beto, many, after):
    answer = beto.get("/staff/hospitals/", query_string={"after": after})
    assert answer.status_code == 200
