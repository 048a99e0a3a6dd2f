"""Whether the numbers of a proposal still hold, now that others may have been quicker."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from relief.allocation.errors import HospitalClosed, MissesLess, NeedClosed, TooFewLeft
from relief.allocation.models import Share
from relief.allocation.queries import Ground
from relief.core.errors import ReliefError
from relief.core.words import word
from relief.hospitals.models import HospitalStatus
from relief.needs.models import OPEN_NEEDS


def wrong_shares(shares: Sequence[Share], ground: Ground) -> Mapping[UUID, ReliefError]:
    """Return what is wrong, by line of the need; what an item lacks is told at its first."""
    given = [share for share in shares if share.quantity]
    wrong = {share.need_line_id: error for share in given if (error := _wrong(share, ground))}
    of_item: dict[UUID, list[Share]] = defaultdict(list)
    for share in given:
        of_item[share.item_id].append(share)
    for item_id, lines in of_item.items():
        total, left = sum(share.quantity for share in lines), ground.there[item_id]
        if total > left:
            # What is left concerns every line of the item, so it goes before what one line misses.
            wrong[lines[0].need_line_id] = TooFewLeft(
                item=lines[0].item.name, left=left, given=total, over=total - left
            )
    return wrong


def _wrong(share: Share, ground: Ground) -> ReliefError | None:
    want, need = ground.wants.get(share.need_line_id), share.need
    if need.status not in OPEN_NEEDS:
        return NeedClosed(reference=need.reference, status=word(need.status))
    if need.hospital.status is not HospitalStatus.APPROVED:
        return HospitalClosed(name=need.hospital.name)
    missing = want.missing if want else 0
    # More than it misses may be given, with a reason; not by mistake, since others send it some.
    if missing < share.missing and share.quantity > missing:
        return MissesLess(before=share.missing, missing=missing)
    return None
