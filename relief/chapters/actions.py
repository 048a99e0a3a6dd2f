"""Keep the chapter's identity true. Papers already issued keep what they said."""

from collections.abc import Callable, Mapping
from typing import Any

from relief.chapters.models import Chapter
from relief.core.db import db
from relief.core.rows import lock

Recorder = Callable[..., None]
_recorders: list[Recorder] = []


def on_change(recorder: Recorder) -> Recorder:
    """Register who remembers changes of this room, which stands below the audit."""
    _recorders.append(recorder)
    return recorder


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
    for recorder in _recorders:
        recorder("chapters:chapter:edited", chapter, before=before, after=changed)
