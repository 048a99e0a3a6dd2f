"""What a mailbox's owner said last decides what it is written about, chapter by chapter."""

import sqlalchemy as sa

from relief.core import tenancy
from relief.core.db import db, transaction
from relief.donors import consents
from relief.donors.queries import may_write, said_last
from relief.donors.request_models import Consent, Purpose

MAIL = "laura@ensambles.test"


def say(**wishes: bool) -> None:
    with transaction():
        consents.say(
            MAIL,
            wishes={Purpose(name): given for name, given in wishes.items()},
            privacy_version="2025-03",
        )


def test_silence_lets_reminders_and_thanks_go_and_no_news(chapter):
    assert may_write(MAIL, "reminders")
    assert may_write(MAIL, "thanks")
    assert not may_write(MAIL, "news")


def test_the_last_word_counts_however_the_mailbox_is_written(chapter):
    say(reminders=False, news=True)
    assert not may_write("Laura@Ensambles.test ", "reminders")
    assert may_write(MAIL, "news")
    assert may_write(MAIL, "thanks")
    say(reminders=True, news=False)
    assert may_write(MAIL, "reminders")
    assert not may_write(MAIL, "news")


def test_saying_the_same_again_keeps_nothing(chapter):
    say(news=True)
    say(news=True, thanks=True)
    assert len(db.session.scalars(sa.select(Consent)).all()) == 1
    assert said_last(MAIL)[Purpose.NEWS].privacy_version == "2025-03"


def test_a_new_version_of_the_notice_is_accepted_again(chapter):
    for version in ("2025-03", "2025-03", "2026-01"):
        with transaction():
            consents.say(MAIL, wishes={Purpose.NOTICE: True}, privacy_version=version)
    assert len(db.session.scalars(sa.select(Consent)).all()) == 2
    assert said_last(MAIL)[Purpose.NOTICE].privacy_version == "2026-01"


def test_another_chapter_hears_nothing_of_it(chapter, other_chapter):
    say(thanks=False)
    with tenancy.in_chapter(other_chapter.id):
        assert may_write(MAIL, "thanks")
