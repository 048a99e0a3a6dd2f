"""The poster of a campaign, for anybody who wants to hang it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from relief.accounts.access import anyone, require_chapter
from relief.campaigns.address import page_address
from relief.campaigns.pdf import PosterFacts, Told, draw_poster
from relief.campaigns.queries import amounts_of, public_campaign
from relief.core.answers import PDF, as_file
from relief.core.money import format_money

bp = Blueprint("campaigns_public", __name__)


@bp.get("/c/<slug>/poster.pdf")
@anyone
def poster(slug: str) -> ResponseReturnValue:
    """Draw the poster: name, QR to the page, and what an amount buys, in both languages."""
    chapter, campaign = require_chapter(), public_campaign(slug)
    facts = PosterFacts(
        issuer=chapter.name,
        contact=" · ".join(filter(None, (chapter.email, chapter.phone))),
        name=Told(campaign.name, campaign.name_en),
        summary=Told(campaign.summary, campaign.summary_en),
        address=page_address(campaign, chapter),
        amounts=[
            (format_money(each.amount), Told(each.buys, each.buys_en))
            for each in amounts_of(campaign.id)
        ],
    )
    answer = as_file(draw_poster(facts), f"{campaign.slug}.pdf", PDF, shown=True)
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
