"""Starts the product for a look or a day's work: schema, demo, web server and worker.

Ctrl-C or SIGTERM ends both; if either ends by itself, so does the other.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DEMO_NOTES = ROOT / "var" / "demo.json"
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
NAMES = ("web server", "worker", "simulated payment provider")
PATIENCE = 30  # seconds: for the first answer, and again for a clean end

Child = subprocess.Popen[bytes]


class Stop(Exception):
    """Somebody asked for the end."""


def stop(_number: int, _frame: FrameType | None) -> None:
    raise Stop


def refuse_a_busy_port(host: str, port: int) -> None:
    """Say so before the demo is loaded, not after."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(f"{host}:{port} cannot be used ({error.strerror}). Try: make run PORT=8001")


def prepare(environment: dict[str, str]) -> None:
    """Bring the schema to head and, in development, fill an empty database with the demo."""
    command = [sys.executable, str(ROOT / "tools" / "prepare.py")]
    told = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout
    if told.strip():
        # Links are stored hashed, so only the run that made them can name them: keep its words.
        DEMO_NOTES.parent.mkdir(exist_ok=True)
        DEMO_NOTES.write_bytes(told)


def free_port(wanted: int) -> int:
    """Return the wanted port of this machine, or any other that nobody listens on."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port")


def simulation(port: int, environment: dict[str, str]) -> list[list[str]]:
    """Return the command of the simulated payment provider, and let the product pay with it.

    Only in development and while no key is set: with one, the real provider is asked.
    """
    if environment.get("STRIPE_SECRET_KEY") or environment.get("RELIEF_ENV") == "production":
        return []
    near, secret = free_port(port + 1), f"whsec_{secrets.token_hex(16)}"
    environment.update(
        STRIPE_SECRET_KEY="sk_test_simulation",
        STRIPE_WEBHOOK_SECRET=secret,
        STRIPE_API_BASE=f"http://127.0.0.1:{near}",
    )
    command = [sys.executable, "-m", "relief.checkout.simulation", "--port", str(near)]
    asked = ["--webhook", f"{environment['BASE_URL']}/stripe/webhook", "--secret", secret]
    # What the demo was paid online before this provider began, so that it can be refunded.
    known = ["--knows", str(DEMO_NOTES)] if DEMO_NOTES.is_file() else []
    return [[*command, *asked, *known]]


def start(host: str, port: int, environment: dict[str, str]) -> list[Child]:
    """Start web server and worker."""
    shown = f"[{host}]" if ":" in host else host
    server = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"{shown}:{port}"]
    # The control socket would lie in HOME, where two clones would meet.
    manner = ["--worker-class", "gthread", "--threads", "8", "--no-control-socket"]
    return [
        subprocess.Popen([*server, *manner, "--log-level", "warning"], env=environment),
        subprocess.Popen([*FLASK, "work"], env=environment),
    ]


def answers(url: str, children: list[Child]) -> bool:
    """Wait for the web server; False when it, or the worker, ended or stayed silent."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and all(child.poll() is None for child in children):
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return True
        except OSError:
            time.sleep(0.2)
    return False


def announce(environment: dict[str, str]) -> None:
    """Print where to look and who may sign in."""
    url = environment["BASE_URL"]
    print(f"\n  Relief is at {url}/\n  Staff sign in at {url}/staff/", flush=True)
    if DEMO_NOTES.is_file() and environment.get("RELIEF_ENV") != "production":
        notes: dict[str, Any] = json.loads(DEMO_NOTES.read_text(encoding="utf-8"))
        print("\n  Demo sign-ins (chapter · role · address · password):")
        for user in notes.get("users", []):
            words = (user.get(key, "") for key in ("chapter", "role", "email", "password"))
            print("   ", " · ".join(str(word) for word in words))
    base = environment.get("STRIPE_API_BASE", "")
    if base.startswith("http://127.0.0.1"):
        print(f"\n  Online payments are SIMULATED: no money moves. Their own screen is {base}/")
    print("\n  Ctrl-C ends it.\n", flush=True)


def end(children: list[Child]) -> None:
    """Ask every child to finish, and insist only when it does not."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def watch(children: list[Child]) -> int:
    """Wait until one child ends by itself; return the exit code to pass on."""
    while True:
        for name, child in zip(NAMES, children, strict=False):
            code = child.poll()
            if code is not None:
                print(f"The {name} ended by itself (exit {code}).", file=sys.stderr)
                return code or 1
        time.sleep(0.3)


def main() -> int:
    host, port = os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000)
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    url = f"http://{near}:{port}"
    environment = {"BASE_URL": url, **os.environ, "PYTHONUNBUFFERED": "1"}
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    children: list[Child] = []
    try:
        refuse_a_busy_port(host, port)
        prepare(environment)
        simulated = simulation(port, environment)
        children = start(host, port, environment)
        children += [subprocess.Popen(command, env=environment) for command in simulated]
        if answers(url, children):
            announce(environment)
        return watch(children)
    except Stop:
        return 0
    except subprocess.CalledProcessError as error:
        return error.returncode or 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        end(children)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
