"""Jobs are done once, retried with patience, and never lost; letters wait for their server."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from relief.core import clock, mail, outbox
from relief.core.db import db, transaction
from relief.core.mail import Letter, LetterStatus
from relief.core.outbox import Job, JobStatus

RAN: list[str] = []


@outbox.task("tests.note")
def note(word: str) -> None:
    """Remember a word; refuse the word `fail`."""
    if word == "fail":
        raise RuntimeError(word)
    RAN.append(word)


@pytest.fixture(autouse=True)
def nothing_ran():
    """Forget what ran before."""
    RAN.clear()


def add(word, **options):
    """Queue one job of the chosen chapter."""
    with transaction():
        outbox.add("tests.note", {"word": word}, **options)


def only_job():
    """The one job there is."""
    return db.session.scalars(sa.select(Job).execution_options(populate_existing=True)).one()


def test_what_is_due_is_done_once(chapter, jobs):
    add("now")
    add("later", due_at=clock.now() + timedelta(hours=1))
    assert jobs() == 1
    assert jobs() == 0
    assert RAN == ["now"]


def test_a_failed_job_waits_longer_each_time_and_is_given_up_at_last(chapter, jobs):
    add("fail")
    waits = []
    for _ in range(outbox.MAX_ATTEMPTS):
        with clock.stopped_at(clock.now() + timedelta(days=len(waits))):
            begun = clock.now()
            jobs()
            waits.append(only_job().due_at - begun)
    assert waits[0] < waits[3] < waits[6]
    assert only_job().status is JobStatus.FAILED
    assert "RuntimeError: fail" in only_job().last_error
    assert [each.id for each in outbox.failed_jobs()] == [only_job().id]


def test_a_job_whose_transaction_failed_never_was(chapter, jobs):
    def fails():
        with transaction():
            outbox.add("tests.note", {"word": "phantom"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert jobs() == 0


def test_a_worker_that_died_leaves_its_job_to_the_next_after_the_lease(chapter, jobs):
    add("word")
    assert outbox.claim() is not None
    assert jobs() == 0, "the lease of the dead worker still holds"
    with clock.stopped_at(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        assert jobs() == 1
    assert RAN == ["word"]


def test_two_workers_never_do_one_job_twice(app, chapter, store):
    for number in range(20):
        add(str(number))

    def work():
        with app.app_context():
            outbox.run_due()
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(RAN) == sorted(str(number) for number in range(20))


def letter(subject="Tu recibo"):
    """A letter in the outbox."""
    with transaction():
        return mail.queue(
            Letter(
                kind="x",
                to_address="eva@b.test",
                language="es",
                subject=subject,
                text="Hola",
                html="<p>Hola</p>",
                attachments=[],
            )
        )


def kept(made):
    """The letter as it stands now."""
    return db.session.get(Letter, made.id, populate_existing=True)


def test_a_letter_waits_while_the_server_is_away(app, chapter, jobs):
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, smtp_url="smtp://127.0.0.1:9")
    try:
        made = letter()
        jobs()
        assert kept(made).status is LetterStatus.QUEUED
        assert only_job().status is JobStatus.PENDING
    finally:
        app.config["SETTINGS"] = settings
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        jobs()
    assert kept(made).status is LetterStatus.SENT


def test_a_line_break_cannot_add_a_header(app, chapter):
    made = letter("Hola\r\nBcc: todos@evil.example")
    with pytest.raises(ValueError, match=r"header|newline|linefeed|carriage"):
        mail.compose(made, app.config["SETTINGS"])
