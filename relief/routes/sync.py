"""Where a driver's phone brings what it kept while there was no signal.

Every message is a whole: the report and its pictures. It brings a key of its own, so that a phone
that never heard our answer may send it again. The answer is JSON: a phone must not take any other
page for a yes.
"""

from collections.abc import Sequence
from contextlib import closing
from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from relief.core.db import db, transaction
from relief.core.errors import ReliefError
from relief.core.rows import RowMissing
from relief.core.sent_files import SentNotKept, keep_sent, read_sent
from relief.core.uploads import takes_upload
from relief.core.words import word
from relief.deliveries import hearing
from relief.deliveries.evidence import DriverReport, EvidenceKind, Trouble
from relief.deliveries.hearing import Picture
from relief.deliveries.queries import whole_delivery
from relief.deliveries.telling import Told, Unreadable, read_told
from relief.links.bearer import by_bearer
from relief.links.models import CapabilityLink, LinkKind
from relief.routes import queries

bp = Blueprint("routes_sync", __name__)
MOST_PHOTOS = 6
MOST_IN_REQUEST = 12 * 1024 * 1024
JPEG = "image/jpeg"


@bp.post("/d/route/<uuid:link_id>/stops/<uuid:subject_id>")
@takes_upload(MOST_IN_REQUEST)
@by_bearer(LinkKind.DRIVER)
def keep(link: CapabilityLink, *, alive: bool, subject_id: UUID) -> ResponseReturnValue:
    """Keep what happened at a stop, once; whatever fits no more waits for a person."""
    try:
        told = read_told(request.form.get("report", ""))
        if told.delivery_id != subject_id:
            raise Unreadable
        report = hearing.report_of(told.key) or _hear(link, told, alive=alive)
    except (Unreadable, RowMissing):
        return jsonify(error="unreadable"), 422
    except SentNotKept as refusal:
        return jsonify(error=str(refusal)), 503
    except ReliefError as refusal:
        return jsonify(error=str(refusal)), 409
    return jsonify(**_answer(report), closed=not alive)


def _hear(link: CapabilityLink, told: Told, *, alive: bool) -> DriverReport:
    """Keep a new report; what a rule of the house refuses to apply goes to a person too."""
    pictures, refused = _pictures()
    for doubt in (None, Trouble.REFUSED):
        try:
            with transaction():
                return hearing.hear(
                    whole_delivery(told.delivery_id),
                    told,
                    link_id=link.id,
                    pictures=pictures,
                    pictures_refused=refused,
                    doubt=_doubt(link, told.delivery_id, alive=alive) or doubt,
                )
        except ReliefError:
            if doubt is not None:
                raise
    raise AssertionError("a report is kept or refused")


def _answer(report: DriverReport) -> dict[str, Any]:
    return {
        "key": str(report.key),
        "status": report.status.value,
        "told": word(report.trouble) if report.trouble else word(report.status),
        "pictures_refused": report.pictures_refused,
    }


def _doubt(link: CapabilityLink, delivery_id: UUID, *, alive: bool) -> Trouble | None:
    """Return why the sender may no longer speak for a delivery."""
    if not alive:
        return Trouble.LINK_CLOSED
    stop = queries.stop_of(delivery_id)
    on_route = stop is not None and stop.route_id == link.subject_id
    return None if on_route else Trouble.OTHER_ROUTE


def _pictures() -> tuple[Sequence[Picture], int]:
    """Keep the pictures of a message, outside any transaction; count those that are none."""
    db.session.rollback()
    sent = [(EvidenceKind.SIGNATURE, file) for file in request.files.getlist("signature")[:1]]
    sent += [(EvidenceKind.PHOTO, file) for file in request.files.getlist("photo")[:MOST_PHOTOS]]
    kept: list[Picture] = []
    for kind, file in sent:
        with closing(file):
            content = file.read()
        try:
            picture = read_sent(content, name="")
        except ReliefError:
            continue
        if picture.media_type == JPEG:
            kept.append(Picture(kind, keep_sent(picture), picture.media_type))
    return kept, len(sent) - len(kept)
