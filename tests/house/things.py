"""The objects that the addresses of pages name, for tests that open every page."""

from collections.abc import Callable
from typing import Any

Make = Callable[[Any], Any]

# The object of each address variable, made in the test's own chapter; plain values as they are.
ids: dict[str, Make] = {
    "allocation_id": lambda f: f.allocation().id,
    "approval_id": lambda f: f.approval().id,
    "account_id": lambda f: f.bank_account().id,
    "closing_id": lambda f: f.closing().id,
    "batch_id": lambda f: f.batch().id,
    "campaign_id": lambda f: f.campaign().id,
    "contact_id": lambda f: f.hospital_contact().id,
    "document_id": lambda f: f.hospital_document().id,
    "delivery_id": lambda f: f.delivery().id,
    "evidence_id": lambda f: f.evidence().id,
    "report_id": lambda f: f.driver_report().id,
    "donor_id": lambda f: f.donor().id,
    "driver_id": lambda f: f.driver().id,
    "event_id": lambda f: f.provider_event().id,
    "hold_id": lambda f: f.hold().id,
    "hospital_id": lambda f: f.hospital().id,
    "intake_id": lambda f: f.intake().id,
    "item_id": lambda f: f.item().id,
    "kitchen_id": lambda f: f.kitchen().id,
    "lot_id": lambda f: f.lot().id,
    "movement_id": lambda f: f.bank_line().id,
    "need_id": lambda f: f.need().id,
    "payment_id": lambda f: f.payment().id,
    "photo_id": lambda f: f.intake_photo().id,
    "place_id": lambda f: f.place().id,
    "pledge_id": lambda f: f.pledge().id,
    "programme_id": lambda f: f.programme().id,
    "purchase_id": lambda f: f.purchase().id,
    "receipt_id": lambda f: f.receipt().id,
    "letter_id": lambda f: f.thanks_letter().id,
    "run_id": lambda f: f.thanks_run().id,
    "roll_id": lambda f: f.roll().id,
    "route_id": lambda f: f.route().id,
    "stop_id": lambda f: f.route_stop().id,
    "vehicle_id": lambda f: f.vehicle().id,
    "session_id": lambda f: f.online_session().id,
    "statement_id": lambda f: f.bank_statement().id,
    "request_id": lambda f: f.data_request().id,
    "slot_id": lambda f: f.meal_slot().id,
    "slip_id": lambda f: f.slip().id,
    "count_id": lambda f: f.count().id,
    "recall_id": lambda f: f.recall().id,
    "transfer_id": lambda f: f.transfer().id,
}
PLAIN = {
    "paper": "manifest",
    "step": "start",
    "token": "x",
    "act": "hide",
    "month": 2,
    "year": 2020,
    "status": "available",
}
