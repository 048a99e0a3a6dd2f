"""The rule that shares scarce goods, held against its own words by a slower way to compute them."""

import time
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from relief.allocation.rule import Supply, Want, deal_out, hold_back, share_out

DAY = date(2020, 5, 4)
ROOT = UUID(int=0)


def key(name: str, number: int) -> UUID:
    return uuid5(ROOT, f"{name} {number}")


ITEMS, PLACES = [key("item", n) for n in range(3)], [key("place", n) for n in range(3)]


def a_want(number: int, **values) -> Want:
    return Want(**{
        "line": key("line", number), "item": ITEMS[0], "requested": 100, "missing": 100, "rank": 2,
        "needed_by": DAY, "name": f"{number:05d}", "places": (PLACES[0],), **values,
    })  # fmt: skip


@st.composite
def many_wants(draw):
    found = []
    for number in range(draw(st.integers(1, 12))):
        requested = draw(st.integers(1, 500))
        found.append(
            a_want(
                number,
                item=draw(st.sampled_from(ITEMS[:2])),
                requested=requested,
                missing=draw(st.integers(1, requested)),
                rank=draw(st.integers(0, 2)),
                days_left=draw(st.none() | st.integers(0, 30)),
                pack=draw(st.sampled_from([1, 5, 12, 50])),
                places=tuple(draw(st.permutations(PLACES))),
            )
        )
    return found


