"""The donor wall: who agreed to be named, and how many gave without a name. Never how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.core import clock, rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.pledges.errors import NameNotGiven, WallAlreadySo
from relief.pledges.models import STANDING, LineKind, Pledge, PledgeLine

HIDDEN, SHOWN = "pledges:supporter:hidden", "pledges:supporter:shown"


@dataclass(frozen=True)
class Named:
    """The name that a donor lets the wall show, and whether it may say what they give."""

    name: str
    says_what: bool = False


@dataclass(frozen=True)
class WallLine:
    """One gift as the wall shows it. Without a name it says nothing but the day."""

    at: datetime
    name: str = ""
    money: bool = False
    items: Sequence[str] = ()


def page_of_wall(campaign_id: UUID, listing: Listing) -> Page[Pledge]:
    """Return one page of the pledges that stand, the newest first, loaded for `wall_lines`."""
    return page_of(
        _standing(campaign_id),
        listing,
        columns={"submitted": Pledge.submitted_at},
        row_id=Pledge.id,
    )


def newest_of_wall(campaign_id: UUID, *, limit: int) -> Sequence[Pledge]:
    """Return the last pledges that stand, loaded for `wall_lines`."""
    newest = _standing(campaign_id).order_by(Pledge.submitted_at.desc(), Pledge.id.desc())
    return db.session.scalars(newest.limit(limit)).all()


def wall_lines(pledges: Sequence[Pledge], language: str) -> list[WallLine]:
    """Return what the wall may say of these pledges, in `es` or `en`."""
    return [_line(pledge, language) for pledge in pledges]


def hide_supporter(pledge: Pledge) -> None:
    """Take a name off the wall. Raise NameNotGiven or WallAlreadySo."""
    _set(pledge, hidden=True)


def show_supporter(pledge: Pledge) -> None:
    """Put a name back on the wall. Raise NameNotGiven or WallAlreadySo."""
    _set(pledge, hidden=False)


def _set(pledge: Pledge, *, hidden: bool) -> None:
    supporter = pledge.supporter
    if supporter is None:
        raise NameNotGiven(reference=pledge.reference)
    rows.lock(supporter)
    if (supporter.hidden_at is not None) is hidden:
        raise WallAlreadySo(who=who_did(supporter.id, HIDDEN, SHOWN) or pledge.contact_name)
    supporter.hidden_at = clock.now() if hidden else None
    db.session.flush()
    record(HIDDEN if hidden else SHOWN, supporter, about=pledge, after={"name": supporter.name})


def _standing(campaign_id: UUID) -> sa.Select[Pledge]:
    return (
        sa.select(Pledge)
        .where(Pledge.campaign_id == campaign_id, Pledge.status.in_(STANDING))
        .options(
            selectinload(Pledge.supporter),
            selectinload(Pledge.lines).selectinload(PledgeLine.item),
        )
    )


def _line(pledge: Pledge, language: str) -> WallLine:
    supporter = pledge.supporter
    if supporter is None or supporter.hidden_at is not None:
        return WallLine(pledge.submitted_at)
    if not supporter.says_what:
        return WallLine(pledge.submitted_at, supporter.name)
    goods = [line.item.label(language) for line in pledge.goods_lines if line.item is not None]
    money = any(line.kind is LineKind.CASH for line in pledge.lines)
    return WallLine(pledge.submitted_at, supporter.name, money, list(dict.fromkeys(goods)))
