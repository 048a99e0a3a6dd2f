"""The thermometer in other people's pages: the only address that may be framed, and a picture."""

import time
from datetime import UTC, date, datetime
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from werkzeug.routing import AnyConverter

from relief.campaigns.models import CampaignStatus
from relief.core import clock
from relief.core.money import Money
from tests.house.things import PLAIN
from tests.reports.gifts import Gifts, cash, mxn

NAME = "Protección y comidas para el personal médico de Tijuana, Ensenada y Mexicali 2020"


@pytest.fixture(autouse=True)
def on_a_day_of_may():
    with clock.stopped_at(datetime(2020, 5, 20, 19, tzinfo=UTC)):
        yield


@pytest.fixture
def campaign(factories, chapter):
    made = factories.campaign(
        slug="unidos", name=NAME, goal=Money(100_000_00, "MXN"), ends_on=date(2020, 6, 1)
    )
    gifts = Gifts(factories, made, factories.donor())
    gifts.pledge(cash(mxn(150_000)))
    gifts.payment(mxn(20_000))
    return made


def addresses(app):
    """Build an address for every rule that answers to GET; invented ids, so most are 404."""
    adapter = app.url_map.bind("relief.test")
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint.endswith("static"):
            continue
        kinds = rule._converters
        values = {
            name: min(kinds[name].items)
            if isinstance(kinds[name], AnyConverter)
            else "unidos"
            if name == "slug"
            else PLAIN.get(name, uuid4())
            for name in rule.arguments
        }
        yield rule.endpoint, adapter.build(rule.endpoint, values)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_one_address_may_be_framed_and_no_other(app, client, campaign):
    framed, seen = set(), 0
    for endpoint, address in list(addresses(app)):
        headers = client.get(address).headers
        if "frame-ancestors 'none'" in headers["Content-Security-Policy"]:
            assert headers["X-Frame-Options"] == "DENY", endpoint
        else:
            framed.add(endpoint)
        seen += 1
    assert seen > 80
    assert framed == {"embed.frame"}


def test_the_frame_shows_the_bar_and_asks_for_no_cookie(client, campaign):
    answer = client.get("/c/unidos/embed?lang=en")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "$150,000.00 MXN" in answer.text
    assert 'href="http://relief.test/c/unidos" target="_blank" rel="noopener"' in answer.text
    assert "12 days left" in answer.text
    assert "Faltan 12 días" in client.get("/c/unidos/embed").text
    # The reader's own choice of language elsewhere stays what it was.
    assert "Hasta dónde vamos" in client.get("/c/unidos").text


@pytest.mark.parametrize(("language", "word"), [("es", "Comprometido"), ("en", "Pledged")])
def test_the_picture_is_whole_and_may_be_kept_for_minutes(client, campaign, language, word):
    answer = client.get(f"/c/unidos/thermometer.svg?lang={language}")
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers
    drawing = ElementTree.fromstring(answer.text)
    words = " ".join(drawing.itertext())
    for said in (NAME, word, "$150,000.00 MXN", "$20,000.00 MXN", "$100,000.00 MXN", "150 %"):
        assert said in words
    assert "style" not in answer.text, "a picture by itself may carry no style of its own"


@pytest.mark.parametrize("status", [CampaignStatus.CLOSED, CampaignStatus.PAUSED])
def test_a_campaign_without_a_goal_or_at_rest_is_drawn_too(client, factories, chapter, status):
    factories.campaign(slug="otra", status=status)
    assert "Ver la campaña" in client.get("/c/otra/embed").text
    ElementTree.fromstring(client.get("/c/otra/thermometer.svg").text)


def test_what_is_not_public_has_no_thermometer(client, factories, chapter):
    factories.campaign(slug="borrador", status=CampaignStatus.DRAFT)
    for end in ("embed", "thermometer.svg", "supporters"):
        answer = client.get(f"/c/borrador/{end}")
        assert answer.status_code == 404
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_thermometer_is_cheap(client, campaign, count_queries):
    client.get("/c/unidos/thermometer.svg")
    count_queries()
    begun = time.process_time()
    client.get("/c/unidos/thermometer.svg")
    assert time.process_time() - begun < 0.5
    assert count_queries() <= 14


@pytest.mark.parametrize("end", ["embed", "embed?lang=en", "thermometer.svg", "poster.pdf"])
def test_what_may_be_kept_on_the_way_is_the_same_for_everybody(app, client, campaign, end):
    plain = client.get(f"/c/unidos/{end}")
    assert (plain.headers["Cache-Control"], plain.vary.to_header()) == ("public, max-age=300", "")
    somebody = app.test_client()
    somebody.get("/language/en?next=/")
    told = somebody.get(f"/c/unidos/{end}", headers={"Accept-Language": "en"})
    assert told.data == plain.data
    assert somebody.get("/c/unidos").vary.to_header() == "Cookie", "every other page depends on it"
    assert somebody.get(f"/c/keine/{end}").headers["Cache-Control"] == "no-store"
