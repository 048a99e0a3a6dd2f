"""Hospitals."""

from typing import Any

from relief.core.db import transaction
from relief.hospitals import actions
from relief.hospitals.models import Hospital, HospitalStatus


def hospital(f: Any, **values: Any) -> Hospital:
    """An approved hospital of the chosen chapter."""
    status = values.pop("status", HospitalStatus.APPROVED)
    with transaction():
        made = actions.create_hospital(
            **{"name": f"Hospital de Prueba {f.number()}", "city": "Tijuana", **values}
        )
        actions.move_hospital(made, status)
    return made
