"""What is left of the movements by which goods left, after corrections of acuses."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from relief.stock.models import Movement, Reason

LEFT_BY_ACUSE = frozenset({Reason.DELIVERED, Reason.DAMAGED, Reason.LOST})


def without_corrected(moves: Sequence[Movement]) -> list[tuple[Movement, int]]:
    """Return the movements, each with what is left of it, and no longer those that corrected.

    A correction brings goods back from outside under the delivery and the reason they left by.
    """
    back: Counter[tuple[UUID, UUID | None, Reason]] = Counter()
    left = []
    for move in moves:
        if _corrects(move):
            back[move.lot_id, move.source_id, move.reason] += move.quantity
    for move in moves:
        key = move.lot_id, move.source_id, move.reason
        if _corrects(move):
            continue
        corrected = 0 if move.from_place_id is None else min(back[key], move.quantity)
        back[key] -= corrected
        if move.quantity > corrected:
            left.append((move, move.quantity - corrected))
    return left


def _corrects(move: Movement) -> bool:
    return move.from_place_id is None and move.reason in LEFT_BY_ACUSE
