"""What letters of thanks say: a text for each campaign and language, with names for what differs."""

import re
from collections.abc import Mapping

import sqlalchemy as sa

from relief.campaigns.models import Campaign
from relief.core.db import db
from relief.thanks.errors import UnknownPlaceholder
from relief.thanks.models import ThanksWording

# Each thing has a name in either language.
NAMES = {
    "donante": "donor",
    "donor": "donor",
    "donativo": "gift",
    "gift": "gift",
    "hospital": "hospital",
    "campana": "campaign",
    "campaña": "campaign",
    "campaign": "campaign",
}
SHOWN = {
    "es": ("donante", "donativo", "hospital", "campaña"),
    "en": ("donor", "gift", "hospital", "campaign"),
}
_PLACE = re.compile(r"\{([^{}]*)\}")

DEFAULTS = {
    "es": (
        "Gracias por su apoyo a {campaña}",
        (
            "Estimados amigos de {donante}:\n\n"
            "En nombre de nuestra asociación y del personal de salud, gracias. Recibimos de ustedes "
            "{donativo}.\n\nSu ayuda llegó a {hospital}, dentro de la campaña {campaña}. Detrás de "
            "cada entrega hay turnos que pudieron seguir y pacientes que fueron atendidos.\n\n"
            "Contar con empresas como la suya hace la diferencia."
        ),
    ),
    "en": (
        "Thank you for your support of {campaign}",
        (
            "Dear friends at {donor},\n\n"
            "On behalf of our association and of the hospital staff, thank you. We received from you "
            "{gift}.\n\nYour help reached {hospital}, as part of the campaign {campaign}. Behind each "
            "delivery there are shifts that could go on and patients who were cared for.\n\n"
            "Companies like yours make the difference."
        ),
    ),
}


def wording_of(campaign: Campaign, language: str) -> tuple[str, str]:
    """Return subject and body for a campaign, the house's own while nobody wrote others."""
    kept = kept_wording(campaign, language)
    return (kept.subject, kept.body) if kept is not None else DEFAULTS[language]


def kept_wording(campaign: Campaign, language: str) -> ThanksWording | None:
    """Return the text that staff wrote, None while there is none."""
    return db.session.scalars(
        sa.select(ThanksWording).where(
            ThanksWording.campaign_id == campaign.id, ThanksWording.language == language
        )
    ).first()


def check(text: str, language: str) -> None:
    """Raise UnknownPlaceholder for a name in braces that nothing stands for."""
    for name in _PLACE.findall(text):
        if name.strip().lower() not in NAMES:
            known = ", ".join(f"{{{each}}}" for each in SHOWN[language])
            raise UnknownPlaceholder(name=name[:40], known=known)


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Return the text with each name in braces replaced; what is replaced is never read again."""
    return _PLACE.sub(lambda found: facts[NAMES[found[1].strip().lower()]], text)
