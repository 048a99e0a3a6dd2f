"""Keep the chapter's identity true. Papers already issued keep what they said."""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import available_timezones

from relief.chapters.errors import BadSlug, SlugTaken, UnknownZone
from relief.chapters.models import Chapter
from relief.chapters.queries import all_of_them
from relief.core import tenancy
from relief.core.db import db
from relief.core.rows import lock
from relief.core.urls import chapter_slug_ok

Recorder = Callable[..., None]
_recorders: list[Recorder] = []


def on_change(recorder: Recorder) -> Recorder:
    """Register who remembers changes of this room, which stands below the audit."""
    _recorders.append(recorder)
    return recorder


def create_chapter(
    *, slug: str, zone: str, identity: Mapping[str, Any], is_default: bool = False
) -> Chapter:
    """Begin a chapter; the first of an installation, or `is_default`, answers at the bare address.

    `identity` holds the columns that ChapterForm asks for, already read; `zone` is an IANA name.
    Raise BadSlug, SlugTaken or UnknownZone.
    """
    if not chapter_slug_ok(slug):
        raise BadSlug(slug=slug)
    if zone not in available_timezones():
        raise UnknownZone(zone=zone)
    others = all_of_them()
    if any(other.slug == slug for other in others):
        raise SlugTaken(slug=slug)
    present = next((other for other in others if other.is_default), None)
    if present is not None and is_default:
        edit_chapter(present, changes={"is_default": False})
    known = {**identity, "slug": slug, "zone": zone, "is_default": is_default or present is None}
    chapter = Chapter(**known)
    db.session.add(chapter)
    db.session.flush()
    _remember("chapters:chapter:created", chapter, after=known)
    return chapter


def edit_chapter(chapter: Chapter, *, changes: Mapping[str, Any]) -> None:
    """Change the identity, the bank account or the notice of a chapter."""
    lock(chapter)
    changed = {key: value for key, value in changes.items() if getattr(chapter, key) != value}
    if not changed:
        return
    before = {key: getattr(chapter, key) for key in changed}
    for key, value in changed.items():
        setattr(chapter, key, value)
    db.session.flush()
    _remember("chapters:chapter:edited", chapter, before=before, after=changed)


def _remember(tag: str, chapter: Chapter, **sides: Mapping[str, Any]) -> None:
    # A new chapter is not the chosen one yet, and the one it follows as default never is.
    with tenancy.in_chapter(chapter.id):
        for recorder in _recorders:
            recorder(tag, chapter, **sides)
