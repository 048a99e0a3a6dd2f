"""The page of an allocation: per item, who gets what, from which lots, and why in one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from relief.allocation import queries
from relief.allocation.forms import ShareForm, SharesForm
from relief.allocation.models import Allocation, AllocationStatus, Share
from relief.allocation.queries import Ground
from relief.allocation.rule import deal_out
from relief.core.numbers import in_groups
from relief.core.words import word
from relief.stock.models import Item

LotShown = tuple[str, int]
"""A lot's code and so many units of it."""


@dataclass(frozen=True)
class Row:
    """One share as the page shows it; `form` is None where nothing may be typed."""

    share: Share
    why: str
    lots: list[LotShown]
    form: ShareForm | None


@dataclass
class Group:
    """The shares of one item; `there` is what can leave now, None once that says nothing any more."""

    item: Item
    there: int | None
    kept: int = 0
    rows: list[Row] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """Return what all lines missed."""
        return sum(row.share.missing for row in self.rows)

    @property
    def given(self) -> int:
        """Return what all lines get."""
        return sum(row.share.quantity for row in self.rows)


@dataclass(frozen=True)
class Sheet:
    """An allocation as its page shows it."""

    groups: list[Group]
    without_stock: list[tuple[Item, int]]
    closed_hospitals: int


def sheet_of(allocation: Allocation, form: SharesForm) -> Sheet:
    """Return what the page shows; a proposal is told by what is there now."""
    if allocation.status is not AllocationStatus.PROPOSED:
        return Sheet(_groups(allocation, _carried(allocation)), [], 0)
    form.complete(allocation.shares)
    ground = queries.ground_for(allocation)
    lots = _dealt(allocation, ground)
    groups = _groups(allocation, lots, forms=form.rows(), ground=ground)
    return Sheet(groups, ground.without_stock, queries.count_closed_hospitals())


def why(share: Share) -> str:
    """Return why a line gets what the rule gives it, in one sentence."""
    sentence: str = _(
        "%(priority)s; %(supply)s; %(got)s: %(result)s.",
        priority=word(share.need.priority).capitalize(),
        supply=_supply(share.days_left),
        got=_got(share),
        result=_result(share),
    )
    return sentence


def _supply(days_left: int | None) -> Any:
    if days_left is None:
        return _("nobody knows for how long it has some")
    if days_left == 0:
        return _("its supply has run out")
    return ngettext("%(num)s day of supply", "%(num)s days of supply", days_left)


def _got(share: Share) -> Any:
    if share.missing == share.need_line.requested:
        return _("has got nothing of what it asked for")
    return _("has got %(percent)s %% of what it asked for", percent=share.got_percent)


def _result(share: Share) -> Any:
    if share.proposed >= share.missing:
        return _("all that it misses, %(missing)s", missing=in_groups(share.missing))
    if share.proposed == 0:
        return _("nothing this time")
    return _(
        "%(proposed)s of the %(missing)s that it misses",
        proposed=in_groups(share.proposed),
        missing=in_groups(share.missing),
    )


def _groups(
    allocation: Allocation, lots: Mapping[UUID, list[LotShown]], **proposal: Any
) -> list[Group]:
    """Group the shares by item. `proposal`: the lines of its form, and its ground."""
    forms, ground = proposal.get("forms", {}), proposal.get("ground")
    there, kept = (ground.there, ground.kept) if ground else ({}, {})
    groups: dict[UUID, Group] = {}
    for share in allocation.shares:
        item = share.item_id
        left = there.get(item, 0) if ground else None
        group = groups.setdefault(item, Group(share.item, left, kept.get(item, 0)))
        row = forms.get(str(share.need_line_id))
        group.rows.append(Row(share, why(share), lots.get(share.need_line_id, []), row))
    return list(groups.values())


def _dealt(allocation: Allocation, ground: Ground) -> dict[UUID, list[LotShown]]:
    given = {share.need_line_id: share.quantity for share in allocation.shares}
    found: dict[UUID, list[LotShown]] = {}
    for each in deal_out(ground.wants.values(), given, ground.supplies):
        found.setdefault(each.line, []).append((ground.lots[each.lot].code, each.quantity))
    return found


def _carried(allocation: Allocation) -> dict[UUID, list[LotShown]]:
    found: dict[UUID, list[LotShown]] = {}
    for delivery in allocation.deliveries:
        for line in delivery.lines:
            if line.need_line_id is not None:
                found.setdefault(line.need_line_id, []).append((line.lot.code, line.quantity))
    return found
