"""A promise of goods, accepted."""

from typing import Any
from uuid import uuid4

from relief.core.db import db, transaction
from relief.pledges.models import LineKind, Pledge, PledgeLine, PledgeStatus


def promise(factories: Any, *, quantity: int = 10, **values: Any) -> Pledge:
    """A company's accepted pledge of one item."""
    item = values.pop("item", None) or factories.item()
    donor, campaign = factories.donor(), factories.campaign()
    pledge = Pledge(
        reference=f"PRO-2020-{factories.number():05d}",
        donor=donor,
        campaign=campaign,
        status=PledgeStatus.ACCEPTED,
        contact_name="Ñanda",
        contact_email="nanda@empresa.test",
        nonce=uuid4(),
        lines=[PledgeLine(position=1, kind=LineKind.GOODS, item=item, quantity=quantity, **values)],
    )
    with transaction():
        db.session.add(pledge)
    return pledge
