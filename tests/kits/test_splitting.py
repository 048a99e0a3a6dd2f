"""Which lots go into which kits: whole kits, nothing made up, each batch of one content."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relief.kits.splitting import Batch, Portion, Wanted, possible, split

COMPONENTS = st.lists(
    st.tuples(st.integers(1, 7), st.lists(st.integers(0, 40), max_size=4)), min_size=1, max_size=4
)


def wanted(components):
    return [
        Wanted(each, [Portion((number, lot), units) for lot, units in enumerate(stock)])
        for number, (each, stock) in enumerate(components)
    ]


def test_a_kit_that_ends_a_lot_and_begins_another_is_a_batch_of_its_own():
    rice = Wanted(2, [Portion("R1", 5), Portion("R2", 100)])
    beans = Wanted(1, [Portion("F1", 4), Portion("F2", 100)])
    assert split([rice, beans], 6) == [
        Batch(2, (Portion("R1", 2), Portion("F1", 1))),
        Batch(1, (Portion("R1", 1), Portion("R2", 1), Portion("F1", 1))),
        Batch(1, (Portion("R2", 2), Portion("F1", 1))),
        Batch(2, (Portion("R2", 2), Portion("F2", 1))),
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(COMPONENTS)
def test_batches_hold_whole_kits_first_expired_first_and_no_more_than_there_is(components):
    recipe = wanted(components)
    most = possible(recipe)
    batches = split(recipe, most)
    assert sum(batch.kits for batch in batches) == most
    used = Counter()
    for batch in batches:
        assert batch.kits > 0
        held = Counter()
        for part in batch.parts:
            held[part.lot[0]] += part.units
            used[part.lot] += part.units * batch.kits
        assert dict(held) == {number: each for number, (each, _stock) in enumerate(components)}
    for number, (each, stock) in enumerate(components):
        left = most * each
        for lot, units in enumerate(stock):
            assert used[number, lot] == min(units, left)
            left -= used[number, lot]
    with pytest.raises(ValueError, match="not enough"):
        split(recipe, most + 1)
