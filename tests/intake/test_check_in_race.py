"""Eight phones scan one sheet at the same moment: the goods come in once."""

import multiprocessing

import pytest
import sqlalchemy as sa

from relief.audit.models import AuditEntry
from relief.core import tenancy
from relief.core.db import db, transaction
from relief.intake import announced
from relief.intake.errors import AlreadyCheckedIn
from relief.intake.models import Intake, IntakeStatus
from tests.intake.promises import promise
from tests.intake.test_announced import tell

pytestmark = pytest.mark.race
FORK = multiprocessing.get_context("fork")
PHONES = 8


def scan(app, chapter_id, gate, answers, code):
    """One phone, with connections of its own."""
    app.app_context().push()
    db.session.remove()
    db.engine.dispose(close=False)
    with tenancy.in_chapter(chapter_id):
        gate.wait(30)
        try:
            with transaction():
                announced.check_in(code)
            answers.put("in")
        except AlreadyCheckedIn:
            answers.put("told")
        except sa.exc.DBAPIError as broken:
            answers.put(str(broken.orig))


def test_of_eight_scans_one_opens_the_door(store, app, chapter, factories):
    told = tell(factories, promise(factories))
    code, intake_id = told.sheet_code, told.intake_id
    db.session.remove()
    answers, gate = FORK.Queue(), FORK.Barrier(PHONES)
    arguments = (store.app, chapter.id, gate, answers, code)
    phones = [FORK.Process(target=scan, args=arguments) for _phone in range(PHONES)]
    for phone in phones:
        phone.start()
    found = sorted(answers.get(timeout=60) for _phone in phones)
    for phone in phones:
        phone.join()
    db.session.rollback()
    assert found == ["in", *["told"] * (PHONES - 1)]
    assert db.session.get(Intake, intake_id).status is IntakeStatus.ARRIVED
    entries = sa.select(sa.func.count()).where(AuditEntry.tag == "intake:intake:checked_in")
    assert db.session.scalar(entries) == 1
