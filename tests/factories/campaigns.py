"""Campaigns."""

from datetime import date
from typing import Any

from relief.campaigns import actions
from relief.campaigns.models import Campaign, CampaignStatus
from relief.core.db import transaction

WAYS: dict[CampaignStatus, tuple[CampaignStatus, ...]] = {
    CampaignStatus.DRAFT: (),
    CampaignStatus.ACTIVE: (CampaignStatus.ACTIVE,),
    CampaignStatus.PAUSED: (CampaignStatus.ACTIVE, CampaignStatus.PAUSED),
    CampaignStatus.CLOSED: (CampaignStatus.ACTIVE, CampaignStatus.CLOSED),
    CampaignStatus.ARCHIVED: (CampaignStatus.ARCHIVED,),
}


def campaign(f: Any, **values: Any) -> Campaign:
    """An active campaign that takes money and goods and has begun."""
    status = values.pop("status", CampaignStatus.ACTIVE)
    with transaction():
        made = actions.create_campaign(
            **{
                "name": f"Campaña de Prueba {f.number()}",
                "summary": "Equipo y comidas para los hospitales.",
                "starts_on": date(2020, 4, 1),
                **values,
            }
        )
        for step in WAYS[status]:
            actions.move_campaign(made, step)
    return made
