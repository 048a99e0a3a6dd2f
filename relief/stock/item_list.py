"""A catalogue as a list: each row adds an item, changes the one of its code, or is refused."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from relief.core import imports
from relief.core.db import db
from relief.core.forms import LineField, MoneyField, ReliefForm
from relief.core.imports import (
    Judged,
    KnownRows,
    Plan,
    Row,
    WordField,
    judge_all,
    read_list,
    read_row,
)
from relief.stock.actions import create_item, edit_item
from relief.stock.models import Category, ExpiryRule, Item

COLUMNS = {
    "sku": ("clave", "código", "code", "sku"),
    "name": ("nombre", "artículo", "name"),
    "name_en": ("name_en", "nombre en inglés"),
    "category": ("categoria", "category"),
    "unit": ("unidad", "unit"),
    "sat_key": ("clave_sat",),
    "sat_unit": ("unidad_sat",),
    "expiry_rule": ("caduca", "caducidad", "expiry"),
    "reference_value": ("valor_referencia_mxn", "valor de referencia"),
}
CATEGORIES = {
    "comida": Category.MEAL,
    "epp": Category.PPE,
    "despensa": Category.PANTRY_KIT,
    "alimento": Category.OTHER,
    "otro": Category.OTHER,
}
EXPIRIES = {
    "no": ExpiryRule.NONE,
    "si": ExpiryRule.REQUIRED,
    "mismo dia": ExpiryRule.SAME_DAY,
}


class ItemRow(ReliefForm):
    """One row of the catalogue; values are pesos."""

    sku = LineField(_l("Code"), max=20)
    name = LineField(_l("Name"), max=120)
    name_en = LineField(_l("Name in English"), max=120, required=False)
    category = WordField(_l("Category"), labels=dict.fromkeys(Category, ""), words=CATEGORIES)
    unit = LineField(_l("Unit"), max=30)
    sat_key = LineField(_l("SAT product key"), max=8, required=False)
    sat_unit = LineField(_l("SAT unit key"), max=3, required=False)
    expiry_rule = WordField(
        _l("Expiry"), labels=dict.fromkeys(ExpiryRule, ""), words=EXPIRIES, required=False
    )
    reference_value = MoneyField(_l("Reference value of one unit"), required=False)


def plan_items(content: bytes, step: Callable[[], object] = lambda: None) -> Plan:
    """Say what a list would do, writing nothing. Raise FileUnreadable and its kin, ColumnsMissing."""
    listed = read_list(content, COLUMNS, needs=("sku", "name", "category", "unit"))
    by_mark: dict[str, Any] = {item.sku: item for item in db.session.scalars(sa.select(Item))}
    known = KnownRows(listed, by_mark)

    def judge(row: Row) -> Judged:
        form, faults = read_row(ItemRow, row, listed)
        values = {name: form[name].data for name in listed.headings}
        return known.judge(row, (values, faults), [row.text["sku"]])

    return judge_all(listed, judge, step)


def carry_out(plan: Plan, step: Callable[[], object] = lambda: None) -> None:
    """Write the rows of a plan that enter or change; who asks holds the lock and commits."""
    imports.carry_out(plan, Item, create=create_item, edit=edit_item, step=step)
