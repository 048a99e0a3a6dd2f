"""Needs."""

from datetime import date
from typing import Any

from relief.core.db import db, transaction
from relief.core.text import search_key
from relief.needs import actions, queries
from relief.needs.actions import Asked
from relief.needs.models import Need, NeedStatus, Priority
from relief.stock.models import Category, Item


def relief_item(f: Any, **values: Any) -> Item:
    """An item that a hospital may ask for."""
    number = f.number()
    name = values.pop("name", f"Cubrebocas de prueba {number}")
    with transaction():
        made = Item(
            **{
                "sku": f"PRU-{number:05d}",
                "name": name,
                "search_key": search_key(name),
                "category": Category.PPE,
                "unit": "pieza",
                **values,
            }
        )
        db.session.add(made)
    return made


def need(f: Any, **values: Any) -> Need:
    """An approved need; `lines` are pairs of item and quantity, one of 100 unless given."""
    status = values.pop("status", NeedStatus.APPROVED)
    hospital = values.pop("hospital", None) or f.hospital()
    lines = values.pop("lines", None) or [(f.relief_item(), 100)]
    with transaction():
        made = actions.create_need(
            hospital,
            lines=[Asked(item, quantity) for item, quantity in lines],
            submit=status is not NeedStatus.DRAFT,
            **{"priority": Priority.NORMAL, "needed_by": date(2099, 5, 1), **values},
        )
        _bring(made, status)
    return queries.whole_need(made.id)


def _bring(need: Need, status: NeedStatus) -> None:
    if status is NeedStatus.REJECTED:
        actions.reject_need(need, reason="Ya se surtió por otra vía")
    elif status is NeedStatus.CANCELLED:
        actions.cancel_need(need, reason="El hospital ya no lo requiere")
    elif status is NeedStatus.EXPIRED:
        actions.expire_need(need)
    elif status not in {NeedStatus.DRAFT, NeedStatus.SUBMITTED}:
        actions.approve_need(need)
        for line in need.lines if status is not NeedStatus.APPROVED else ():
            reached = line.requested if status is NeedStatus.FULFILLED else 1
            actions.count_fulfilled(line, quantity=reached)
