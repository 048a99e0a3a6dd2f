"""What the papers of a route say, frozen as plain values before they are drawn."""

from dataclasses import dataclass
from datetime import date

from relief.chapters.facts import IssuerFacts
from relief.core.facts import Facts


@dataclass(frozen=True, kw_only=True)
class StopFacts(Facts):
    """One stop: where, who receives, what, and the address of its QR."""

    number: int
    reference: str
    hospital: str
    address: str = ""
    hours: str = ""
    contact: str = ""
    goods: tuple["GoodsFacts", ...] = ()
    packs: int = 0
    check_url: str = ""


@dataclass(frozen=True, kw_only=True)
class GoodsFacts(Facts):
    """So many units of an item; for the pick list also of which lot and for whom."""

    item: str
    quantity: int
    unit: str
    lot: str = ""
    expires_on: date | None = None
    shared: str = ""


@dataclass(frozen=True, kw_only=True)
class RouteFacts(Facts):
    """A trip as its papers name it."""

    language: str
    reference: str
    day: date
    issuer: IssuerFacts
    origin: str
    driver: str = ""
    vehicle: str = ""
    plates: str = ""
    notes: str = ""
    kilometres: int = 0
    packs: int = 0
    kilograms: int = 0
    carta_porte: bool = False
    stops: tuple[StopFacts, ...] = ()
    picks: tuple[GoodsFacts, ...] = ()
