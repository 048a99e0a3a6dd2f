"""Donors."""

from typing import Any

from relief.core.db import transaction
from relief.donors import actions, queries
from relief.donors.models import Contact, Donor


def donor(f: Any, **values: Any) -> Donor:
    """A company that the staff has reviewed."""
    with transaction():
        return actions.create_donor(
            **{
                "name": f"Empresa de Prueba {f.number()}, S.A. de C.V.",
                "email": "donativos@empresa.test",
                "city": "Tijuana",
                **values,
            }
        )


def contact(f: Any, *, donor: Donor, **values: Any) -> Contact:
    """Somebody to write to at a donor."""
    number = f.number()
    with transaction():
        return actions.add_contact(
            queries.get_donor(donor.id),
            **{"name": f"Contacto {number}", "email": f"contacto{number}@empresa.test", **values},
        )
