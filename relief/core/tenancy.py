"""ChapterOwned rows, and the rule that a query without a chapter fails.

This is the one piece of magic in the house. Every SELECT, UPDATE and DELETE through the ORM is
filtered by the chosen chapter; while none is chosen, any ORM query raises. Core selects on
tables and raw SQL are not filtered: only `relief.core`, `relief.audit.chain`, the verifier and
the exporter may use them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    UOWTransaction,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.orm.util import LoaderCriteriaOption

from relief.core.db import new_id


class NoChapterChosen(RuntimeError):
    """A query was about to run without saying for which chapter."""


class ForeignChapter(RuntimeError):
    """A row was about to be written for a chapter that is not the chosen one."""


ALL = "all"
_chosen: ContextVar[UUID | str | None] = ContextVar("chosen_chapter", default=None)


def chosen() -> UUID | None:
    """Return the id of the chosen chapter, None while there is none or all are open."""
    value = _chosen.get()
    return value if isinstance(value, UUID) else None


def chapter_id() -> UUID:
    """Return the id of the chosen chapter. Raise NoChapterChosen while there is none."""
    value = chosen()
    if value is None:
        raise NoChapterChosen
    return value


@contextmanager
def in_chapter(chapter: UUID) -> Iterator[None]:
    """Choose a chapter for everything inside."""
    token = _chosen.set(chapter)
    try:
        yield
    finally:
        _chosen.reset(token)


@contextmanager
def all_chapters() -> Iterator[None]:
    """Open all chapters inside: for sign-in, for choosing a chapter, and for the worker's claim."""
    token = _chosen.set(ALL)
    try:
        yield
    finally:
        _chosen.reset(token)


def choose(chapter: UUID | None) -> None:
    """Choose for the rest of this context; each request has a context of its own."""
    _chosen.set(chapter)


class ChapterOwned:
    """A row of one chapter. Its foreign keys carry the chapter too (see `chapter_fk`)."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    chapter_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("chapter.id"), default=chapter_id, index=False
    )

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        table = cls.__dict__.get("__table__")
        if table is not None:
            table.append_constraint(sa.UniqueConstraint("chapter_id", "id"))


def chapter_fk(column: str, table: str) -> sa.ForeignKeyConstraint:
    """Refer to a row of the same chapter: the database's own wall between chapters."""
    return sa.ForeignKeyConstraint(
        ["chapter_id", column], [f"{table}.chapter_id", f"{table}.id"], name=None
    )


@lru_cache(maxsize=64)
def _only(chapter: UUID | str) -> LoaderCriteriaOption:
    """Return the filter of one chapter, made once: every query of the house wears it."""
    return with_loader_criteria(
        ChapterOwned,
        lambda cls: cls.chapter_id == chapter,
        include_aliases=True,
        # Every later load of a relationship passes here by itself.
        propagate_to_loaders=False,
    )


@event.listens_for(Session, "do_orm_execute")
def _only_the_chosen_chapter(state: ORMExecuteState) -> None:
    value = _chosen.get()
    if value == ALL or state.execution_options.get("all_chapters"):
        return
    if value is None:
        raise NoChapterChosen
    if not state.is_column_load:
        state.statement = state.statement.options(_only(value))


@event.listens_for(Session, "before_flush")
def _write_only_the_chosen_chapter(session: Session, _flush: UOWTransaction, _objs: Any) -> None:
    value = _chosen.get()
    if value is None or value == ALL:
        return
    for row in [*session.new, *session.dirty]:
        if isinstance(row, ChapterOwned) and row.chapter_id not in {None, value}:
            raise ForeignChapter
