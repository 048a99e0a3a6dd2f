"""One database for all rooms; SQLite and PostgreSQL made alike.

Actions change and flush. The door that called them commits, once, by `transaction()`.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
import uuid_utils.compat
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, composite, mapped_column
from sqlalchemy.types import TypeDecorator

from relief.core import clashes
from relief.core.money import Money

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in Python, UTC in the database; SQLite would drop the zone, so it is put back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """Return datetime: lists by key read it to turn an address back into a moment."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive value: nobody knows when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite forgot."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> UUID:
    """Return a UUIDv7: unguessable enough to name a row, ordered enough to page by."""
    return uuid_utils.compat.uuid7()


class Base(DeclarativeBase):
    """The root of every row. Money is stored in minor units, moments in UTC."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: UtcDateTime,
        int: sa.BigInteger,
        str: sa.Text,
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
    }

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "__tablename__" not in cls.__dict__ and not cls.__dict__.get("__abstract__"):
            cls.__tablename__ = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        super().__init_subclass__(**kwargs)


# Rows stay readable after the commit: the page that answers a deed shows them without asking again.
db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})

Status = TypeVar("Status", bound=StrEnum)


def status_type(kind: type[Status]) -> sa.Enum:
    """Return a column type that stores an enum by value behind a CHECK, the same on both engines."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(),
        values_callable=lambda members: [m.value for m in members],
    )


def plain_choice(kind: type[Status]) -> sa.Enum:
    """Return a column type that stores an enum by value without a CHECK.

    For columns added to a table that already stands, which SQLite would have to make anew for one.
    """
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [m.value for m in members],
    )


def money_column(name: str) -> Any:
    """Map a required `Money` over `<name>_minor` (centavos or cents) and `<name>_currency`."""
    return composite(
        Money,
        mapped_column(f"{name}_minor", sa.BigInteger, nullable=False),
        mapped_column(f"{name}_currency", sa.String(3), nullable=False),
    )


def optional_money_column(name: str) -> Any:
    """Map a `Money` that may be absent: both columns are NULL together."""
    return composite(
        Money,
        mapped_column(f"{name}_minor", sa.BigInteger, nullable=True),
        mapped_column(f"{name}_currency", sa.String(3), nullable=True),
        return_none_on=lambda minor, currency: minor is None or currency is None,
    )


def money_check(name: str, *, positive: bool) -> list[sa.CheckConstraint]:
    """Return the constraints that keep an amount in bounds and in a known currency."""
    sign = ">" if positive else ">="
    return [
        sa.CheckConstraint(f"{name}_minor {sign} 0", name=f"{name}_sign"),
        sa.CheckConstraint(f"{name}_currency IN ('MXN', 'USD')", name=f"{name}_currency_known"),
    ]


def unique_while(holds: str, name: str, *columns: str) -> sa.Index:
    """Return an index that keeps rows apart while a condition holds: a flag's name, or plain SQL."""
    flag = f"{holds} = 1" if holds.isidentifier() else holds
    return sa.Index(
        name, *columns, unique=True, sqlite_where=sa.text(flag), postgresql_where=sa.text(holds)
    )


# -- transactions ---------------------------------------------------------------------------

_reading: ContextVar[bool] = ContextVar("reading_only", default=False)
_inside: ContextVar[bool] = ContextVar("inside_transaction", default=False)
_before_commit: list[Callable[[], None]] = []
_after_rollback: list[Callable[[], None]] = []


def before_commit(function: Callable[[], None]) -> Callable[[], None]:
    """Register work that must be the last of every transaction, in order of registration.

    The audit chain registers here: its lock is then always the last one taken, so that no two
    transactions can wait for each other in a circle.
    """
    _before_commit.append(function)
    return function


def after_rollback(function: Callable[[], None]) -> Callable[[], None]:
    """Register what forgets pending work when a transaction fails."""
    _after_rollback.append(function)
    return function


class NestedTransaction(RuntimeError):
    """A door opened inside a door: two commits for one deed."""


def finish() -> None:
    """Write what waits for the end of the deed, then commit.

    `transaction()` calls it, and the one door that is not ours: Flask-Security's.
    """
    db.session.flush()
    for function in _before_commit:
        function()
    db.session.commit()


@contextmanager
def transaction() -> Iterator[None]:
    """One deed, one commit. Raise NestedTransaction inside another one.

    Raise SavedMeanwhile when somebody else wrote the same name, code or address a moment before.
    """
    if _inside.get():
        raise NestedTransaction
    token, write = _inside.set(True), _reading.set(False)
    try:
        yield
        finish()
    except BaseException as error:
        db.session.rollback()
        for function in _after_rollback:
            function()
        told = clashes.refusal_of(error, db.metadata)
        if told is not None:
            raise told from error
        raise
    finally:
        _inside.reset(token)
        _reading.reset(write)


@contextmanager
def reading_only() -> Iterator[None]:
    """Begin plainly on SQLite inside: readers then never wait for the writer."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def set_reading(*, only: bool) -> None:
    """Say for the rest of this request whether it only reads (GET and HEAD)."""
    _reading.set(only)


@contextmanager
def short_transaction() -> Iterator[sa.Connection]:
    """A connection of its own, committed at the end, for bookkeeping beside the request.

    On SQLite it must not be opened while the session holds the writer's lock.
    """
    token = _reading.set(False)
    try:
        with db.engine.begin() as connection:
            yield connection
    finally:
        _reading.reset(token)


def reads_only() -> bool:
    """Say whether the running request promised to write nothing."""
    return _reading.get()


def is_postgresql() -> bool:
    """Say whether the rows live in PostgreSQL."""
    return db.engine.dialect.name == "postgresql"


def insert_into(table: Any) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that can be told what to do `on_conflict`; each engine has one of its own."""
    return (postgresql.insert if is_postgresql() else sqlite.insert)(table)
