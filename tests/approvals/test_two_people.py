"""Nobody approves their own, both permissions are needed, and the first of two decides."""

import threading

import pytest
import sqlalchemy as sa

from relief.accounts.models import User
from relief.accounts.permissions import Role
from relief.approvals import actions, errors, queries
from relief.approvals.models import ApprovalStatus
from relief.audit.queries import timeline
from relief.core import tenancy
from relief.core.context import acting_as
from relief.core.db import db, transaction
from relief.core.mail import Letter
from relief.core.money import Money
from tests.approvals.acts_for_tests import TermsGone, asked, decide, done, person


@pytest.fixture
def payment(factories, chapter):
    done.clear()
    return factories.payment()


@pytest.fixture
def asker(factories, chapter):
    return person(factories, chapter, name="Ana Peñúñuri")


@pytest.fixture
def second(factories, chapter):
    return person(factories, chapter, role=Role.ADMINISTRATOR, name="Ramón Ibarra")


@pytest.mark.parametrize(
    ("amount", "needed"),
    [
        (Money(50_000_00, "MXN"), False),
        (Money(50_000_01, "MXN"), True),
        (Money(3_000_00, "USD"), False),
        (Money(3_000_01, "USD"), True),
    ],
)
def test_the_threshold_is_of_each_currency(chapter, amount, needed):
    assert actions.needs_second(amount) is needed


def test_another_person_approves_and_it_is_done_at_once(payment, asker, second):
    approval = asked(payment, asker, days=3)
    decide("approve", approval, second, note="Visto")
    assert [each.id for each in done] == [approval.id]
    kept = queries.get_approval(approval.id)
    assert (kept.status, kept.decided_by) == (ApprovalStatus.APPROVED, "Ramón Ibarra")
    tags = [entry.tag for entry in timeline(payment.id)][:2]
    assert tags == ["approvals:approval:approved", "approvals:approval:asked"]


def test_nobody_approves_their_own(payment, asker):
    approval = asked(payment, asker)
    with pytest.raises(errors.OwnRequest):
        decide("approve", approval, asker)
    assert done == []


def test_the_database_refuses_one_person_twice(payment, asker):
    approval = asked(payment, asker)
    table = approval.__table__
    with pytest.raises(sa.exc.IntegrityError, match="two_people"), db.engine.begin() as connection:
        connection.execute(
            sa.update(table)
            .where(table.c.id == approval.id)
            .values(status="approved", decided_by_id=asker.id)
        )


def test_the_second_person_needs_the_permission_of_the_act_too(factories, chapter, payment, asker):
    auditor = person(factories, chapter, role=Role.AUDITOR)
    coordinator = person(factories, chapter, role=Role.COORDINATOR)
    approval = asked(payment, asker)
    for other in (auditor, coordinator):
        with pytest.raises(errors.MayNotDecide):
            decide("approve", approval, other)


def test_the_second_of_two_deciders_is_told_who(factories, chapter, payment, asker, second):
    third = person(factories, chapter, name="Carmen Ruiz")
    approval = asked(payment, asker)
    decide("reject", approval, second, note="No procede")
    with pytest.raises(errors.AlreadyDecided, match="Ramón Ibarra"):
        decide("approve", approval, third)
    assert done == []


def test_one_request_waits_at_a_time(payment, asker, second):
    first = asked(payment, asker)
    with pytest.raises(errors.AlreadyAsked, match="Ana Peñúñuri"):
        asked(payment, second)
    decide("withdraw", first, asker)
    assert asked(payment, second).status is ApprovalStatus.PENDING


def test_what_the_act_refuses_leaves_the_request_waiting(payment, asker, second):
    approval = asked(payment, asker, refuse=True)
    with pytest.raises(TermsGone):
        decide("approve", approval, second)
    db.session.expire_all()
    assert queries.get_approval(approval.id).status is ApprovalStatus.PENDING


def test_only_who_asked_withdraws_and_a_rejection_says_why(payment, asker, second):
    approval = asked(payment, asker)
    with pytest.raises(errors.NotYours, match="Ana Peñúñuri"):
        decide("withdraw", approval, second)
    with pytest.raises(errors.NoteMissing):
        decide("reject", approval, second, note=" ")


def test_two_people_at_once_decide_once(app, factories, chapter, payment, asker, second):
    third = person(factories, chapter, name="Carmen Ruiz")
    approval_id = asked(payment, asker).id
    db.session.remove()
    told, gate = [], threading.Barrier(2)

    def press(by):
        with app.app_context(), tenancy.in_chapter(chapter.id), acting_as(by):
            gate.wait()
            try:
                with transaction():
                    actions.approve(queries.get_approval(approval_id))
                told.append("")
            except errors.AlreadyDecided as refusal:
                told.append(str(refusal))
            finally:
                db.session.remove()

    presses = [threading.Thread(target=press, args=(by,)) for by in (second, third)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert len(done) == 1
    assert told.count("") == 1


@pytest.mark.parametrize(
    ("verb", "subject"),
    [
        ("approve", "Autorizado: Devolver un pago, $60,000.00 MXN"),
        ("reject", "Rechazado: Devolver un pago, $60,000.00 MXN"),
    ],
)
def test_whoever_asked_is_told_the_decision(payment, asker, second, verb, subject):
    decide(verb, asked(payment, asker), second, note="Visto con el banco")
    letter = db.session.scalars(sa.select(Letter).where(Letter.kind == "approval_decided")).one()
    assert letter.subject == subject
    assert letter.to_address == db.session.get_one(User, asker.id).email
    assert all(told in letter.text for told in ("Ramón Ibarra", "Visto con el banco"))


def test_nobody_is_told_what_they_took_back(payment, asker):
    decide("withdraw", asked(payment, asker), asker)
    decided = sa.select(Letter).where(Letter.kind == "approval_decided")
    assert db.session.scalars(decided).all() == []
