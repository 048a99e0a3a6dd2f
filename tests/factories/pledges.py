"""Pledges, as the public form sends them."""

from typing import Any
from uuid import uuid4

from relief.core.db import transaction
from relief.core.money import Money
from relief.pledges import actions
from relief.pledges.actions import ContactTyped
from relief.pledges.models import Pledge, PledgeStatus


def pledge(f: Any, **values: Any) -> Pledge:
    """A pledge of $1,500.00 MXN, accepted unless `status` says submitted; `goods` adds lines."""
    status = values.pop("status", PledgeStatus.ACCEPTED)
    campaign = values.pop("campaign", None) or f.campaign()
    donor = values.pop("donor", None) or f.donor()
    contact = values.pop("contact", ContactTyped("María Núñez", "maria@empresa.test"))
    with transaction():
        made = actions.submit_pledge(
            campaign,
            **{
                "donor": donor,
                "contact": contact,
                "cash": Money(150_000, "MXN"),
                "goods": (),
                "nonce": uuid4(),
                **values,
            },
        )
        if status is PledgeStatus.ACCEPTED:
            actions.accept_pledge(made)
    return made
