"""Takes the facts of a delivery's papers from its rows, to be drawn on demand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_babel import force_locale

from relief.audit.queries import timeline
from relief.chapters.facts import issuer_facts
from relief.chapters.queries import get_chapter
from relief.core import clock, files, tenancy
from relief.core.mail import locale_of
from relief.core.words import word
from relief.deliveries import evidence_queries
from relief.deliveries.evidence import DriverReport, Evidence, EvidenceKind, ReportStatus
from relief.deliveries.facts import (
    AcuseFacts,
    AcuseLineFacts,
    DeliveryFacts,
    DeliveryLineFacts,
    PlaceFacts,
)
from relief.deliveries.models import Delivery, DeliveryLine, ProofSource
from relief.hospitals.models import Hospital
from relief.links.actions import live_link
from relief.links.address import address
from relief.links.errors import LinkDead
from relief.links.models import LinkKind
from relief.stock.models import Place
from relief.stock.units import name_on_paper

if TYPE_CHECKING:
    from relief.deliveries.pdf import Pictures

JPEG = "image/jpeg"
MOST_PICTURES = 9  # a signature and two rows of photographs


def draw_note(delivery: Delivery, *, language: str) -> bytes:
    """Return the delivery note as PDF. Draw outside any transaction that holds locks."""
    from relief.deliveries.pdf import draw_delivery_note  # heavy: only when a paper is asked for

    return draw_delivery_note(note_facts(delivery, language=language))


def draw_acuse(delivery: Delivery, *, language: str) -> bytes:
    """Return the acuse of a confirmed delivery as PDF. Draw outside any transaction with locks."""
    from relief.deliveries import pdf  # heavy: only when a paper is asked for

    facts = note_facts(delivery, language=language)
    told, pictures = _told(delivery), _pictures(delivery)
    with force_locale(locale_of(language)):
        acuse = acuse_facts(delivery, told=told, pictures=pictures)
    return pdf.draw_acuse(facts, acuse, _contents(pictures))


def hospital_address(delivery: Delivery) -> str:
    """Return where the hospital confirms; '' before the dispatch and once the link is dead."""
    link = live_link(LinkKind.HOSPITAL, delivery.id)
    try:
        return address(link) if link is not None else ""
    except LinkDead:  # made under a key that the application no longer has
        return ""


def note_facts(delivery: Delivery, *, language: str) -> DeliveryFacts:
    """Return what the note says, in `es` or `en`; no address to confirm at before the dispatch."""
    chapter = get_chapter(tenancy.chapter_id())
    there = hospital_address(delivery)
    closed = clock.local(delivery.closed_at, chapter.zone).date() if delivery.closed_at else None
    return DeliveryFacts(
        language=locale_of(language),
        reference=delivery.reference,
        delivered_on=closed or delivery.planned_for,
        issuer=issuer_facts(chapter),
        origin=_origin(delivery.place),
        hospital=_hospital(delivery.hospital),
        lines=tuple(_line(number, line, language) for number, line in enumerate(delivery.lines, 1)),
        confirm_url=there,
        confirm_code=_code(there.rpartition("/")[2]),
        driver=" · ".join(filter(None, (delivery.driver_name, delivery.driver_phone))),
        vehicle=delivery.vehicle,
        plates=delivery.plates,
        notes=delivery.notes,
    )


def acuse_facts(
    delivery: Delivery, *, told: DriverReport | None = None, pictures: Sequence[Evidence] = ()
) -> AcuseFacts:
    """Return what the hospital said. Raise ValueError for a delivery that nobody signed for.

    `told` is the driver's report that became the acuse, `pictures` what the paper shows.
    """
    proof = delivery.proof
    if proof is None:
        raise ValueError("a delivery without a proof has no acuse")
    zone = get_chapter(tenancy.chapter_id()).zone
    signed = [e for e in timeline(delivery.id) if e.tag == "deliveries:delivery:confirmed"]
    return AcuseFacts(
        confirmed_at=clock.local(proof.confirmed_at, zone),
        receiver_name=proof.receiver_name,
        receiver_role=proof.receiver_title,
        remarks=proof.remarks,
        chain_head=signed[0].hash if signed else "",
        happened_at=clock.local(told.happened_at, zone) if told else None,
        signature=word(told.signature) if told and told.signature else "",
        pictures=" ".join(each.file_hash for each in pictures),
        lines=tuple(
            AcuseLineFacts(
                number=number,
                accepted=str(line.accepted or 0),
                short=str(line.short),
                damaged=str(line.spoiled),
                rejected=str(line.returned),
                reason=_why(line),
            )
            for number, line in enumerate(delivery.lines, 1)
        ),
    )


def _told(delivery: Delivery) -> DriverReport | None:
    """Return the driver's report that became the acuse, None if the acuse came otherwise."""
    if delivery.proof is None or delivery.proof.source is not ProofSource.DRIVER:
        return None
    became = {ReportStatus.APPLIED, ReportStatus.TAKEN}
    reports = evidence_queries.reports_of(delivery.id)
    return next((each for each in reports if each.status in became), None)


def _pictures(delivery: Delivery) -> list[Evidence]:
    """Return what the paper shows: not what was set aside, and no file that is no picture."""
    doubtful = {ReportStatus.OPEN, ReportStatus.SET_ASIDE}
    reports = evidence_queries.reports_of(delivery.id)
    left_out = {each.id for each in reports if each.status in doubtful}
    return [
        each
        for each in evidence_queries.evidence_of(delivery.id)
        if each.media_type == JPEG and each.report_id not in left_out
    ][:MOST_PICTURES]


def _contents(pictures: Sequence[Evidence]) -> "Pictures":
    """Fetch the pictures; one that the store lost is missing on the paper too."""
    from relief.deliveries.pdf import Pictures  # heavy

    signature, photographs = None, []
    for each in pictures:
        try:
            content = files.fetch(each.file_hash)
        except files.FileMissing:
            continue
        if each.kind is EvidenceKind.SIGNATURE:
            signature = content
        else:
            photographs.append(content)
    return Pictures(signature, tuple(photographs))


def _why(line: DeliveryLine) -> str:
    reason = str(word(line.difference_reason)) if line.difference_reason else ""
    return " · ".join(filter(None, (reason, line.difference_note)))


def _origin(place: Place) -> PlaceFacts:
    return PlaceFacts(name=place.name, address=", ".join(filter(None, (place.address, place.city))))


def _hospital(hospital: Hospital) -> PlaceFacts:
    signer = next((each for each in hospital.contacts if each.may_sign), None)
    return PlaceFacts(
        name=hospital.name,
        address=", ".join(filter(None, (hospital.address, hospital.city))),
        clues=hospital.clues_ssa or hospital.clues_imb or "",
        contact_name=signer.name if signer else "",
        contact_phone=signer.phone if signer else "",
    )


def _line(number: int, line: DeliveryLine, language: str) -> DeliveryLineFacts:
    return DeliveryLineFacts(
        number=number,
        item=line.item.label(language),
        quantity=str(line.quantity),
        unit=name_on_paper(line.item.unit, language),
        lot=line.lot.code,
        expires_on=line.lot.expires_on,
    )


def _code(token: str) -> str:
    return f"{token[:4]}-{token[4:8]}".upper() if token else ""
