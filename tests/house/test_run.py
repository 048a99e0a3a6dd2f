"""What `make run` starts answers, and ends as one, whoever ends it."""

import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# The smallest product with the commands that run.py calls; the real one is walked by the browser.
SMALL_PRODUCT = """
import json, os, time
from pathlib import Path
import click
from flask import Flask

app = Flask("small")

@app.get("/healthz")
def healthz():
    return "ok"

@app.cli.group()
def db():
    pass

@db.command()
def upgrade():
    Path("upgraded").touch()

@app.cli.command()
@click.option("--if-empty", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
def demo(if_empty, as_json):
    if not Path("loaded").exists():
        Path("loaded").touch()
        user = {"chapter": "zona", "role": "treasurer", "email": "ana@x.mx", "password": "sol"}
        print(json.dumps({"users": [user]}))

@app.cli.command()
def work():
    Path("worker").write_text(str(os.getpid()))
    while not Path("stop").exists():
        time.sleep(0.1)
"""


SMALL_PROVIDER = """
import os, sys, time
from pathlib import Path
Path("provider").write_text(" ".join([*sys.argv[1:], os.environ["STRIPE_API_BASE"]]))
while True:
    time.sleep(0.1)
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    (tmp_path / "tools").mkdir()
    for name in ("run.py", "prepare.py"):
        shutil.copy(ROOT / "tools" / name, tmp_path / "tools" / name)
    (tmp_path / "wsgi.py").write_text(SMALL_PRODUCT)
    provider = tmp_path / "relief" / "checkout" / "simulation"
    provider.mkdir(parents=True)
    (provider / "__main__.py").write_text(SMALL_PROVIDER)
    return tmp_path


Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def start(clone: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setenv("PORT", str(port))
    for name in ("BASE_URL", "RELIEF_ENV", "HOST", "STRIPE_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    started = []

    def begin() -> subprocess.Popen[str]:
        command = [sys.executable, str(clone / "tools" / "run.py")]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        started.append(subprocess.Popen(command, text=True, **pipes))
        return started[-1]

    yield begin
    for process in started:
        process.terminate()
        process.communicate(timeout=40)


def said_until_ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C" in line:
            return said
    raise AssertionError(said)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.read() == b"ok")
    except OSError:
        return False


def test_it_prints_where_and_who_and_ends_with_a_signal(clone, port, start):
    process = start()
    said = said_until_ready(process)
    assert f"http://127.0.0.1:{port}/" in said
    assert "zona · treasurer · ana@x.mx · sol" in said
    assert (clone / "upgraded").exists()
    assert answers(port)
    assert "Online payments are SIMULATED" in said
    asked = (clone / "provider").read_text()
    assert f"--webhook http://127.0.0.1:{port}/stripe/webhook --secret whsec_" in asked
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=40)
    assert process.returncode == 0
    assert not answers(port)


def test_a_second_start_keeps_the_data_and_still_names_the_sign_ins(clone, start):
    first = start()
    said_until_ready(first)
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=40)
    assert "ana@x.mx" in said_until_ready(start())


def test_when_the_worker_ends_the_web_server_goes_too(clone, port, start):
    process = start()
    said_until_ready(process)
    (clone / "stop").touch()
    said, _ = process.communicate(timeout=40)
    assert process.returncode == 1
    assert "The worker ended by itself" in said
    assert not answers(port)


def test_a_busy_port_is_named_before_anything_is_touched(clone, port, start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        process = start()
        said, _ = process.communicate(timeout=40)
    assert process.returncode == 1
    assert f"127.0.0.1:{port} cannot be used" in said
    assert not (clone / "upgraded").exists()


@pytest.mark.parametrize(
    ("name", "value"), [("STRIPE_SECRET_KEY", "sk_test_x"), ("RELIEF_ENV", "production")]
)
def test_with_a_key_or_in_production_nothing_is_simulated(clone, start, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert "SIMULATED" not in said_until_ready(start())
    assert not (clone / "provider").exists()
