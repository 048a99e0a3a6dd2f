"""Processes that issue receipts against one database, and a supervisor that kills them.

Run as `python -m tests.receipts.issuers`, with the orders as JSON on standard input. Each process
appends what it was told to a log of acknowledgements, as a treasurer would remember the folio that
the screen showed.
"""

import json
import os
import random
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from relief.app import create_app
from relief.config import Settings
from relief.core import tenancy
from relief.core.clock import now
from relief.core.db import db, transaction
from relief.core.errors import ReliefError
from relief.payments.queries import get_payment
from relief.receipts import actions
from relief.receipts.folios import next_number
from tests.factories.receipts import SEAL

FAILURES = 0.05


class PowerCut(Exception):
    """What an unlucky transaction meets after it took its number."""


@dataclass(frozen=True)
class Orders:
    """What the supervisor is told. `apart` takes folios in a transaction of their own."""

    url: str
    folder: str
    chapter: str
    payments: list[str]
    seconds: float
    fewest: int
    processes: int = 8
    apart: bool = False
    once: bool = False


def main() -> None:
    orders = Orders(**json.load(sys.stdin))
    app = create_app(
        Settings(
            secret_key="a key that only tests use, long enough to sign with",
            database_url=orders.url,
            base_url="http://relief.test",
            files_url=str(Path(orders.folder) / "files"),
        )
    )
    with app.app_context(), tenancy.in_chapter(UUID(orders.chapter)):
        _warm_up(orders)
        children = {_start(orders, number) for number in range(orders.processes)}
        kills = 0 if orders.once else _harass(orders, children)
    for child in children:
        if not orders.once:
            os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)
    sys.stdout.write(str(kills))


def _warm_up(orders: Orders) -> None:
    """Load fonts, reportlab and statements once, before the processes part; nothing is kept."""
    with suppress(PowerCut), transaction():
        actions.issue_for_payment(get_payment(UUID(orders.payments[0])), seal=SEAL)
        raise PowerCut
    db.session.remove()
    db.engine.dispose()


def _acknowledged(orders: Orders) -> int:
    """Count the receipts that somebody was told of; a payment asked for twice tells one twice."""
    logs = Path(orders.folder).glob("acks-*")
    return len({line for path in logs for line in path.read_text().splitlines()})


def _harass(orders: Orders, children: set[int]) -> int:
    """Kill a process at random now and then, and start another in its place."""
    begun, kills = time.monotonic(), 0
    ends, patience = begun + orders.seconds, begun + 10 * orders.seconds
    # A busy machine gets more time, so that there is always something to judge.
    while time.monotonic() < ends or (
        _acknowledged(orders) < orders.fewest and time.monotonic() < patience
    ):
        time.sleep(random.uniform(0.1, 0.6))
        victim = random.choice(sorted(children))
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        kills += 1
        children.remove(victim)
        children.add(_start(orders, kills + orders.processes))
    return kills


def _start(orders: Orders, number: int) -> int:
    child = os.fork()
    if child:
        return child
    random.seed(number)
    try:
        with (Path(orders.folder) / f"acks-{number}").open("a", buffering=1) as log:
            _work(orders, log)
    finally:
        os._exit(0)


def _work(orders: Orders, log) -> None:
    while True:
        payment_id = random.choice(orders.payments)
        with suppress(ReliefError, PowerCut, SQLAlchemyError):
            log.write(f"{payment_id} {_issue(orders, UUID(payment_id))}\n")
        db.session.remove()
        if orders.once:
            return


def _issue(orders: Orders, payment_id: UUID) -> str:
    if orders.apart:
        with transaction():
            number = next_number("DON", now().year)
        actions.next_number = lambda _series, _year: number
    with transaction():
        receipt = actions.issue_for_payment(get_payment(payment_id), seal=SEAL)
        if random.random() < FAILURES:
            raise PowerCut
    return receipt.folio


if __name__ == "__main__":
    main()
