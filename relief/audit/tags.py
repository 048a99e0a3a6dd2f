"""Every fact worth remembering, as room:subject:verb, and the sentence that tells it.

The list of everything that can happen reads like an index; a tag without a sentence fails the suite.
"""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, LazyString] = {
    "accounts:membership:added": _l("Role given"),
    "accounts:membership:removed": _l("Role taken away"),
    "accounts:membership:role_changed": _l("Role changed"),
    "campaigns:campaign:created": _l("Campaign created"),
    "campaigns:campaign:edited": _l("Campaign edited"),
    "campaigns:campaign:moved": _l("Campaign changed state"),
    "chapters:chapter:edited": _l("Chapter edited"),
    "deliveries:delivery:cancelled": _l("Delivery cancelled"),
    "deliveries:delivery:checked": _l("Lines checked while picking"),
    "deliveries:delivery:confirmed": _l("Delivery confirmed by the hospital"),
    "deliveries:delivery:dispatched": _l("Delivery dispatched"),
    "deliveries:delivery:edited": _l("Delivery edited"),
    "deliveries:delivery:failed": _l("Delivery could not be handed over"),
    "deliveries:delivery:in_transit": _l("Delivery on the road"),
    "deliveries:delivery:packed": _l("Delivery packed"),
    "deliveries:delivery:picked": _l("Picking began"),
    "deliveries:delivery:planned": _l("Delivery planned"),
    "donors:contact:added": _l("Contact added"),
    "donors:contact:edited": _l("Contact edited"),
    "donors:donor:created": _l("Donor created"),
    "donors:donor:edited": _l("Donor edited"),
    "donors:donor:reviewed": _l("Donor reviewed"),
    "hospitals:contact:added": _l("Hospital contact added"),
    "hospitals:contact:edited": _l("Hospital contact edited"),
    "hospitals:hospital:created": _l("Hospital created"),
    "hospitals:hospital:edited": _l("Hospital edited"),
    "hospitals:hospital:moved": _l("Hospital changed state"),
    "intake:intake:cancelled": _l("Intake cancelled"),
    "intake:intake:created": _l("Goods arrived"),
    "intake:intake:received": _l("Goods counted and received"),
    "intake:intake:rejected": _l("Goods rejected"),
    "intake:line:valued": _l("Value approved"),
    "needs:line:fulfilled": _l("Goods counted for the need"),
    "needs:need:approved": _l("Need approved"),
    "needs:need:cancelled": _l("Need cancelled"),
    "needs:need:created": _l("Need recorded"),
    "needs:need:edited": _l("Need edited"),
    "needs:need:expired": _l("Need closed as expired"),
    "needs:need:fulfilled": _l("Need supplied"),
    "needs:need:rejected": _l("Need rejected"),
    "needs:need:submitted": _l("Need submitted"),
    "payments:payment:confirmed": _l("Payment confirmed"),
    "payments:payment:recorded": _l("Payment recorded"),
    "payments:payment:reversed": _l("Payment reversed"),
    "pledges:pledge:accepted": _l("Pledge accepted"),
    "pledges:pledge:cancelled": _l("Pledge cancelled"),
    "pledges:pledge:declined": _l("Pledge declined"),
    "pledges:pledge:fulfilment": _l("Pledge moved forward"),
    "pledges:pledge:link_sent": _l("Follow link sent again"),
    "pledges:pledge:submitted": _l("Pledge submitted"),
    "receipts:receipt:flagged": _l("Receipt marked to be voided"),
    "receipts:receipt:issued": _l("Receipt issued"),
    "receipts:receipt:sent_again": _l("Receipt sent again"),
    "receipts:receipt:voided": _l("Receipt voided"),
    "stock:balance:adjusted": _l("Stock adjusted"),
    "stock:goods:transferred": _l("Goods moved between places"),
    "stock:item:created": _l("Item created"),
    "stock:item:edited": _l("Item edited"),
    "stock:lot:moved": _l("Lot changed state"),
    "stock:place:created": _l("Place created"),
    "stock:place:edited": _l("Place edited"),
}

FIELDS: dict[str, LazyString] = {
    "accepted": _l("accepted"),
    "amount": _l("amount"),
    "approved_value": _l("approved value"),
    "city": _l("city"),
    "email": _l("e-mail"),
    "folio": _l("folio"),
    "hospital": _l("hospital"),
    "item": _l("item"),
    "name": _l("name"),
    "place": _l("place"),
    "quantity": _l("quantity"),
    "reason": _l("reason"),
    "reference": _l("reference"),
    "role": _l("role"),
    "status": _l("state"),
}


def text_of(tag: str) -> str:
    """Return the sentence of a tag. Raise KeyError for a tag that is not listed."""
    return str(SENTENCES[tag])
