"""What each earmark of a campaign was promised and received, by the definitions of the figures."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from relief.campaigns.models import EarmarkKind
from relief.core.db import db
from relief.core.money import Money
from relief.payments.models import Payment
from relief.pledges.models import Pledge, PledgeEarmark
from relief.reports import stages


@dataclass
class EarmarkFigures:
    """Standing pledges and money of one earmark; kind is None for gifts that name none."""

    kind: EarmarkKind | None
    name: str = ""
    name_en: str = ""
    pledges: int = 0
    pledged_minor: Counter[str] = field(default_factory=Counter)
    received_minor: Counter[str] = field(default_factory=Counter)

    @property
    def currencies(self) -> list[str]:
        """Return the currencies of its money, pesos first."""
        return sorted({*self.pledged_minor, *self.received_minor})

    def pledged(self, currency: str) -> Money:
        """Return the money promised in one currency."""
        return Money(self.pledged_minor[currency], currency)

    def received(self, currency: str) -> Money:
        """Return what is kept of the money that came in one currency."""
        return Money(self.received_minor[currency], currency)

    def label(self, language: str) -> str:
        """Return its name in the reader's language; '' for none."""
        return self.name_en or self.name if language == "en" else self.name


def earmark_figures(campaign_id: UUID) -> list[EarmarkFigures]:
    """Return what each earmark amounts to, by kind and name, gifts without one last; one query."""
    ids = [campaign_id]
    counted = _parted(stages.pledges(ids), Pledge.id).subquery()
    pledged = _parted(stages.cash_pledged(ids), Pledge.id).subquery()
    received = received_by_earmark(ids).subquery()
    found: dict[tuple[Any, ...], EarmarkFigures] = {}
    for row in db.session.execute(
        sa.union_all(
            _told("pledges", counted.c, currency=sa.literal(""), total=counted.c.counted),
            _told("pledged", pledged.c, currency=pledged.c.currency, total=pledged.c.minor),
            _told("received", received.c, currency=received.c.currency, total=received.c.minor),
        )
    ):
        key = (row.kind, row.name, row.name_en)
        figures = found.setdefault(
            key, EarmarkFigures(row.kind, name=row.name or "", name_en=row.name_en or "")
        )
        if row.stage == "pledges":
            figures.pledges += row.total
        elif row.stage == "pledged":
            figures.pledged_minor[row.currency] += int(row.total)
        else:
            figures.received_minor[row.currency] += int(row.total)
    return sorted(found.values(), key=lambda each: (each.kind is None, each.kind or "", each.name))


def received_by_earmark(ids: stages.Ids) -> sa.Select[Any]:
    """Sum the money received as the figures do, by campaign and currency, told apart by earmark.

    The columns are those of the stage, and kind, name and name_en of the earmark, NULL for none.
    """
    return _parted(stages.cash_received(ids), Payment.pledge_id)


def _parted(statement: sa.Select[Any], pledge_id: Any) -> sa.Select[Any]:
    """Tell the sums of a stage apart by the earmark of their pledge."""
    named = (PledgeEarmark.kind, PledgeEarmark.name, PledgeEarmark.name_en)
    earmarked = statement.outerjoin(PledgeEarmark, PledgeEarmark.pledge_id == pledge_id)
    return earmarked.add_columns(*named).group_by(*named)


def _told(stage: str, column: Any, *, currency: Any, total: Any) -> sa.Select[Any]:
    return sa.select(
        sa.literal(stage).label("stage"),
        column.kind,
        column.name,
        column.name_en,
        currency.label("currency"),
        sa.cast(total, sa.BigInteger).label("total"),
    )
