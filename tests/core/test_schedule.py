"""What is done daily is started once per chapter and local day, whoever asks and however often."""

import threading
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from relief.core import clock, outbox, schedule, tenancy
from relief.core.db import db
from relief.core.outbox import Job
from relief.core.schedule import DailyRun, daily, start_due

ran = []
# Tijuana is eight hours behind UTC in November: 17:00 UTC is nine o'clock there.
BEFORE = datetime(2026, 11, 20, 16, 59, tzinfo=UTC)
NINE = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 21, 7, 59, tzinfo=UTC)
NEXT = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def only_ours(monkeypatch):
    """One daily task, of these tests alone."""
    ran.clear()
    monkeypatch.setattr(schedule, "_dailies", {})

    @daily("tests.daily", hour=9)
    def note():
        ran.append(tenancy.chapter_id())


def ask(moment, *chapters):
    """Ask what is due at a moment, then do it."""
    with clock.stopped_at(moment):
        started = start_due((each.id, each.zone) for each in chapters)
        outbox.run_due()
    return started


def test_a_daily_task_starts_at_its_hour_and_once_a_day(chapter):
    db.session.remove()
    assert ask(BEFORE, chapter) == 0
    assert ask(NINE, chapter) == 1
    assert ask(NINE, chapter) == 0
    assert ask(MIDNIGHT, chapter) == 0
    assert ran == [chapter.id]
    assert ask(NEXT, chapter) == 1
    assert ran == [chapter.id] * 2


def test_each_chapter_goes_by_its_own_clock(chapter, factories):
    juarez = factories.chapter(slug="juarez", zone="America/Ojinaga")
    db.session.remove()
    two_hours_before = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    assert ask(two_hours_before, chapter, juarez) == 1
    assert ran == [juarez.id]
    assert ask(NINE, chapter, juarez) == 1
    assert ran == [juarez.id, chapter.id]


def test_workers_that_ask_at_once_start_it_once(app, chapter):
    gate = threading.Barrier(4)
    started = []

    def worker():
        with app.app_context(), clock.stopped_at(NINE):
            gate.wait(10)
            started.append(start_due([(chapter.id, chapter.zone)]))
            db.session.remove()

    db.session.remove()
    workers = [threading.Thread(target=worker) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(30)
    assert sorted(started) == [0, 0, 0, 1]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DailyRun)) == 1
    assert db.session.scalar(sa.select(sa.func.count(Job.id))) == 1
