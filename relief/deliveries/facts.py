"""DeliveryFacts and AcuseFacts: every word that a delivery's papers print, frozen."""

from dataclasses import dataclass
from datetime import date, datetime

from relief.chapters.facts import IssuerFacts
from relief.core.facts import Facts


@dataclass(frozen=True, kw_only=True)
class DeliveryLineFacts(Facts):
    """One lot of one item. `quantity` is a decimal number as text: `1200` or `12.5`."""

    number: int
    item: str
    quantity: str
    unit: str
    lot: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PlaceFacts(Facts):
    """Where goods leave or arrive, and whom to ask for there."""

    name: str
    address: str = ""
    clues: str = ""  # the health ministry's key of a hospital
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class DeliveryFacts(Facts):
    """A delivery as it leaves: what the driver carries and the hospital checks."""

    language: str  # a locale: es_MX or en
    reference: str  # ENT-2026-00001
    delivered_on: date
    issuer: IssuerFacts
    origin: PlaceFacts
    hospital: PlaceFacts
    lines: tuple[DeliveryLineFacts, ...]
    confirm_url: str  # empty before the dispatch and once the link is dead: then no QR
    confirm_code: str
    campaign: str = ""
    driver: str = ""
    vehicle: str = ""
    plates: str = ""
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class AcuseLineFacts(Facts):
    """What the hospital said of one line: decimal numbers as text, in the line's unit."""

    number: int  # the delivery line's
    accepted: str
    short: str = "0"
    damaged: str = "0"
    rejected: str = "0"  # whole, and not wanted: it came back
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AcuseFacts(Facts):
    """The hospital's confirmation. Moments are aware, in the chapter's own time.

    `happened_at` is the driver's phone's, where one brought it; `signature` says in words what
    became of it there. `pictures` are the SHA-256 of what was photographed, in
    their order, with a space between.
    """

    confirmed_at: datetime
    receiver_name: str
    receiver_role: str
    lines: tuple[AcuseLineFacts, ...]
    remarks: str = ""
    chain_head: str = ""
    happened_at: datetime | None = None
    signature: str = ""
    pictures: str = ""
