"""Donors."""

from typing import Any

from relief.core import files
from relief.core.db import transaction
from relief.donors import actions, queries, rolls
from relief.donors.models import Contact, Donor, RollImport


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


def roll(f: Any, *, rows: str = "S-1,Empresa del Padrón,", name: str = "padron.csv") -> RollImport:
    """A member roll that was sent and not imported yet."""
    sha256 = files.store(f"No. socio,Razón social,RFC\n{rows}\n".encode())
    with transaction():
        return rolls.keep_roll(name=name, sha256=sha256)
