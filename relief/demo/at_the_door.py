"""What drivers' phones told: a hand-over with signature and photograph, and a report that waits."""

import io
from datetime import datetime, timedelta
from uuid import UUID

from PIL import Image, ImageDraw

from relief.core import clock
from relief.core.context import Actor, ActorKind
from relief.core.db import new_id
from relief.core.sent_files import keep_sent, read_sent
from relief.deliveries import hearing, queries
from relief.deliveries.evidence import EvidenceKind, ReportKind, SignatureState, Trouble
from relief.deliveries.models import DeliveryLine, DifferenceReason
from relief.deliveries.telling import Told, ToldLine
from relief.demo.ground import signatory

DRIVER = Actor(ActorKind.DRIVER, "Operador (enlace)")
INK, CARDBOARD, WALL, FLOOR = "#12303b", "#c99a5b", "#dfe5e2", "#9aa5a3"


def tell_the_same(delivery_id: UUID) -> None:
    """Let a phone tell what the hospital has confirmed already, with what speaks for it."""
    delivery = queries.whole_delivery(delivery_id)
    lines = [_said(line, short=line.short) for line in delivery.lines]
    _hear(delivery_id, lines, pictures=[_signature(), _boxes()])


def tell_too_late(delivery_id: UUID) -> None:
    """Let a phone whose link was given to another driver tell of goods that were not wanted."""
    delivery = queries.whole_delivery(delivery_id)
    first, *others = delivery.lines
    unwanted = first.quantity // 10
    lines = [_said(first, rejected=unwanted), *(_said(line) for line in others)]
    _hear(delivery_id, lines, pictures=[], doubt=Trouble.LINK_CLOSED)


def _hear(
    delivery_id: UUID,
    lines: list[ToldLine],
    *,
    pictures: list[hearing.Picture],
    doubt: Trouble | None = None,
) -> None:
    delivery = queries.whole_delivery(delivery_id)
    name, title = signatory(delivery.hospital_id)
    told = Told(
        key=new_id(),
        delivery_id=delivery_id,
        kind=ReportKind.HANDED_OVER,
        happened_at=_before(timedelta(hours=2)),
        receiver_name=name,
        receiver_title=title,
        remarks="",
        signature=SignatureState.SIGNED if pictures else SignatureState.UNABLE,
        failure=None,
        lines=tuple(lines),
    )
    hearing.hear(delivery, told, link_id=new_id(), pictures=pictures, doubt=doubt)


def _before(span: timedelta) -> datetime:
    return clock.now() - span


def _said(line: DeliveryLine, *, short: int = 0, rejected: int = 0) -> ToldLine:
    return ToldLine(
        line_id=line.id,
        accepted=line.quantity - short - rejected,
        short=short,
        rejected=rejected,
        reason=DifferenceReason.NOT_NEEDED if rejected else None,
        note="Ya no tenían dónde guardarlo" if rejected else "",
    )


def _signature() -> hearing.Picture:
    sheet = Image.new("RGB", (600, 200), "white")
    points = [
        (60, 130),
        (110, 60),
        (150, 140),
        (200, 70),
        (260, 150),
        (330, 90),
        (420, 130),
        (540, 80),
    ]
    ImageDraw.Draw(sheet).line(points, fill=INK, width=5, joint="curve")
    return _kept(sheet, EvidenceKind.SIGNATURE)


def _boxes() -> hearing.Picture:
    """Draw boxes before a door, where a phone would have taken a photograph."""
    scene = Image.new("RGB", (800, 600), WALL)
    draw = ImageDraw.Draw(scene)
    draw.rectangle((0, 430, 800, 600), fill=FLOOR)
    draw.rectangle((90, 120, 290, 430), fill="white", outline=INK, width=6)
    for column, row in ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1)):
        left, top = 360 + column * 130, 410 - row * 115
        draw.rectangle((left, top, left + 125, top + 110), fill=CARDBOARD, outline=INK, width=3)
    return _kept(scene, EvidenceKind.PHOTO)


def _kept(picture: Image.Image, kind: EvidenceKind) -> hearing.Picture:
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=80)
    file = read_sent(content.getvalue(), name="")
    return hearing.Picture(kind, keep_sent(file), file.media_type)
