"""A list of hospitals: each row enters for review, changes one we know, or is refused.

A hospital is known by either CLUES or by its name. An empty CLUES stays empty: none is invented.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from relief.core import imports
from relief.core.db import db
from relief.core.imports import (
    Judged,
    KnownRows,
    Plan,
    Row,
    judge_all,
    read_list,
    read_row,
)
from relief.core.text import search_key
from relief.hospitals.actions import create_hospital, edit_hospital
from relief.hospitals.forms import HospitalForm
from relief.hospitals.models import Hospital

COLUMNS = {
    "name": ("nombre", "hospital", "name"),
    "city": ("ciudad", "city"),
    "municipality": ("municipio", "municipality"),
    "institution": ("institucion", "institution"),
    "clues_ssa": ("clues_ssa", "CLUES"),
    "clues_imb": ("clues_imb",),
    "latitude": ("latitud", "latitude"),
    "longitude": ("longitud", "longitude"),
    "address": ("direccion", "domicilio", "address"),
    "receiving_hours": ("horario", "receiving hours"),
}


def plan_hospitals(content: bytes, step: Callable[[], object] = lambda: None) -> Plan:
    """Say what a list would do, writing nothing. Raise FileUnreadable and its kin, ColumnsMissing."""
    listed = read_list(content, COLUMNS, needs=("name", "city"))
    by_mark: dict[str, Any] = {}
    for hospital in db.session.scalars(sa.select(Hospital)):
        for mark in _marks(hospital.name, hospital.clues_ssa, hospital.clues_imb):
            by_mark[mark] = hospital
    known = KnownRows(listed, by_mark)

    def judge(row: Row) -> Judged:
        form, faults = read_row(HospitalForm, row, listed)
        values = {} if faults else {name: form.values()[name] for name in listed.headings}
        marks = _marks(row.text["name"], row.text.get("clues_ssa"), row.text.get("clues_imb"))
        return known.judge(row, (values, faults), marks)

    return judge_all(listed, judge, step)


def carry_out(plan: Plan, step: Callable[[], object] = lambda: None) -> None:
    """Write the rows of a plan that enter or change; who asks holds the lock and commits."""
    imports.carry_out(plan, Hospital, create=create_hospital, edit=edit_hospital, step=step)


def _marks(name: str, *clues: str | None) -> list[str]:
    return [f"name {search_key(name)}", *(f"clues {each}" for each in clues if each)]
