"""A real server, a real worker, a real mailbox and a real Chromium, on each engine."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Any, cast
from urllib.request import urlopen

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page, sync_playwright

from relief.config import ROOT
from tests.browser import eyes
from tests.conftest import Store

PATHS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def find_chromium() -> str | None:
    """Return where Chromium is, None when this machine has none."""
    return next((found for name in PATHS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser for the whole run; without one the walk is skipped, and fails in CI."""
    path = find_chromium()
    if path is None:
        words = "no Chromium here: install it with `apt-get install chromium` to walk the pages"
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Mailbox:
    """Keeps what arrives over SMTP."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take one letter in."""
        self.letters.append(cast(EmailMessage, message_from_bytes(envelope.content, policy=modern)))
        return "250 kept"

    def wait_for(self, words: str, *, seconds: float = 30) -> EmailMessage:
        """Return the newest letter whose subject holds `words`; fail if none comes in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for letter in reversed(self.letters):
                if words in str(letter["Subject"]):
                    return letter
            time.sleep(0.1)
        raise AssertionError(
            f"no letter about {words}: {[str(x['Subject']) for x in self.letters]}"
        )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real SMTP server."""
    box = Mailbox()
    box.port = free_port()  # type: ignore[attr-defined]
    server = Controller(box, hostname="127.0.0.1", port=box.port)  # type: ignore[attr-defined]
    server.start()
    yield box
    server.stop()


@pytest.fixture
def port() -> int:
    """Where the product will answer."""
    return free_port()


@pytest.fixture
def more_settings() -> dict[str, str]:
    """What a test adds to the settings of the running product."""
    return {}


@pytest.fixture
def live(
    store: Store, mailbox: Mailbox, tmp_path: Path, port: int, more_settings: dict[str, str]
) -> Iterator[str]:
    """The address of the product: gunicorn and a worker, as an operator would run them."""
    eyes.listening["axe"] = store.name == "sqlite"
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "RELIEF_ENV": "development",
        "SECRET_KEY": "a key that only the walk uses, long enough to sign with",
        "DATABASE_URL": store.url,
        "BASE_URL": address,
        "SMTP_URL": f"smtp://127.0.0.1:{mailbox.port}",  # type: ignore[attr-defined]
        "MAIL_FROM": "Index Zona Costa <donativos@zonacosta.test>",
        "FILES_URL": str(tmp_path / "files"),
        **more_settings,
    }
    commands = (
        ["-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--threads", "4"],
        ["-m", "flask", "--app", "wsgi", "work"],
    )
    with (tmp_path / "processes.log").open("wb") as log:
        running = [
            subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
            for command in commands
        ]
        try:
            wait_until_ready(f"{address}/healthz")
            yield address
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=20)


def wait_until_ready(url: str, *, seconds: float = 90) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urlopen(url, timeout=2) as answer:
                assert answer.status == 200
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@pytest.fixture
def new_page(chromium: Browser, live: str) -> Iterator[Callable[..., Page]]:
    """Open a browser of its own: `new_page(width=390)`; any fault in its console fails the test."""
    contexts = []
    faults: list[str] = []

    def opened(*, width: int = 1280, height: int = 900, language: str = "es-MX") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale=language, base_url=live
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    own = [fault for fault in faults if "Failed to load resource" not in fault]
    assert not own, own
