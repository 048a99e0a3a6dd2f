"""What the staff's and the hospital's pages answer alike: an acuse that is kept, and a paper."""

from flask import Response, flash, request

from relief.core.answers import PDF, as_file
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.sent_files import hand_out
from relief.deliveries import actions, hearing
from relief.deliveries.errors import AlreadyConfirmed
from relief.deliveries.evidence import Evidence
from relief.deliveries.forms import WELL, HandoverForm
from relief.deliveries.hearing import Picture
from relief.deliveries.models import Delivery, ProofSource


def paper(content: bytes, name: str) -> Response:
    """Answer with a PDF that opens in the browser."""
    return as_file(content, name, PDF, shown=True)


def handed_out(evidence: Evidence) -> Response:
    """Answer with a picture under a name of ours; a PDF is only saved."""
    called = f"{evidence.kind.value}-{evidence.id}"
    return hand_out(evidence.file_hash, evidence.media_type, called=called)


def confirmed(
    delivery: Delivery, form: HandoverForm, *, source: ProofSource, sheet: Picture | None = None
) -> bool:
    """Keep an acuse if the form holds one; True also when somebody had kept one before.

    `sheet` is the picture of the paper that it was typed from.
    """
    if not form.validate_on_submit():
        return False
    answers = form.answers(delivery, well=request.form.get("answer") == WELL)
    if answers is None:
        return False
    try:
        with transaction():
            actions.confirm_delivery(
                delivery,
                receiver_name=form.receiver_name.data,
                receiver_title=form.receiver_title.data,
                lines=answers,
                remarks=form.remarks.data,
                source=source,
            )
            if sheet is not None:
                hearing.attach_sheet(delivery, sheet)
    except AlreadyConfirmed as told:
        flash(str(told), "info")
    except ReliefError as refusal:
        form.refuse(refusal)
        return False
    return True
