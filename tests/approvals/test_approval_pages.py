"""What the people of an approval see."""

import re

import pytest
import sqlalchemy as sa

from relief.accounts.permissions import Role
from relief.approvals import queries
from relief.approvals.models import ApprovalStatus
from relief.core.context import Actor, ActorKind
from relief.core.db import db
from relief.core.mail import Letter
from tests.approvals.acts_for_tests import done


@pytest.fixture
def waiting(factories, chapter):
    """A request and the person who made it."""
    done.clear()
    asker = factories.staff(chapter=chapter, role=Role.TREASURER, name="Ana Peñúñuri")
    approval = factories.approval(by=Actor(ActorKind.STAFF, asker.name, asker.id))
    return approval, asker


def page(approval):
    return f"/staff/approvals/{approval.id}"


def test_another_treasurer_sees_the_figures_and_decides(ana, waiting):
    approval, _ = waiting
    assert "Por autorizar" in ana.get("/staff/approvals/").text
    assert re.search(r'number">1<.*?por autorizar', ana.get("/staff/").text, re.DOTALL)
    shown = ana.get(page(approval)).text
    assert "$60,000.00 MXN" in shown
    assert "$50,000.00 MXN" in shown
    assert f"/staff/payments/{approval.subject_id}" in shown
    assert ana.post(f"{page(approval)}/approve", data={"note": "ok"}).status_code == 303
    assert len(done) == 1
    assert "Decidió" in ana.get(page(approval)).text


def test_who_asked_may_only_withdraw(sign_in, waiting):
    approval, asker = waiting
    browser = sign_in(asker)
    shown = browser.get(page(approval)).text
    assert f"{page(approval)}/approve" not in shown
    assert "Debe decidirla otra persona" in shown
    refused = browser.post(f"{page(approval)}/approve", data={})
    assert refused.status_code == 422
    assert "debe decidirla otra persona" in refused.text
    assert browser.post(f"{page(approval)}/withdraw").status_code == 303
    assert queries.get_approval(approval.id).status is ApprovalStatus.WITHDRAWN


def test_a_rejection_without_a_reason_is_refused(ana, waiting):
    approval, _ = waiting
    answer = ana.post(f"{page(approval)}/reject", data={"no-note": ""})
    assert answer.status_code == 422
    assert queries.get_approval(approval.id).status is ApprovalStatus.PENDING


def test_an_auditor_reads_and_another_chapter_sees_nothing(dora, carla, waiting):
    approval, _ = waiting
    assert dora.get(page(approval)).status_code == 200
    assert dora.post(f"{page(approval)}/approve").status_code == 403
    assert carla.get(page(approval)).status_code == 404


def test_those_who_may_decide_get_a_letter_and_who_asked_does_not(factories, chapter):
    boss = factories.staff(chapter=chapter, role=Role.ADMINISTRATOR)
    factories.staff(chapter=chapter, role=Role.COORDINATOR)
    factories.approval()
    letters = db.session.scalars(sa.select(Letter).where(Letter.kind == "approval_asked")).all()
    assert [each.to_address for each in letters] == [boss.email]
    assert "$60,000.00 MXN" in letters[0].subject


def test_a_list_makes_the_same_queries_for_one_row_and_for_many(
    ana, factories, waiting, count_queries
):
    ana.get("/staff/approvals/")
    count_queries()
    ana.get("/staff/approvals/")
    one = count_queries()
    for _ in range(5):
        factories.approval()
    count_queries()
    ana.get("/staff/approvals/")
    assert count_queries() == one


def test_the_administrator_sets_the_limits(admin, chapter):
    form = admin.get("/staff/chapter/edit").text
    assert 'value="50,000.00"' in form
    known = dict(re.findall(r'name="([a-z_]+)"[^>]*value="([^"]*)"', form))
    kept = {**known, "second_person_mxn": "75,000", "second_person_usd": "0", "is_donataria": ""}
    assert admin.post("/staff/chapter/edit", data=kept).status_code == 303
    assert "$75,000.00 MXN" in admin.get("/staff/chapter/").text
