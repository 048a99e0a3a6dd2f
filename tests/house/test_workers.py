"""Workers die, meet and are refused; each job is done once and nothing is lost unseen."""

import multiprocessing
import os
import signal
import socketserver
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from relief.core import clock, mail, outbox
from relief.core.db import db, transaction
from relief.core.mail import Letter, LetterStatus
from relief.core.outbox import Job, JobStatus
from relief.core.throttle import ThrottleCount

FORK = multiprocessing.get_context("fork")
IN_THE_MIDDLE = FORK.Event()
DIES: list[bool] = []
pytestmark = pytest.mark.race


@outbox.task("tests.write")
def write(word: str) -> None:
    """Write one row; a worker that is to die says that it did and never comes to its commit."""
    db.session.add(ThrottleCount(key=word, window_start=clock.now(), count=1))
    db.session.flush()
    if DIES:
        IN_THE_MIDDLE.set()
        time.sleep(60)


def add(count):
    """Queue so many jobs of the chosen chapter."""
    with transaction():
        for number in range(count):
            outbox.add("tests.write", {"word": f"job {number}"})


def worker(app, gate=None):
    """Start a worker process; it ends when nothing is due. `gate` lets several begin together."""

    def work():
        with app.app_context():
            db.session.remove()
            db.engine.dispose(close=False)
            if gate is not None:
                gate.wait(30)
            outbox.run_due()
            db.session.remove()
        os._exit(0)

    db.session.remove()
    process = FORK.Process(target=work)
    process.start()
    return process


def done():
    """How often each word was written."""
    return db.session.execute(
        sa.select(ThrottleCount.key, sa.func.count()).group_by(ThrottleCount.key)
    ).all()


def states():
    """The status and the tries of each job."""
    db.session.rollback()
    return db.session.execute(sa.select(Job.status, Job.attempts)).all()


def test_a_worker_killed_in_the_middle_leaves_a_job_that_is_done_once(app, chapter, jobs):
    add(1)
    IN_THE_MIDDLE.clear()
    DIES.append(True)
    try:
        process = worker(app)
        assert IN_THE_MIDDLE.wait(30), "the worker never came to the middle"
        os.kill(process.pid, signal.SIGKILL)
        process.join(30)
    finally:
        DIES.clear()
    assert done() == []
    assert jobs() == 0, "its lease still holds"
    with clock.stopped_at(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        assert jobs() == 1
        assert jobs() == 0
    assert done() == [("job 0", 1)]
    assert states() == [(JobStatus.DONE, 2)]


def test_two_worker_processes_share_the_jobs_and_repeat_none(app, chapter):
    add(30)
    gate = FORK.Barrier(2)
    workers = [worker(app, gate) for _ in range(2)]
    for each in workers:
        each.join(120)
    assert [each.exitcode for each in workers] == [0, 0]
    assert sorted(done()) == sorted((f"job {number}", 1) for number in range(30))
    assert set(states()) == {(JobStatus.DONE, 1)}


def test_a_worker_slower_than_its_lease_takes_its_own_work_back(app, chapter):
    add(1)
    slow = outbox.claim()
    with clock.stopped_at(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        quick = outbox.claim()
        assert outbox.run(quick)
        assert not outbox.run(slow)
    assert done() == [("job 0", 1)]
    assert states() == [(JobStatus.DONE, 2)]


class Server(socketserver.ThreadingTCPServer):
    """As much of a mail server as it takes to refuse a letter."""

    daemon_threads = True
    answers: dict[str, str]


class Talk(socketserver.StreamRequestHandler):
    """One conversation; a verb without an answer of its own hears 250."""

    def handle(self):
        self.wfile.write(b"220 mail.test\r\n")
        for line in self.rfile:
            verb = line[:4].decode().strip().upper()
            if verb == "DATA":
                self.wfile.write(b"354 go on\r\n")
                while self.rfile.readline() != b".\r\n":
                    pass
                verb = "END"
            answer = self.server.answers.get(verb, "221 bye" if verb == "QUIT" else "250 ok")
            self.wfile.write(f"{answer}\r\n".encode())
            if verb == "QUIT":
                return


@pytest.fixture
def server(app):
    """A mail server whose answers the test sets; the application writes to it."""
    with Server(("127.0.0.1", 0), Talk) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings = app.config["SETTINGS"]
        url = f"smtp://127.0.0.1:{server.server_address[1]}"
        app.config["SETTINGS"] = replace(settings, smtp_url=url)
        yield server
        app.config["SETTINGS"] = settings
        server.shutdown()


@pytest.fixture
def letter(chapter):
    """A letter that waits."""
    with transaction():
        return mail.queue(
            Letter(
                kind="x", to_address="eva@b.test", language="es", subject="Tu recibo",
                text="Hola", html="<p>Hola</p>", attachments=[],
            )
        )  # fmt: skip


def kept(made):
    """The letter as it stands now."""
    return db.session.get(Letter, made.id, populate_existing=True)


@pytest.mark.parametrize("verb", ["RCPT", "END"])
def test_what_is_refused_for_good_is_kept_on_the_letter(server, letter, jobs, verb):
    server.answers = {verb: "554 no such mailbox"}
    jobs()
    assert kept(letter).status is LetterStatus.FAILED
    assert kept(letter).error == "554 no such mailbox"
    assert [each.id for each in mail.failed_letters()] == [letter.id]
    assert states() == [(JobStatus.DONE, 1)], "trying again cannot help"


@pytest.mark.parametrize("verb", ["EHLO", "MAIL", "RCPT", "END"])
def test_what_is_refused_for_now_is_tried_again(server, letter, jobs, verb):
    server.answers = {verb: "451 come back later", "HELO": "451 come back later"}
    jobs()
    assert kept(letter).status is LetterStatus.QUEUED
    assert states() == [(JobStatus.PENDING, 1)]
    server.answers = {}
    with clock.stopped_at(clock.now() + timedelta(hours=1)):
        jobs()
    assert kept(letter).status is LetterStatus.SENT


def test_a_rude_goodbye_does_not_send_the_letter_again(server, letter, jobs):
    server.answers = {"QUIT": "421 too late"}
    jobs()
    assert kept(letter).status is LetterStatus.SENT
    assert states() == [(JobStatus.DONE, 1)]


def test_a_server_that_never_takes_it_is_given_up_for_all_to_see(server, letter, jobs, admin):
    server.answers = {"MAIL": "451 come back later"}
    for day in range(outbox.MAX_ATTEMPTS):
        with clock.stopped_at(clock.now() + timedelta(days=day)):
            jobs()
    assert states() == [(JobStatus.FAILED, outbox.MAX_ATTEMPTS)]
    page = admin.get("/staff/work/").text
    assert "core.mail.deliver" in page
    assert "451" in page
