"""Ways items come packed, and quantities typed in packs: «3 cajas + 5» is 41 of a box of twelve."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from relief.audit.actions import record
from relief.core import rows
from relief.core.db import db
from relief.core.forms import QtyField
from relief.core.text import search_key
from relief.stock.errors import PackKnown
from relief.stock.models import Item, ItemPack
from relief.stock.units import counted, same_unit

LOOSE = ("suelta", "suelto", "unidad", "pieza", "loose", "unit", "piece")
_PART = re.compile(r"([0-9]{1,9})\s*([^0-9+,;]*)")


@dataclass(frozen=True)
class Pack:
    """So many units in one."""

    label: str
    units: int
    id: UUID | None = None


def packs_of(items: Sequence[Item]) -> dict[UUID, list[Pack]]:
    """Return how each item comes packed, the smallest pack first; one query."""
    found: dict[UUID, list[Pack]] = defaultdict(list)
    for item in items:
        if item.pack_size > 1 and item.pack_label:
            found[item.id].append(Pack(item.pack_label, item.pack_size))
    statement = sa.select(ItemPack).where(ItemPack.item_id.in_([item.id for item in items]))
    for pack in db.session.scalars(statement.order_by(ItemPack.units, ItemPack.id)):
        found[pack.item_id].append(Pack(pack.label, pack.units, pack.id))
    return {item: sorted(packs, key=lambda pack: pack.units) for item, packs in found.items()}


def add_pack(item: Item, *, label: str, units: int) -> ItemPack:
    """Say that an item also comes in packs of so many units, at least two. Raise PackKnown."""
    rows.lock(item)
    for known in packs_of([item]).get(item.id, []):
        if same_unit(known.label, label):
            raise PackKnown(label=known.label, units=known.units)
    pack = ItemPack(item_id=item.id, label=label, label_key=search_key(label), units=units)
    db.session.add(pack)
    db.session.flush()
    record("stock:pack:added", item, after={"name": label, "quantity": units})
    return pack


def remove_pack(item: Item, pack: ItemPack) -> None:
    """Forget a pack; what was counted in it stays what it is. Raise RowMissing."""
    if pack.item_id != item.id:
        raise rows.RowMissing("ItemPack")
    db.session.delete(pack)
    db.session.flush()
    record("stock:pack:removed", item, before={"name": pack.label, "quantity": pack.units})


def read_units(text: str, packs: Sequence[Pack], unit: str) -> int:
    """Return the units that a person wrote, loose ones and packs added up. Raise ValueError."""
    left = _PART.sub("", text)
    if left.strip(" +,;") or not _PART.search(text):
        raise ValueError(_("Write units, or packs as in «%(example)s».", example=_example(packs)))
    return sum(int(number) * _size(word, packs, unit) for number, word in _PART.findall(text))


def _size(word: str, packs: Sequence[Pack], unit: str) -> int:
    """Return the units in one of what a word names; a joining word at its end is not part of it."""
    name = re.sub(r"\s+(y|and|de|of)?\s*$", "", search_key(word) + " ").strip()
    if name in ("", "y", "and") or any(same_unit(name, each) for each in (unit, *LOOSE)):
        return 1
    for pack in packs:
        if same_unit(name, pack.label):
            return pack.units
    raise ValueError(
        _(
            "«%(word)s» is no pack of this item: %(packs)s.",
            word=word.strip(),
            packs=told(packs, unit),
        )
    )


def told(packs: Sequence[Pack], unit: str) -> str:
    """Return the packs in words: `caja (12 piezas), tarima (480 piezas)`."""
    return ", ".join(f"{pack.label} ({counted(pack.units, unit)})" for pack in packs)


def _example(packs: Sequence[Pack]) -> str:
    return f"3 {packs[-1].label} + 5" if packs else "41"


class PackedField(QtyField):
    """A quantity that may be typed in packs, once `offer` has said which there are."""

    packs: Sequence[Pack] = ()
    unit = ""

    def offer(self, packs: Sequence[Pack], unit: str) -> None:
        """Take packs too, and say so beneath the label."""
        self.packs, self.unit = packs, unit
        if packs:
            self.render_kw = {**(self.render_kw or {}), "inputmode": "text"}
            self.description = _(
                "Also in packs, as in «%(example)s»: %(packs)s.",
                example=_example(packs),
                packs=told(packs, unit),
            )

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what came: the packs are not known yet."""
        first = valuelist[0] if valuelist else ""
        self.typed = self.clean(first) if isinstance(first, str) else ""
        self.data = None

    def pre_validate(self, form: BaseForm) -> None:
        """Read it now."""
        if self.typed:
            try:
                self.data = self.read(self.typed)
            except ValueError as error:
                raise StopValidation(str(error)) from error
        super().pre_validate(form)

    def read(self, text: str) -> int:
        """Return the units; without packs, as any quantity is read."""
        if self._DIGITS.fullmatch(text) or not self.packs:
            return super().read(text)
        units = read_units(text, self.packs, self.unit)
        if not self.least <= units <= self.most:
            raise ValueError(str(self.asks))
        return units
