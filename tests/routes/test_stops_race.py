"""Several people order the stops of one trip at the same moment: none undoes what another did."""

import multiprocessing

import pytest
import sqlalchemy as sa

from relief.audit.queries import timeline
from relief.core import tenancy
from relief.core.db import db, transaction
from relief.routes import actions, queries
from relief.routes.errors import StopsMoved
from relief.routes.models import Route
from tests.factories import Factories

pytestmark = pytest.mark.race
FORK = multiprocessing.get_context("fork")
PEOPLE = 4


def move(app, chapter_id, gate, answers, told):
    """One person, with connections of its own, who moves a stop one place on."""
    app.app_context().push()
    db.session.remove()
    db.engine.dispose(close=False)
    route_id, stop_id, position, turn = told
    with tenancy.in_chapter(chapter_id):
        gate.wait(30)
        try:
            with transaction():
                stop = queries.get_stop(route_id, stop_id)
                actions.move_stop(stop, position=position, turn=turn)
            answers.put("moved")
        except StopsMoved:
            answers.put("told")
        except sa.exc.DBAPIError as broken:
            answers.put(str(broken.orig))


def careless(app, chapter_id, gate, answers, told):
    """A person without the lock: everybody has read the order before anybody changes it."""

    def unlocked(row):
        db.session.refresh(row)
        if isinstance(row, Route):
            gate.wait(30)
        return row

    actions.rows.lock = unlocked
    move(app, chapter_id, gate, answers, told)


def race(app, chapter, route, *, job=move, seen=True):
    """Let each of several people move another stop; return what each was told, and the route."""
    route_id, turn = route.id, route.turn if seen else None
    wanted = [(route_id, stop.id, stop.position % PEOPLE + 1, turn) for stop in route.stops]
    chapter_id = chapter.id
    db.session.remove()
    answers, gate = FORK.Queue(), FORK.Barrier(PEOPLE)
    same = (app, chapter_id, gate, answers)
    people = [FORK.Process(target=job, args=(*same, told)) for told in wanted]
    for person in people:
        person.start()
    found = sorted(answers.get(timeout=60) for _person in people)
    for person in people:
        person.join()
    db.session.rollback()
    return found, queries.whole_route(route_id)


def moves_of(route):
    return [entry.tag for entry in timeline(route.id)].count("routes:stop:moved")


def positions(route):
    return [stop.position for stop in route.stops]


@pytest.mark.parametrize("seen", [True, False])
def test_each_moves_what_the_one_before_left(app, chapter, factories, seen):
    route = factories.route(stops=PEOPLE)
    before = route.turn
    found, route = race(app, chapter, route, seen=seen)
    assert found == (["moved", *["told"] * (PEOPLE - 1)] if seen else ["moved"] * PEOPLE)
    assert positions(route) == list(range(1, PEOPLE + 1))
    assert route.turn - before == moves_of(route) >= 1


def test_without_the_lock_they_undo_each_other(stores):
    """The control: on PostgreSQL all get past the check, and one turn is counted for many moves."""
    store = stores["postgresql"]
    store.empty()
    with store.app.app_context():
        f = Factories()
        chapter = f.chapter()
        with tenancy.in_chapter(chapter.id):
            route = f.route(stops=PEOPLE)
            before = route.turn
            found, route = race(store.app, chapter, route, job=careless)
            assert found == ["moved"] * PEOPLE, "the race did not show"
            assert route.turn - before < moves_of(route)
        db.session.remove()
