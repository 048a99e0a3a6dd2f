"""Letters of thanks."""

from datetime import date
from typing import Any
from uuid import uuid4

from relief.campaigns.queries import get_campaign
from relief.core.db import transaction
from relief.thanks import actions, queries
from relief.thanks.models import ThanksLetter, ThanksRun

EVER = {"since": date(2000, 1, 1), "until": date(2099, 12, 31)}


def thanks_run(f: Any, *, campaign: Any = None, donors: Any = None, **values: Any) -> ThanksRun:
    """Letters for all gifts of a campaign; of one payment unless a campaign is given."""
    if campaign is None:
        paid = f.payment()
        campaign, donors = paid.campaign, {paid.donor_id}
    with transaction():
        return actions.write_letters(
            get_campaign(campaign.id),
            **{**EVER, "donors": donors, "nonce": uuid4(), **values},
        )


def thanks_letter(f: Any, **values: Any) -> ThanksLetter:
    """One letter that was written and not sent."""
    run = thanks_run(f, **values)
    (letter,) = queries.to_print(run)
    return letter
