"""Reminders: at the right days, once, in the donor's language, and never to whoever said stop."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from relief.core import clock, outbox, schedule, tenancy
from relief.core.db import db, transaction
from relief.core.mail import Letter
from relief.core.money import Money
from relief.donors.consents import say
from relief.donors.request_models import Purpose
from relief.instalments import actions, queries, reminders
from relief.instalments.models import Reminder, ReminderKind, ReminderLetter
from relief.instalments.reactions import remind_donors
from relief.pledges.actions import cancel_pledge
from relief.pledges.fulfilment import count_payment
from relief.pledges.queries import get_pledge

DUE = date(2026, 12, 15)
DAY = timedelta(days=1)
FIRST_AND_SECOND = ((DUE, 40_000), (date(2027, 1, 15), 60_000))


def noon(day):
    """Noon in Tijuana of a day."""
    return datetime(day.year, day.month, day.day, 20, tzinfo=UTC)


def work_on(day):
    """Do the day's reminders, as the worker would."""
    with clock.stopped_at(noon(day)):
        with transaction():
            remind_donors()
        outbox.run_due()
    db.session.remove()


def letters():
    """Every reminder letter so far."""
    return db.session.scalars(
        sa.select(Letter).where(Letter.kind.startswith("instalment")).order_by(Letter.id)
    ).all()


@pytest.fixture
def pledge(chapter, factories):
    """A pledge of two parts, in the middle of December and of January."""
    return factories.scheduled_pledge(parts=FIRST_AND_SECOND)


@pytest.mark.parametrize(
    ("late", "kind"),
    [
        (-8, None),
        (-7, "before"),
        (0, "before"),
        (1, None),
        (3, "after_3"),
        (14, "after_3"),
        (15, "after_15"),
        (30, "after_30"),
        (45, None),
    ],
)
def test_each_day_has_its_reminder(late, kind):
    expected = ReminderKind(kind) if kind else None
    assert reminders.kind_on(DUE, today=DUE + DAY * late) is expected


def test_a_part_is_reminded_of_once_before_and_three_times_after(pledge):
    for day in range(-20, 27):
        work_on(DUE + DAY * day)
    said = db.session.execute(
        sa.select(ReminderLetter.sent_on, Reminder.kind)
        .join(Reminder, Reminder.letter_id == ReminderLetter.id)
        .where(Reminder.due_on == DUE)
        .order_by(ReminderLetter.sent_on)
    ).all()
    assert [(row.sent_on - DUE).days for row in said] == [-7, 3, 15]
    kinds = [letter.kind for letter in letters()]
    # The second part has its own; the letter of the fifteenth day speaks of the first alone.
    assert kinds == [
        "instalment_due",
        "instalment_overdue",
        "instalment_overdue",
        "instalment_overdue",
    ]


def test_a_letter_says_how_much_when_and_how(pledge, chapter):
    work_on(DUE - DAY * 7)
    letter = letters()[0]
    assert (
        letter.subject
        == f"$400.00 MXN de tu compromiso {pledge.reference} vence el 15 de diciembre de 2026"
    )
    for part in (letter.text, letter.html):
        assert "15 de diciembre de 2026" in part
        assert "$400.00 MXN" in part
        assert chapter.clabe in part
        assert "?to=reminders" in part
    assert "$600.00" not in letter.text


def test_english_donors_read_english(chapter, factories):
    factories.scheduled_pledge(parts=FIRST_AND_SECOND, language="en", currency="USD")
    work_on(DUE + DAY * 3)
    letter = letters()[0]
    assert "is waiting" in letter.subject
    assert "US$400.00 USD" in letter.text
    assert letter.language == "en"


def test_a_repeated_job_writes_once(pledge):
    for _ in range(3):
        work_on(DUE - DAY * 5)
        with clock.stopped_at(noon(DUE - DAY * 5)), transaction():
            assert reminders.remind(get_pledge(pledge.id)) is None
    assert len(letters()) == 1


