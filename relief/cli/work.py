"""flask work: the worker."""

import signal
import time
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

from relief.chapters.queries import all_of_them
from relief.core import outbox, schedule, throttle
from relief.core.db import db
from relief.links import sign_in

IDLE_SECONDS = 1.0
TIDY_SECONDS = 3600.0
TICK_SECONDS = 60.0


class _Stop:
    """Becomes true when the operator asks the worker to end; it finishes the job in hand."""

    def __init__(self) -> None:
        self.asked = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


def tick() -> None:
    """Start what is done daily in each chapter and has come due."""
    chapters = [(chapter.id, chapter.zone) for chapter in all_of_them()]
    db.session.remove()
    schedule.start_due(chapters)


@click.command("work")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@with_appcontext
def command(once: bool) -> None:
    """Carry out what is due: draw papers, send letters, react to facts, begin the day's work."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a LocalProxy, typed as what it stands for
    if once:
        tick()
        click.echo(outbox.run_due())
        return
    stop, tidied, ticked = _Stop(), 0.0, 0.0
    while not stop.asked:
        with app.app_context():
            if time.monotonic() - tidied > TIDY_SECONDS:
                throttle.forget_old()
                sign_in.forget_old()
                tidied = time.monotonic()
            if time.monotonic() - ticked > TICK_SECONDS:
                tick()
                ticked = time.monotonic()
            job = outbox.claim()
            if job is not None:
                outbox.run(job)
            db.session.remove()
        if job is None:
            time.sleep(IDLE_SECONDS)
