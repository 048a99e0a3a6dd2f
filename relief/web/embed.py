"""The thermometer of a campaign inside other people's pages: a page to frame, and a picture.

The framed page is the only address of the house that may be framed (see `web.requests`). Both
are the same for everybody, so that whoever stands between may keep them for a few minutes: the
language is that of the address, and nobody's cookie is read or written.
"""

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from relief.accounts.access import anyone, require_chapter
from relief.campaigns.address import shared
from relief.campaigns.queries import public_campaign
from relief.web.campaign_page import tell
from relief.web.language import speak

bp = Blueprint("embed", __name__)
KEPT = "public, max-age=300"


@bp.get("/c/<slug>/embed")
@anyone
def frame(slug: str) -> ResponseReturnValue:
    """Show the thermometer and the way to give, small enough for a frame."""
    return _drawn(slug, "embed/frame.html", mimetype="text/html")


@bp.get("/c/<slug>/thermometer.svg")
@anyone
def picture(slug: str) -> ResponseReturnValue:
    """Draw the thermometer as a picture that stands by itself."""
    return _drawn(slug, "embed/thermometer.svg", mimetype="image/svg+xml")


def _drawn(slug: str, template: str, *, mimetype: str) -> Response:
    language = speak("en" if request.args.get("lang") == "en" else "es")
    chapter, campaign = require_chapter(), public_campaign(slug)
    answer = make_response(
        render_template(
            template,
            told=tell(campaign),
            campaign=campaign,
            shared=shared(campaign, chapter, language),
        )
    )
    answer.mimetype = mimetype
    answer.headers["Cache-Control"] = KEPT
    return answer
