"""What the papers of an arrival print, frozen: the goods received note and the labels of its lots."""

from dataclasses import dataclass
from datetime import date, datetime

from relief.chapters.facts import IssuerFacts
from relief.core.facts import Facts


@dataclass(frozen=True, kw_only=True)
class NoteLineFacts(Facts):
    """One item: declared against received, in whole units, and the lot that it became."""

    number: int
    item: str
    unit: str
    declared: int
    received: int
    reason: str = ""  # why the two differ, in the paper's language
    lot: str = ""
    expires_on: date | None = None
    value: str = ""  # as approved: $1,234.50


@dataclass(frozen=True, kw_only=True)
class NoteFacts(Facts):
    """An arrival as it was taken into stock. `received_at` is aware, in the chapter's own time."""

    language: str  # a locale: es_MX or en
    reference: str  # REC-2026-00001
    arrived_on: date
    received_at: datetime
    received_by: str
    issuer: IssuerFacts
    donor: str
    place: str
    page_url: str  # where staff see the arrival
    lines: tuple[NoteLineFacts, ...]
    donor_rfc: str = ""
    campaign: str = ""
    pledge: str = ""
    place_address: str = ""
    delivered_by: str = ""
    notes: str = ""
    customs: str = ""  # the regime with its pedimentos, in the paper's language
    value: str = ""  # of all lines, with its currency; empty until the last one is approved
    chain_head: str = ""


@dataclass(frozen=True, kw_only=True)
class LabelFacts(Facts):
    """What is stuck on the boxes of one lot, `copies` times."""

    item: str
    lot: str
    donor: str
    lot_url: str  # where staff see the lot
    copies: int
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class LabelSheetFacts(Facts):
    """Labels for all lots of an arrival. `used` places of the first sheet were taken before."""

    language: str  # a locale: es_MX or en
    reference: str  # REC-2026-00001
    chapter: str
    labels: tuple[LabelFacts, ...]
    used: int = 0


@dataclass(frozen=True, kw_only=True)
class ComingLineFacts(Facts):
    """What comes of one item, in whole units and boxes."""

    number: int
    item: str
    unit: str
    declared: int
    boxes: int | None = None


@dataclass(frozen=True, kw_only=True)
class ComingFacts(Facts):
    """An arrival that its donor announced: the sheet that the driver shows at the door."""

    language: str  # a locale: es_MX or en
    reference: str  # REC-2026-00001
    expected_on: date
    issuer: IssuerFacts
    donor: str
    place: str
    code: str  # 7K2M9-XQ4TD
    check_in_url: str  # where staff let the goods in
    lines: tuple[ComingLineFacts, ...]
    campaign: str = ""
    pledge: str = ""
    place_address: str = ""
    driver: str = ""
    plates: str = ""
