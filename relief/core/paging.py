"""Lists by key: a page costs the same at the first row and at the millionth."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from relief.core.db import db

Row = TypeVar("Row")
COUNT_CAP = 1000
SIZES = (25, 50, 100)


@dataclass(frozen=True)
class Listing:
    """What a list page was asked for, as read from its address.

    `query` holds the filters as they stand in the URL, so that links keep them.
    """

    sort: str
    descending: bool
    size: int = 25
    after: str | None = None
    before: str | None = None
    query: dict[str, str] = field(default_factory=dict)


def read_listing(args: Mapping[str, str], *, default: str, filters: Sequence[str] = ()) -> Listing:
    """Read sort, size and place in the list from an address; anything odd falls back to defaults.

    `default` is the sort key, with a leading minus for descending. `filters` names the arguments
    that links of the list must keep.
    """
    sort = args.get("sort", default)
    if not sort.removeprefix("-").isidentifier():
        sort = default
    size = args.get("size", "")
    return Listing(
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        size=int(size) if size in {str(each) for each in SIZES} else SIZES[0],
        after=args.get("after"),
        before=args.get("before"),
        query={name: args[name][:200] for name in filters if args.get(name)},
    )


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows, and the addresses of its neighbours (query strings beginning with ?)."""

    rows: Sequence[Row]
    listing: Listing
    count: int
    count_capped: bool
    next_key: str | None
    prev_key: str | None

    @property
    def sort(self) -> str:
        """Return the key of the column the list is sorted by."""
        return self.listing.sort

    @property
    def direction(self) -> str:
        """Return `ascending` or `descending`, as ARIA words it."""
        return "descending" if self.listing.descending else "ascending"

    @property
    def size(self) -> int:
        """Return how many rows a page holds."""
        return self.listing.size

    def _url(self, **changes: str) -> str:
        base = {
            **self.listing.query,
            "sort": f"-{self.sort}" if self.listing.descending else self.sort,
            "size": str(self.size),
        }
        return "?" + urlencode({**base, **changes})

    @property
    def next_url(self) -> str | None:
        """Return the address of the following page, None on the last."""
        return self._url(after=self.next_key) if self.next_key else None

    @property
    def prev_url(self) -> str | None:
        """Return the address of the page before, None on the first."""
        return self._url(before=self.prev_key) if self.prev_key else None

    def url_for_sort(self, key: str) -> str:
        """Return the address of the list sorted by `key`, turned round if it already is."""
        turned = key == self.sort and not self.listing.descending
        return self._url(sort=f"-{key}" if turned else key)

    def url_for_size(self, size: int) -> str:
        """Return the address of the list with `size` rows a page."""
        return self._url(size=str(size))


def _encode(values: Sequence[Any]) -> str:
    plain = [
        value.isoformat()
        if isinstance(value, date | datetime)
        else str(value)
        if isinstance(value, UUID)
        else value
        for value in values
    ]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _decode(key: str | None, column: Any) -> tuple[Any, UUID] | None:
    """Read a key from the address; anything else than what we wrote means the first page."""
    if not key or len(key) > 400:
        return None
    try:
        value, row_id = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        # No database takes a NUL or a lone surrogate; the latter fails to encode, a ValueError.
        unfit = "\x00" in str(value).encode("utf-8").decode()
        kind = column.type.python_type
        if issubclass(kind, datetime):
            value = _moment(value)
        elif issubclass(kind, date):
            value = date.fromisoformat(value)
        elif (
            unfit or not isinstance(value, kind) or (isinstance(value, int) and abs(value) >= 2**63)
        ):
            return None
        return value, UUID(row_id)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _moment(text: str) -> datetime:
    """Read a moment in UTC. Raise ValueError for one without a zone, or beyond the calendar."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def page_of(
    statement: sa.Select[Row],
    listing: Listing,
    *,
    columns: Mapping[str, sa.ColumnElement[Any] | InstrumentedAttribute[Any]],
    row_id: InstrumentedAttribute[UUID],
) -> Page[Row]:
    """Run one list page: rows by key, and a count that stops at 1,000.

    `columns` maps the sort keys to columns of the statement that are never NULL; the first is the
    default for an unknown key. Two queries, whatever the number of rows.
    """
    column = columns.get(listing.sort, next(iter(columns.values())))
    counted = db.session.scalar(
        sa.select(sa.func.count()).select_from(
            statement.order_by(None).with_only_columns(row_id).limit(COUNT_CAP + 1).subquery()
        )
    )
    backwards = listing.before is not None
    descending = listing.descending != backwards
    mark = _decode(listing.before or listing.after, column)
    if mark is not None:
        here, there = (
            sa.tuple_(column, row_id),
            sa.tuple_(sa.literal(mark[0], column.type), sa.literal(mark[1], row_id.type)),
        )
        statement = statement.where(here < there if descending else here > there)
    order = (column.desc(), row_id.desc()) if descending else (column.asc(), row_id.asc())
    statement = statement.order_by(None).order_by(*order).limit(listing.size + 1)
    found = db.session.execute(statement.add_columns(column.label("sorted_by"))).all()
    more, rows = len(found) > listing.size, list(found[: listing.size])
    if backwards:
        rows.reverse()
    has_next = more if not backwards else mark is not None
    has_prev = mark is not None if not backwards else more
    return Page(
        rows=[row[0] for row in rows],
        listing=listing,
        count=min(counted or 0, COUNT_CAP),
        count_capped=(counted or 0) > COUNT_CAP,
        next_key=_key(rows[-1], row_id) if rows and has_next else None,
        prev_key=_key(rows[0], row_id) if rows and has_prev else None,
    )


def _key(row: sa.Row[Any, Any], row_id: InstrumentedAttribute[UUID]) -> str:
    return _encode([row.sorted_by, getattr(row[0], row_id.key)])
