"""The calendar that telephones and offices subscribe to, by its secret address alone."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from relief.accounts.access import anyone
from relief.chapters.queries import get_chapter
from relief.core import tenancy
from relief.core.rows import RowMissing
from relief.routes import diary, feed

bp = Blueprint("calendar", __name__)


@bp.get("/d/calendar/<token>.ics")
@anyone
def subscribe(token: str) -> ResponseReturnValue:
    """Serve the calendar of the chapter whose secret address this is, and of no other."""
    found = feed.feed_of_token(token)
    if found is None:
        raise RowMissing("CalendarFeed")
    tenancy.choose(found.chapter_id)
    answer = Response(diary.calendar_of(get_chapter(found.chapter_id)), mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
