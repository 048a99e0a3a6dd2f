"""Hospitals."""

from datetime import date
from typing import Any

from relief.core.db import transaction
from relief.core.sent_files import keep_sent, read_sent
from relief.hospitals import actions
from relief.hospitals.models import Hospital, HospitalContact, HospitalDocument, HospitalStatus

_S = HospitalStatus
_WAYS: dict[HospitalStatus, tuple[HospitalStatus, ...]] = {
    _S.INVITED: (),
    _S.UNDER_REVIEW: (),
    _S.APPROVED: (_S.APPROVED,),
    _S.RECERTIFY: (_S.APPROVED, _S.RECERTIFY),
    _S.INACTIVE: (_S.INACTIVE,),
}


def hospital(f: Any, **values: Any) -> Hospital:
    """An approved hospital of the chosen chapter."""
    status = values.pop("status", HospitalStatus.APPROVED)
    if status is HospitalStatus.INVITED:
        values["status"] = status
    with transaction():
        made = actions.create_hospital(
            **{"name": f"Hospital de Prueba {f.number()}", "city": "Tijuana", **values}
        )
        for step in _WAYS[status]:
            actions.move_hospital(made, step)
    return made


def hospital_contact(f: Any, **values: Any) -> HospitalContact:
    """Somebody who may sign, of a hospital of their own unless one is given."""
    made = values.pop("hospital", None) or hospital(f)
    with transaction():
        return actions.add_contact(made, **{"name": f"Laura Peña {f.number()}", **values})


def hospital_document(f: Any, **values: Any) -> HospitalDocument:
    """A paper of a hospital of its own unless one is given."""
    made = values.pop("hospital", None) or hospital(f)
    file = read_sent(b"%PDF-1.7\n" + str(f.number()).encode() + b"\n%%EOF", name="licencia.pdf")
    paper = {"title": "Licencia sanitaria", "expires_on": date(2099, 1, 31), **values}
    with transaction():
        return actions.add_document(made, paper=actions.Paper(file, keep_sent(file), **paper))