@st.composite
def many_lots(draw):
    return [
        Supply(
            lot=key("lot", number % 4),
            place=PLACES[number % 3],
            item=ITEMS[draw(st.integers(0, 1))] if number > 3 else ITEMS[number % 2],
            quantity=draw(st.integers(1, 300)),
            expires_on=draw(st.none() | st.integers(0, 9).map(lambda n: DAY + timedelta(days=n))),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


def parts_by_the_words(wants: list[Want], there: int) -> dict[UUID, float]:
    """Steps 1 to 3 by halving: raise the level until the goods are used up."""

    def parts(level):
        return {
            want.line: max(
                0.0,
                min(1.0, level * want.weight) * want.requested - (want.requested - want.missing),
            )
            for want in wants
        }

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(parts(middle).values()) <= there else (low, middle)
    return parts(low)


@settings(deadline=None, max_examples=40)
@given(many_wants(), st.integers(0, 2500))
def test_shares_differ_by_no_more_than_a_pack_from_the_rule(wants, units):
    there = {ITEMS[0]: units, ITEMS[1]: units // 2}
    shares = share_out(wants, there)
    for item in ITEMS[:2]:
        lines = [want for want in wants if want.item == item]
        missing = sum(want.missing for want in lines)
        assert sum(shares[want.line] for want in lines) == min(missing, there[item]), "all is used"
        parts = parts_by_the_words(lines, there[item])
        for want in lines:
            assert 0 <= shares[want.line] <= want.missing
            assert abs(shares[want.line] - parts[want.line]) <= want.pack + 1e-6


@settings(deadline=None, max_examples=40)
@given(many_wants(), st.integers(0, 900), st.randoms(use_true_random=False))
def test_the_order_in_which_lines_come_changes_nothing(wants, units, random):
    there = dict.fromkeys(ITEMS, units)
    mixed = list(wants)
    random.shuffle(mixed)
    assert share_out(mixed, there) == share_out(wants, there)


@settings(deadline=None, max_examples=40)
@given(many_wants(), many_lots(), st.data())
def test_lots_go_out_as_they_expire_and_never_more_than_there_is(wants, lots, data):
    there = Counter()
    for each in lots:
        there[each.item] += each.quantity
    fixed = {wants[0].line: data.draw(st.integers(0, 50))}
    shares = share_out(wants, there, fixed)
    assert shares[wants[0].line] == fixed[wants[0].line], "what a person fixed stays"
    dealt = deal_out(wants, shares, lots)
    taken, of_line = Counter(), Counter()
    for each in dealt:
        taken[each.lot, each.place] += each.quantity
        of_line[each.line] += each.quantity
    full = {(each.lot, each.place): each for each in lots}
    assert all(units <= full[key].quantity for key, units in taken.items())
    for want in wants:
        assert of_line[want.line] <= shares[want.line]
        if fixed[wants[0].line] <= there[wants[0].item]:
            assert of_line[want.line] == shares[want.line], "every share can be filled"
    _earliest_first(lots, dealt)


def _earliest_first(lots, dealt):
    """Replay what left each shelf: nothing goes while an earlier day still has some."""
    left = {(each.lot, each.place): each.quantity for each in lots}
    day = {(each.lot, each.place): each.expires_on or date.max for each in lots}
    shelf = defaultdict(list)
    for each in lots:
        shelf[each.item, each.place].append((each.lot, each.place))
    item = {(each.lot, each.place): each.item for each in lots}
    for each in dealt:
        mark = (each.lot, each.place)
        others = shelf[item[mark], each.place]
        assert all(left[other] == 0 for other in others if day[other] < day[mark])
        left[mark] -= each.quantity


def test_urgency_days_of_supply_and_what_came_before_each_count():
    there = {ITEMS[0]: 100}
    urgent, normal = a_want(1, rank=0), a_want(2)
    assert share_out([urgent, normal], there) == {urgent.line: 80, normal.line: 20}
    dry, supplied = a_want(1, days_left=1), a_want(2, days_left=20)
    assert share_out([dry, supplied], there) == {dry.line: 75, supplied.line: 25}
    served = a_want(1, requested=200, missing=50)
    behind = a_want(2, requested=200, missing=200)
    assert share_out([served, behind], there) == {served.line: 0, behind.line: 100}


def test_whole_packs_go_to_those_who_lost_most_of_one():
    lines = [a_want(n, pack=50, requested=300, missing=300) for n in range(3)]
    shares = share_out(lines, {ITEMS[0]: 410})
    assert sorted(shares.values()) == [110, 150, 150], "an open box goes to the last in turn"
    assert shares[lines[2].line] == 110


def test_what_a_person_fixed_leaves_the_rest_to_the_others():
    first, second, third = (a_want(number) for number in range(3))
    shares = share_out([first, second, third], {ITEMS[0]: 120}, {first.line: 90})
    assert shares == {first.line: 90, second.line: 15, third.line: 15}
    assert share_out([first, second], {ITEMS[0]: 50}, {first.line: 90})[second.line] == 0


def test_a_hospital_is_served_from_the_place_it_names_first():
    want = replace(a_want(1), places=(PLACES[1], PLACES[0]))
    lots = [
        Supply(key("lot", 1), PLACES[0], ITEMS[0], 90, DAY),
        Supply(key("lot", 2), PLACES[1], ITEMS[0], 30),
        Supply(key("lot", 3), PLACES[1], ITEMS[0], 30, DAY),
        Supply(key("lot", 4), PLACES[2], ITEMS[0], 30, DAY),
    ]
    dealt = deal_out([want], {want.line: 100}, lots)
    assert [(each.lot, each.quantity) for each in dealt] == [
        (key("lot", 3), 30),
        (key("lot", 2), 30),
        (key("lot", 1), 40),
    ]


def test_a_minimum_stays_of_what_expires_last():
    lots = [
        Supply(key("lot", 1), PLACES[0], ITEMS[0], 40, DAY),
        Supply(key("lot", 2), PLACES[0], ITEMS[0], 40),
        Supply(key("lot", 3), PLACES[1], ITEMS[0], 40, DAY + timedelta(days=9)),
        Supply(key("lot", 4), PLACES[1], ITEMS[1], 40),
    ]
    left = hold_back(lots, {(ITEMS[0], PLACES[0]): 30, (ITEMS[0], None): 55})
    assert [(each.lot, each.quantity) for each in left] == [
        (key("lot", 1), 40),
        (key("lot", 3), 25),
        (key("lot", 4), 40),
    ]
    assert hold_back(lots[3:], {(ITEMS[1], None): 99}) == []


def test_500_lines_over_200_lots_take_less_than_a_second():
    items = [key("item", number) for number in range(10)]
    wants = [
        a_want(
            number, item=items[number % 10], requested=100 + number, missing=100 + number // 2,
            rank=number % 3, days_left=number % 12 or None, pack=(1, 12, 50)[number % 3],
            places=tuple(PLACES),
        )
        for number in range(500)
    ]  # fmt: skip
    lots = [
        Supply(key("lot", n), PLACES[n % 3], items[n % 10], 37 + n, DAY + timedelta(days=n % 30))
        for n in range(200)
    ]
    there = Counter()
    for each in lots:
        there[each.item] += each.quantity
    begun = time.process_time()
    dealt = deal_out(wants, share_out(wants, there), lots)
    assert time.process_time() - begun < 1
    assert sum(each.quantity for each in dealt) == sum(there.values())
    worst = [replace(want, item=items[0]) for want in wants]
    begun = time.process_time()
    share_out(worst, {items[0]: 9_000})
    assert time.process_time() - begun < 1, "all of one item"
