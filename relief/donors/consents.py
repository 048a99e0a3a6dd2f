"""What people want to be written about, kept as they said it, with the version of the notice."""

from collections.abc import Mapping

from relief.audit.actions import record
from relief.core.db import db
from relief.donors import queries
from relief.donors.request_models import ASKED_FIRST, Consent, Purpose


def say(email: str, *, wishes: Mapping[Purpose, bool], privacy_version: str) -> list[Consent]:
    """Keep each wish that differs from the last one said; the notice, whenever its version does.

    Saying the same again keeps nothing, so that the history reads as a history.
    """
    email = email.strip().lower()
    last = queries.said_last(email)
    kept = []
    for purpose, given in wishes.items():
        before = last.get(purpose)
        stands = before.given if before is not None else purpose not in ASKED_FIRST
        same_notice = before is not None and before.privacy_version == privacy_version
        if given == stands and (purpose is not Purpose.NOTICE or same_notice):
            continue
        row = Consent(email=email, purpose=purpose, given=given, privacy_version=privacy_version)
        db.session.add(row)
        db.session.flush()
        record(
            "donors:consent:given" if given else "donors:consent:withdrawn",
            row,
            after={"kind": purpose, "privacy_version": privacy_version},
        )
        kept.append(row)
    return kept
