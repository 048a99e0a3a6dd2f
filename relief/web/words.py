"""The word on screen for every state, role and kind (features.md names them in both languages)."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.accounts.permissions import Role
from relief.campaigns.models import CampaignStatus
from relief.core.context import ActorKind
from relief.core.mail import LetterStatus
from relief.deliveries.models import DeliveryStatus, ProofSource, ProofStatus
from relief.donors.models import DonorKind
from relief.hospitals.models import HospitalStatus
from relief.intake.models import DifferenceReason, IntakeStatus
from relief.needs.models import NeedStatus, Priority
from relief.payments.models import Method, PaymentStatus, ReversalKind
from relief.pledges.models import LineKind, PledgeStatus
from relief.receipts.models import PaperKind, ReceiptKind, ReceiptStatus
from relief.stock.models import Category, ExpiryRule, LotStatus, PlaceKind, Reason

WORDS: dict[type[StrEnum], dict[str, LazyString]] = {
    Role: {
        "administrator": _l("administrator"), "treasurer": _l("treasurer"),
        "coordinator": _l("logistics coordinator"), "auditor": _l("auditor"),
    },
    ActorKind: {
        "staff": _l("staff"), "donor": _l("donor"), "hospital": _l("hospital"),
        "public": _l("public"), "system": _l("system"),
    },
    LetterStatus: {"queued": _l("queued"), "sent": _l("sent"), "failed": _l("not sent")},
    CampaignStatus: {
        "draft": _lp("campaign", "draft"), "active": _lp("campaign", "active"),
        "paused": _lp("campaign", "paused"), "closed": _lp("campaign", "closed"),
        "archived": _lp("campaign", "archived"),
    },
    DonorKind: {"company": _l("company"), "person": _l("person")},
    HospitalStatus: {
        "invited": _lp("hospital", "invited"), "under_review": _lp("hospital", "under review"),
        "approved": _lp("hospital", "approved"), "recertify": _lp("hospital", "to recertify"),
        "inactive": _lp("hospital", "inactive"),
    },
    Category: {
        "meal": _l("meals"), "ppe": _l("PPE"), "pantry_kit": _l("pantry kits"),
        "other": _l("other goods"),
    },
    ExpiryRule: {
        "none": _l("does not expire"), "required": _l("expires"), "same_day": _l("same day"),
    },
    PlaceKind: {
        "warehouse": _l("warehouse"), "collection_point": _l("collection point"),
        "transit": _l("in transit"),
    },
    LotStatus: {
        "available": _lp("lot", "available"), "quarantined": _lp("lot", "quarantined"),
        "recalled": _lp("lot", "recalled"),
    },
    Reason: {
        "received": _lp("movement", "received"), "dispatched": _lp("movement", "dispatched"),
        "delivered": _lp("movement", "delivered"), "returned": _lp("movement", "returned"),
        "transferred": _lp("movement", "transferred"),
        "counted_more": _lp("movement", "counted more"),
        "counted_less": _lp("movement", "counted less"), "damaged": _lp("movement", "damaged"),
        "lost": _lp("movement", "lost"), "expired": _lp("movement", "expired"),
    },
    NeedStatus: {
        "draft": _lp("need", "draft"), "submitted": _lp("need", "submitted"),
        "approved": _lp("need", "approved"), "rejected": _lp("need", "rejected"),
        "partially_fulfilled": _lp("need", "partially fulfilled"),
        "fulfilled": _lp("need", "fulfilled"), "cancelled": _lp("need", "cancelled"),
        "expired": _lp("need", "expired"),
    },
    Priority: {"normal": _l("normal"), "high": _lp("priority", "high"), "urgent": _l("urgent")},
    PledgeStatus: {
        "draft": _lp("pledge", "draft"), "submitted": _lp("pledge", "submitted"),
        "accepted": _lp("pledge", "accepted"),
        "partially_fulfilled": _lp("pledge", "partially fulfilled"),
        "fulfilled": _lp("pledge", "fulfilled"), "declined": _lp("pledge", "declined"),
        "cancelled": _lp("pledge", "cancelled"), "written_off": _lp("pledge", "written off"),
    },
    LineKind: {"cash": _l("cash"), "goods": _l("in kind")},
    Method: {"transfer": _l("bank transfer"), "cheque": _l("cheque"), "cash": _l("cash")},
    PaymentStatus: {
        "pending": _lp("payment", "pending"), "confirmed": _lp("payment", "confirmed"),
        "failed": _lp("payment", "failed"), "refunded": _lp("payment", "refunded"),
        "disputed": _lp("payment", "disputed"),
    },
    ReversalKind: {
        "bounced": _l("cheque returned by the bank"), "mistaken": _l("recorded by mistake"),
        "returned": _l("returned to the donor"),
    },
    IntakeStatus: {
        "announced": _lp("intake", "announced"), "arrived": _lp("intake", "arrived"),
        "received": _lp("intake", "received"),
        "received_with_differences": _lp("intake", "received with differences"),
        "rejected": _lp("intake", "rejected"), "cancelled": _lp("intake", "cancelled"),
    },
    DifferenceReason: {
        "short": _l("fewer than declared"), "surplus": _l("more than declared"),
        "damaged": _l("damaged on arrival"), "expired": _l("expired on arrival"),
        "wrong_item": _l("another item"),
    },
    DeliveryStatus: {
        "planned": _lp("delivery", "planned"), "picking": _lp("delivery", "picking"),
        "packed": _lp("delivery", "packed"), "dispatched": _lp("delivery", "dispatched"),
        "in_transit": _lp("delivery", "in transit"), "delivered": _lp("delivery", "delivered"),
        "delivered_with_differences": _lp("delivery", "delivered with differences"),
        "failed": _lp("delivery", "not delivered"), "returned": _lp("delivery", "returned"),
        "cancelled": _lp("delivery", "cancelled"),
    },
    ProofStatus: {
        "initiated": _lp("proof", "initiated"), "confirmed": _lp("proof", "confirmed"),
        "disputed": _lp("proof", "disputed"),
    },
    ProofSource: {"link": _l("the hospital's link"), "staff": _l("signed sheet, kept by staff")},
    ReceiptKind: {"cash": _l("cash donation"), "in_kind": _l("in-kind donation")},
    ReceiptStatus: {"issued": _lp("receipt", "issued"), "voided": _lp("receipt", "voided")},
    PaperKind: {"original": _l("receipt"), "void_notice": _l("void notice")},
}


def word(value: StrEnum) -> str:
    """Return the translated word of a state. Raise KeyError for one that has none: a defect."""
    return str(WORDS[type(value)][value.value])


def choices(kind: type[StrEnum]) -> dict[str, LazyString]:
    """Return the words of a whole enum, for choosing."""
    return WORDS[kind]
