"""The same movement twice: rows that a file repeats, and the mark that knows a row again."""

import hashlib
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from relief.bank.movements import Movement, Reading, RefusedRow


def sort_out(found: Sequence[Movement], reading: Reading) -> None:
    """Part true movements from rows that the file repeats, and give each its fingerprint.

    With running balances a second row of the same words and balance is a repetition, unless the
    balance of the row before leads to it: a deposit, its return and the deposit again end in
    the same balance and are three movements. Without balances only a tracking key, which no
    two transfers share, proves a repetition: two equal deposits in cash are two.
    """
    direction = _direction(found, reading.refused)
    if direction < 0:
        found = found[::-1]
    first: dict[tuple[str, ...], int] = {}
    times: Counter[tuple[str, ...]] = Counter()
    before: int | None = None
    for each in found:
        follows = before is not None and before + each.delta == each.balance
        alike = (*each.text, str(each.balance)) if direction else each.text
        if alike in first and not follows and (direction or each.tracking):
            reading.repeated.append((each.number, first[alike]))
            continue
        first.setdefault(alike, each.number)
        if direction and before is not None and not follows:
            reading.jumps.append(each.number)
        before = each.balance
        identity = alike[:2] + alike[-1:] if direction else alike
        times[identity] += 1
        reading.movements.append(_told_apart(each, identity, times[identity]))
    if direction and reading.movements:
        head, tail = reading.movements[0], reading.movements[-1]
        reading.opening = (head.balance or 0) - head.delta
        reading.closing = tail.balance


def _told_apart(movement: Movement, identity: tuple[str, ...], time: int) -> Movement:
    """Give a movement the fingerprint of its day, amount and balance, and which time it is.

    Words are left out where there is a balance, so that the same movement from another form of
    the file, or under another choice of columns, is the same.
    """
    told = "\x1f".join((*identity, str(time)))
    return replace(movement, fingerprint=hashlib.sha256(told.encode()).hexdigest())


def _direction(found: Sequence[Movement], refused: Sequence[RefusedRow]) -> int:
    """Return 1 when balances run down the file, -1 when up it, 0 when they do not run.

    Only neighbours with no refused row between them can tell.
    """
    if not found or any(each.balance is None for each in found):
        return 0
    gaps = [row.number for row in refused]
    down, up, pairs = 0, 0, 0
    for above, below in pairwise(found):
        same = above.balance == below.balance and above.text == below.text
        if same or bisect(gaps, above.number) != bisect(gaps, below.number):
            continue
        pairs += 1
        down += (above.balance or 0) + below.delta == below.balance
        up += (below.balance or 0) + above.delta == above.balance
    if max(down, up) * 2 < pairs:
        return 0
    if down == up:
        return 1 if found[0].day <= found[-1].day else -1
    return 1 if down > up else -1
