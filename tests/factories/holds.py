"""What companies hold of a need."""

from datetime import date
from typing import Any
from uuid import uuid4

from relief.core.db import transaction
from relief.holds import actions, queries
from relief.holds.actions import Company, Offered
from relief.holds.models import Hold
from relief.needs.queries import whole_need
from relief.pledges.actions import ContactTyped


def hold(f: Any, **values: Any) -> Hold:
    """A hold on the first line of a need, of 10 units unless `quantity` says otherwise."""
    need = values.pop("need", None) or f.need()
    campaign = values.pop("campaign", None) or f.campaign(starts_on=date(2020, 1, 1))
    name, email = values.pop("name", "Ensambles del Mar"), values.pop("email", "laura@mar.test")
    with transaction():
        line = whole_need(need.id).lines[values.pop("line", 0)]
        made = actions.hold_goods(
            whole_need(need.id),
            campaign=campaign,
            company=Company(name, ContactTyped("Laura Peña", email)),
            offered=[Offered(line, values.pop("quantity", 10))],
            nonce=values.pop("nonce", None) or uuid4(),
        )
    return queries.get_hold(made.id)
