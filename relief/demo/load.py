"""Load the demo: two chapters, their people, and their stories."""

import gc
from collections.abc import Callable
from datetime import date

import sqlalchemy as sa

from relief.accounts.permissions import Role
from relief.chapters.models import Chapter
from relief.chapters.queries import all_of_them
from relief.core import clock, mail, outbox, tenancy
from relief.core.db import db, transaction
from relief.demo import chapters, juarez, now, year2020
from relief.demo.script import Script
from relief.demo.stage import Stage

SEED = 2020
Story = Callable[[Stage, date], None]


class AlreadyLoaded(RuntimeError):
    """There are chapters already: the demo is for an empty installation."""


def is_empty() -> bool:
    """Say whether the installation has no chapter yet."""
    return not all_of_them()


def load() -> None:
    """Fill an empty installation. Raise AlreadyLoaded. No letter of it is ever mailed."""
    # A fifth of the time went into looking for circles among rows that are dropped day by day.
    gc.disable()
    try:
        tell({chapters.FIRST: _zona_costa, chapters.SECOND: juarez.write_down})
    finally:
        gc.enable()


def tell(stories: dict[str, Story]) -> None:
    """Make both chapters and play the stories given for them, by slug. Raise AlreadyLoaded."""
    if not is_empty():
        raise AlreadyLoaded
    made = chapters.make_chapters()
    chapters.make_people(made)
    for slug, story in stories.items():
        _tell(made[slug], story)
    _hand_over()


def _tell(chapter: Chapter, story: Story) -> None:
    today = clock.today(chapter.zone)
    with tenancy.in_chapter(chapter.id):
        stage = Stage(chapter=chapter, script=Script(chapter.zone, SEED))
        stage.script.keep(chapter)
        people = chapters.actors(chapter.slug, chapters.staff_actors())
        stage.administrator = people[Role.ADMINISTRATOR]
        stage.treasurer = people[Role.TREASURER]
        stage.coordinator = people[Role.COORDINATOR]
        story(stage, today)
        stage.script.play()


def _zona_costa(stage: Stage, today: date) -> None:
    year2020.write_down(stage)
    now.write_down(stage, today)


def _hand_over() -> None:
    """Leave papers to the worker, due from now on; invented people receive no letters."""
    moment = clock.now()
    with tenancy.all_chapters(), transaction():
        waiting = outbox.Job.status == outbox.JobStatus.PENDING
        db.session.execute(
            sa.update(outbox.Job)
            .where(waiting, outbox.Job.task == "core.mail.deliver")
            .values(status=outbox.JobStatus.DONE, finished_at=moment)
        )
        db.session.execute(
            sa.update(mail.Letter)
            .where(mail.Letter.status == mail.LetterStatus.QUEUED)
            .values(status=mail.LetterStatus.SENT, sent_at=mail.Letter.created_at)
        )
        db.session.execute(sa.update(outbox.Job).where(waiting).values(due_at=moment))
