"""Which chapter answers."""

from uuid import UUID

import sqlalchemy as sa

from relief.chapters.models import Chapter
from relief.core.db import db
from relief.core.rows import RowMissing


def default_chapter() -> Chapter | None:
    """Return the chapter whose public side is `/`, None while the installation is empty."""
    return db.session.scalars(
        sa.select(Chapter).where(Chapter.is_default).execution_options(all_chapters=True)
    ).first()


def chapter_by_slug(slug: str) -> Chapter:
    """Return the chapter of an address. Raise RowMissing if there is none."""
    chapter = db.session.scalars(
        sa.select(Chapter).where(Chapter.slug == slug).execution_options(all_chapters=True)
    ).first()
    if chapter is None:
        raise RowMissing("Chapter")
    return chapter


def get_chapter(chapter_id: UUID) -> Chapter:
    """Return a chapter by id. Raise RowMissing if there is none."""
    chapter = db.session.get(Chapter, chapter_id, execution_options={"all_chapters": True})
    if chapter is None:
        raise RowMissing("Chapter")
    return chapter


def all_of_them() -> list[Chapter]:
    """Return every chapter, the default first."""
    return list(
        db.session.scalars(
            sa.select(Chapter)
            .order_by(Chapter.is_default.desc(), Chapter.slug)
            .execution_options(all_chapters=True)
        )
    )
