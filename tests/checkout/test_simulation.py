"""The simulated provider: its pages show, say what they are, and never run where people pay."""

import os
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest

from relief.app import create_app
from relief.checkout.models import Way
from relief.config import ROOT, BadSettings, Settings, faults
from tests.people import check_page

SQLITE = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


def fetch(address: str, data: bytes | None = None) -> str:
    with urlopen(Request(address, data), timeout=20) as answer:
        return answer.read().decode()


@SQLITE
@pytest.mark.parametrize("way", list(Way))
def test_each_way_is_paid_by_its_buttons(open_page, provider, way):
    begun = open_page(way=way)
    acts = {
        Way.CARD: [],
        Way.OXXO: ["voucher", "store"],
        Way.SPEI: ["account", "transfer-part", "transfer-exact"],
    }
    for act in acts[way]:
        page = fetch(begun.page_url, f"act={act}".encode())
        check_page(page)
        assert "SIMULACIÓN" in page
    page = fetch(begun.page_url)
    check_page(page)
    assert ("Pagado" in page) == (way is not Way.CARD)
    desk = fetch(f"{provider.origin}/")
    check_page(desk)
    assert ("Abrir un contracargo" in desk) == (way is not Way.CARD)


@SQLITE
def test_its_page_speaks_the_payers_language(open_page, provider):
    page = fetch(open_page(language="en").page_url)
    assert "SIMULATION" in page
    assert 'lang="en"' in page


def test_it_refuses_to_run_in_production():
    command = ["-m", "relief.checkout.simulation", "--port", "1", "--webhook", "x", "--secret", "x"]
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "RELIEF_ENV": "production"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 78
    assert "never runs in production" in ended.stderr


@pytest.mark.parametrize(
    "values",
    [
        {"stripe_api_base": "https://stripe.example", "stripe_secret_key": "sk_test_1"},
        {"stripe_api_base": "http://127.0.0.1:9", "stripe_secret_key": "sk_live_1"},
        {"stripe_api_base": "http://127.0.0.1:9", "env": "production"},
    ],
)
def test_money_goes_to_no_invented_host(values):
    settings = Settings(secret_key="x" * 40, **values)
    assert any("STRIPE" in line for line in faults(settings))
    with pytest.raises(BadSettings):
        create_app(settings)
