"""The letter that tells staff of goods that a donor announced."""

from flask import current_app

from relief.accounts.permissions import Permission, may
from relief.accounts.queries import members
from relief.chapters.queries import get_chapter
from relief.config import Settings
from relief.core import mail
from relief.core.pdf.words import day
from relief.intake.models import Announcement, Intake


def announced(intake: Intake, told: Announcement) -> None:
    """Write to everybody who takes goods in, each in their own language."""
    for reader in members():
        if reader.user.active and may(reader.role, Permission.INTAKE_EDIT):
            _write(
                intake,
                told,
                address=reader.user.email,
                name=reader.user.name,
                language=reader.user.language,
            )


def _write(intake: Intake, told: Announcement, *, address: str, name: str, language: str) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    page = current_app.url_map.bind("relief").build("intake.show", {"intake_id": intake.id})
    mail.write(
        mail.Draft(
            template="arrival_announced",
            to_address=address,
            language=language,
            context={
                "name": name,
                "donor": intake.donor.name,
                "reference": intake.reference,
                "pledge": intake.pledge.reference if intake.pledge else "",
                "place": intake.place.name,
                "expected_on": day(told.expected_on, language),
                "delivered_by": intake.delivered_by,
                "goods": [
                    f"{each.declared:,} × {each.item.label(language)}" for each in intake.lines
                ],
                "link": settings.base_url + page,
                "chapter_name": get_chapter(intake.chapter_id).name,
            },
            subject_id=intake.id,
        )
    )
