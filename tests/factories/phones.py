"""What a driver's phone sends."""

import io
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from relief.core import clock
from relief.core.db import transaction
from relief.core.sent_files import take_in
from relief.core.uploads import Upload
from relief.deliveries import hearing, queries
from relief.deliveries.evidence import DriverReport, Evidence, EvidenceKind
from relief.deliveries.hearing import Picture
from relief.deliveries.models import Delivery, DeliveryStatus
from relief.deliveries.telling import read_told

LINK = UUID(int=7)


def message(delivery: Delivery, **changes: Any) -> str:
    """A report as the phone writes it: everything handed over a minute ago, unless changed.

    `short`, `rejected` and `reason` are of the first line; `ago` is a timedelta.
    """
    short, rejected = changes.pop("short", 0), changes.pop("rejected", 0)
    reason = changes.pop("reason", None)
    ago = changes.pop("ago", timedelta(minutes=1))
    lines = [
        {
            "line": str(line.id),
            "accepted": line.quantity - (0 if number else short + rejected),
            "short": 0 if number else short,
            "rejected": 0 if number else rejected,
            "reason": None if number else reason,
            "note": "",
        }
        for number, line in enumerate(delivery.lines)
    ]
    said = {
        "key": str(uuid4()),
        "delivery": str(delivery.id),
        "kind": "handed_over",
        "happened_at": (clock.now() - ago).isoformat(),
        "receiver_name": "Nora Ibarra",
        "receiver_title": "Enfermera de turno",
        "remarks": "",
        "signature": "signed",
        "lines": lines,
        **changes,
    }
    return json.dumps(said)


def kept(content: bytes, kind: EvidenceKind) -> Picture:
    """A picture that lies in the store."""
    file, sha256 = take_in(Upload("puerta.jpg", content))
    return Picture(kind, sha256, file.media_type)


def heard(delivery: Delivery, *, doubt: Any = None, **changes: Any) -> DriverReport:
    """A report that has arrived, the first of its `pictures` a signature."""
    kinds = [EvidenceKind.SIGNATURE, *[EvidenceKind.PHOTO] * 9]
    pictures = [
        kept(content, kind)
        for content, kind in zip(changes.pop("pictures", ()), kinds, strict=False)
    ]
    with transaction():
        return hearing.hear(
            queries.whole_delivery(delivery.id),
            read_told(message(delivery, **changes)),
            link_id=LINK,
            pictures=pictures,
            doubt=doubt,
        )


def photograph(width: int = 320, height: int = 240) -> bytes:
    """A JPEG that says in its EXIF where it was taken."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "Puerta de urgencias"
    exif[0x8825] = {1: "N", 2: (32.0, 31.0, 12.0), 3: "W", 4: (117.0, 2.0, 24.0)}
    kept = io.BytesIO()
    picture.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def driver_report(f: Any, **values: Any) -> DriverReport:
    """A report that waits for a person: the delivery had not left for us."""
    return heard(f.delivery(), **values)


def evidence(f: Any) -> Evidence:
    """A photograph of a hand-over."""
    delivery = f.delivery(status=DeliveryStatus.DELIVERED)
    sheet = kept(photograph(), EvidenceKind.SHEET)
    with transaction():
        return hearing.attach_sheet(queries.whole_delivery(delivery.id), sheet)