def test_two_workers_at_once_write_once(app, pledge):
    gate, written = threading.Barrier(2), []

    def worker():
        with app.app_context(), tenancy.in_chapter(pledge.chapter_id), clock.stopped_at(noon(DUE)):
            gate.wait(10)
            with transaction():
                written.append(reminders.remind(get_pledge(pledge.id)))
            db.session.remove()

    db.session.remove()
    workers = [threading.Thread(target=worker) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(30)
    assert [each is None for each in written].count(True) == 1
    assert len(letters()) == 1


def test_a_mailbox_gets_one_a_day_however_many_pledges(chapter, factories):
    for _ in range(2):
        factories.scheduled_pledge(parts=FIRST_AND_SECOND)
    work_on(DUE - DAY * 7)
    assert len(letters()) == 1
    work_on(DUE - DAY * 6)
    assert len(letters()) == 2
    work_on(DUE - DAY * 5)
    assert len(letters()) == 2


def test_one_letter_speaks_of_all_that_is_late(chapter, factories):
    parts = [(DUE + DAY * days, 10_000) for days in (0, 8, 12)]
    factories.scheduled_pledge(parts=parts, paid=4_000)
    work_on(DUE + DAY * 15)
    letter = letters()[0]
    assert "$260.00 MXN" in letter.subject
    assert "$60.00 MXN" in letter.text
    assert db.session.scalar(sa.select(sa.func.count(Reminder.id))) == 3


def test_nothing_goes_out_for_what_is_paid_cancelled_stopped_or_unwanted(chapter, factories):
    paid, cancelled, stopped, _unwanted = (
        factories.scheduled_pledge(parts=FIRST_AND_SECOND, contact_email=f"{name}@empresa.test").id
        for name in ("a", "b", "c", "d")
    )
    with transaction():
        count_payment(get_pledge(paid), amount=Money(40_000, "MXN"))
        cancel_pledge(get_pledge(cancelled), reason="La planta cerró")
        actions.stop_reminders(get_pledge(stopped), by_donor=True)
        say("D@empresa.test", wishes={Purpose.REMINDERS: False}, privacy_version="1")
    work_on(DUE)
    assert letters() == []
    with transaction():
        actions.resume_reminders(get_pledge(stopped))
    work_on(DUE)
    assert [letter.to_address for letter in letters()] == ["c@empresa.test"]


def test_a_pledge_gets_no_more_than_so_many(pledge, monkeypatch):
    monkeypatch.setattr(reminders, "MOST_LETTERS", 1)
    work_on(DUE - DAY)
    work_on(DUE + DAY * 3)
    assert len(letters()) == 1


def test_a_new_schedule_does_not_remind_again_of_the_same_day(pledge):
    work_on(DUE - DAY)
    parts = [(DUE, Money(30_000, "MXN")), (DUE + DAY * 90, Money(70_000, "MXN"))]
    with transaction():
        actions.change_schedule(get_pledge(pledge.id), parts=parts, reason="Otro monto")
    work_on(DUE)
    assert len(letters()) == 1


def test_the_worker_reminds_at_nine(pledge, chapter):
    db.session.remove()
    for hour, expected in ((16, 0), (17, 1), (18, 1)):
        with clock.stopped_at(datetime(2026, 12, 15, hour, 30, tzinfo=UTC)):
            schedule.start_due([(chapter.id, chapter.zone)])
            outbox.run_due()
        assert len(letters()) == expected


def test_the_donor_stops_them_by_a_button_and_not_by_opening_the_letter(client, pledge, factories):
    work_on(DUE)
    stop = next(word for word in letters()[0].text.split() if word.endswith("?to=reminders"))
    page = client.get(stop.removeprefix("http://relief.test"), follow_redirects=True)
    assert page.status_code == 200
    assert "Detener los recordatorios" in page.text
    assert queries.standing_stop(pledge.id) is None
    for _ in range(2):
        answer = client.post(page.request.path, follow_redirects=True)
        assert "No recibes recordatorios" in answer.text
    assert queries.standing_stop(pledge.id).by_donor
