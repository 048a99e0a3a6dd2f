"""A month is closed once it is over, opened again with a reason, and both are remembered."""

from datetime import UTC, date, datetime

import pytest

from relief.audit.queries import timeline
from relief.core import clock
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import transaction
from relief.periods import actions, errors, queries
from relief.periods.months import Month

pytestmark = pytest.mark.usefixtures("chapter")
ANA = Actor(ActorKind.STAFF, "Ana Peñúñuri")


def close(year, month):
    with acting_as(ANA), transaction():
        return actions.close_month(year=year, month=month)


def test_a_closed_month_refuses_every_day_of_it_and_no_other():
    close(2020, 2)
    for day in (date(2020, 2, 1), date(2020, 2, 29)):
        with pytest.raises(errors.MonthClosed, match="febrero de 2020"):
            actions.refuse_closed(day)
    actions.refuse_closed(date(2020, 1, 31), date(2020, 3, 1), date(2021, 2, 1))


def test_the_chapters_wall_says_whether_the_month_is_over():
    # In Tijuana it is still the last evening of May.
    with clock.stopped_at(datetime(2020, 6, 1, 5, 0, tzinfo=UTC)):
        with pytest.raises(errors.MonthNotOver):
            close(2020, 5)
        with pytest.raises(errors.MonthNotOver):
            close(2020, 7)
        assert close(2020, 4).month == 4
    with clock.stopped_at(datetime(2020, 6, 1, 8, 0, tzinfo=UTC)):
        assert close(2020, 5).month == 5


def test_who_comes_second_is_told_who_closed_it():
    close(2020, 2)
    with pytest.raises(errors.AlreadyClosed, match="Ana Peñúñuri"):
        close(2020, 2)


def test_a_month_opened_again_takes_changes_and_remembers_both():
    closed = close(2020, 2)
    with pytest.raises(errors.ReasonMissing), transaction():
        actions.reopen_month(closed, reason="  ")
    with acting_as(ANA), transaction():
        actions.reopen_month(closed, reason="Faltó un depósito.")
    actions.refuse_closed(date(2020, 2, 10))
    with pytest.raises(errors.AlreadyReopened), transaction():
        actions.reopen_month(closed, reason="Otra vez")
    again = close(2020, 2)
    assert again.id != closed.id
    assert [each.id for each in queries.closings_since(Month(2020, 1))] == [again.id, closed.id]
    tags = [entry.tag for entry in timeline(closed.id)]
    assert tags == ["periods:month:reopened", "periods:month:closed"]


def test_months_are_counted_across_years():
    assert Month(2020, 1).back(1) == Month(2019, 12)
    assert Month(2020, 12).back(-1) == Month(2021, 1)
    assert Month.of(date(2020, 2, 5)).last == date(2020, 2, 29)
    with pytest.raises(ValueError, match="month"):
        Month(2020, 13)
