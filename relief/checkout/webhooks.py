"""/stripe/webhook: where the provider tells what happened. No session, no form, no mark of ours.

The signature is the guard, and the only thing that decides between 400 and the rest.
"""

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from relief.accounts.access import anyone
from relief.checkout import inbox
from relief.checkout.errors import NotGenuine
from relief.checkout.notices import Notice
from relief.checkout.stripe_gateway import read_notice
from relief.config import LIVE_KEYS, Settings
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import transaction
from relief.core.tenancy import in_chapter

bp = Blueprint("checkout_webhooks", __name__)
LARGEST_NOTICE = 256 * 1024  # bytes; theirs are a few thousand
PROVIDER = Actor(ActorKind.SYSTEM, "Stripe")


@bp.post("/stripe/webhook")
@anyone
def receive() -> Response:
    """Take one notice in. 200: done or kept; 400: not theirs; anything else: they come again."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        raw = read_notice(
            _body(), request.headers.get("Stripe-Signature"), settings.webhook_secrets
        )
    except NotGenuine:
        return Response(status=400, mimetype="text/plain")
    notice = Notice.of(raw)
    home = inbox.home_of(notice, livemode=settings.stripe_secret_key.startswith(LIVE_KEYS))
    if home is None:
        abort(503)
    with in_chapter(home.chapter.id), acting_as(PROVIDER), transaction():
        inbox.take(notice, home)
    return Response(status=200, mimetype="text/plain")


def _body() -> bytes:
    request.max_content_length = LARGEST_NOTICE
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise NotGenuine from error
