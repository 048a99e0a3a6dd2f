"""From an attempt that is written down to the provider's page, outside any transaction."""

from uuid import UUID

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from relief.chapters.queries import get_chapter
from relief.checkout import actions, queries
from relief.checkout.models import OnlineSession, SessionStatus
from relief.checkout.offers import LEAST
from relief.checkout.stripe_gateway import open_page
from relief.checkout.wishes import PageWanted
from relief.config import Settings
from relief.core.db import db, transaction
from relief.core.mail import locale_of
from relief.core.money import Money
from relief.payments.queries import open_amount
from relief.pledges.models import OPEN_PLEDGES, Pledge, PledgeStatus


def open_at_provider(session_id: UUID) -> str:
    """Return the address to lead the donor to; asked again, the same page. Never in a transaction.

    Whoever has paid, or holds a voucher, is led to the page that says so. Raise ProviderAway or
    ProviderRefuses: the attempt stays, and asking again goes on where it stopped.
    """
    session = queries.get_session(session_id)
    if session.status is SessionStatus.OPEN and session.page_url:
        return session.page_url
    if session.status is not SessionStatus.CREATED:
        return landing(session, "paid")
    wanted = _wanted(session)
    # Nothing was written; the database is let go before the network is waited for.
    db.session.rollback()
    page = open_page(settings(), wanted)
    with transaction():
        actions.opened(queries.get_session(session_id), page)
    return page.url


def payable(pledge: Pledge) -> Money | None:
    """Return what may be paid of a pledge online now; None for nothing, or where nobody can."""
    line = pledge.cash_line
    if line is None or pledge.status not in {PledgeStatus.SUBMITTED, *OPEN_PLEDGES}:
        return None
    left = open_amount(line)
    return left if settings().pays_online and left >= LEAST[left.currency] else None


def landing(session: OnlineSession, page: str) -> str:
    """Return our address after the provider's page: `paid` or `unpaid`."""
    root = get_chapter(session.chapter_id).public_root
    return f"{settings().base_url}{root}/c/{session.campaign.slug}/{page}"


def settings() -> Settings:
    """Return the settings of the running application."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def _wanted(session: OnlineSession) -> PageWanted:
    with force_locale(locale_of(session.language)):
        title = _(
            "Donation: %(campaign)s", campaign=session.campaign.text("name", session.language)
        )
    return PageWanted(
        session_id=session.id,
        chapter_slug=get_chapter(session.chapter_id).slug,
        way=session.way,
        amount=session.amount,
        language=session.language,
        title=title[:250],
        payer_name=session.payer_name,
        payer_email=session.payer_email,
        success_url=landing(session, "paid"),
        cancel_url=landing(session, "unpaid"),
        idem_key=session.idem_key,
    )
