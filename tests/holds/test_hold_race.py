"""Six companies want the last boxes at the same moment: one gets them, the others are told."""

import multiprocessing
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.campaigns.queries import get_campaign
from relief.core import tenancy
from relief.core.db import db, transaction
from relief.holds import actions, queries
from relief.holds.actions import Company, Offered
from relief.holds.errors import LinesGone
from relief.needs.queries import whole_need
from relief.pledges.actions import ContactTyped

pytestmark = pytest.mark.race
FORK = multiprocessing.get_context("fork")
COMPANIES = 6


def want(app, chapter_id, gate, answers, need_id, campaign_id):
    """One company, with connections of its own."""
    app.app_context().push()
    db.session.remove()
    db.engine.dispose(close=False)
    with tenancy.in_chapter(chapter_id):
        need, campaign = whole_need(need_id), get_campaign(campaign_id)
        db.session.rollback()
        gate.wait(30)
        try:
            with transaction():
                actions.hold_goods(
                    need,
                    campaign=campaign,
                    company=Company("Mar", ContactTyped("Laura", f"{uuid4().hex}@mar.test")),
                    offered=[Offered(need.lines[0], 60)],
                    nonce=uuid4(),
                )
            answers.put("held")
        except LinesGone as refused:
            answers.put(f"left {refused.refusals[0].values['left']}")
        except sa.exc.DBAPIError as broken:
            answers.put(str(broken.orig))


def test_one_of_six_gets_the_last_boxes(store, app, chapter, factories):
    need, campaign = factories.need(), factories.campaign()
    need_id, campaign_id = need.id, campaign.id
    db.session.remove()
    answers, gate = FORK.Queue(), FORK.Barrier(COMPANIES)
    arguments = (store.app, chapter.id, gate, answers, need_id, campaign_id)
    several = [FORK.Process(target=want, args=arguments) for _each in range(COMPANIES)]
    for company in several:
        company.start()
    found = sorted(answers.get(timeout=60) for _each in several)
    for company in several:
        company.join()
    db.session.rollback()
    assert found == ["held", *["left 40"] * (COMPANIES - 1)]
    (units,) = queries.standing_of([need_id]).values()
    assert units.free == 40
