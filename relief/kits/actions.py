"""Write down what a kit holds, put kits together, and take them apart.

Goods that go into a kit leave their lots by the ledger and come back to the very same lots when
it is taken apart; the kit is a lot of its own that knows its parts.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _

from relief.audit.actions import record
from relief.core import context, rows
from relief.core.db import db
from relief.core.numbers import in_groups
from relief.core.references import next_reference
from relief.core.words import word
from relief.kits import queries
from relief.kits.errors import (
    ComponentTwice,
    HeldForItself,
    KitInsideKit,
    NoComponents,
    NotAssembledHere,
    NotEnoughParts,
    NotSoManyKits,
    UsedInKit,
)
from relief.kits.models import KitAssembly, KitComponent, KitDismantling
from relief.kits.planning import Batch, Plan, hold
from relief.stock import genealogy, ledger
from relief.stock.ledger import Line
from relief.stock.models import Item, Lot, LotPart, LotStatus, Place, Reason
from relief.stock.queries import today


@dataclass(frozen=True)
class Holds:
    """One kit holds so many units of an item."""

    item: Item
    quantity: int


def set_components(kit: Item, *, components: Sequence[Holds]) -> None:
    """Write down what one kit holds from now on; kits that were made keep what they hold.

    Raise NoComponents, ComponentTwice, KitInsideKit or UsedInKit.
    """
    if not components:
        raise NoComponents
    ids = {each.item.id for each in components}
    # All of them locked: two people could else put two items into each other.
    rows.lock_in_order(Item, {kit.id, *ids})
    _refuse_recipe(kit, components)
    before = queries.recipe(kit.id)
    told = {each.item.name: each.quantity for each in before}
    wanted = {each.item.name: each.quantity for each in components}
    if list(told.items()) == list(wanted.items()):
        return
    db.session.execute(sa.delete(KitComponent).where(KitComponent.kit_item_id == kit.id))
    db.session.add_all(
        KitComponent(
            kit_item_id=kit.id, item_id=each.item.id, quantity=each.quantity, position=position
        )
        for position, each in enumerate(components, 1)
    )
    db.session.flush()
    record(
        "kits:recipe:changed",
        kit,
        before={"components": _told(told)} if told else None,
        after={"components": _told(wanted)},
    )


def assemble(kit: Item, *, place: Place, kits: int, nonce: UUID, notes: str = "") -> KitAssembly:
    """Put so many kits together of what lies at a place, first expired first.

    Kits of the very same contents become one lot, good until the first of its parts expires. The
    same nonce gives the same assembly. Raise NotAKit, or NotEnoughParts, which names what is short
    and how many kits are possible.
    """
    reference = next_reference("ARM", today().year)
    known = queries.assembly_of_form(nonce)
    if known is not None:
        return known
    plan = hold(kit, place)
    _refuse_short(plan, kits)
    batches = plan.batches(kits)
    assembly = KitAssembly(
        reference=reference,
        item=kit,
        place=place,
        quantity=kits,
        notes=notes,
        made_by=context.current_actor().label,
        nonce=nonce,
    )
    db.session.add(assembly)
    db.session.flush()
    _move_together(assembly, batches, place)
    record(
        "kits:assembly:made",
        assembly,
        about=kit,
        after={"reference": reference, "quantity": kits, "place": place.name},
    )
    return assembly


def _move_together(assembly: KitAssembly, batches: Sequence[Batch], place: Place) -> None:
    used: Counter[Lot] = Counter()
    for batch in batches:
        for part in batch.parts:
            used[part.lot] += part.units * batch.kits
    parts = [Line(lot, units) for lot, units in used.items()]
    move = partial(ledger.move, reason=Reason.ASSEMBLED, source_id=assembly.id)
    move(parts, source=place, target=None)
    made = [
        Line(_kit_lot(assembly, batch, number), batch.kits)
        for number, batch in enumerate(batches, 1)
    ]
    move(made, source=None, target=place)


def take_apart(lot: Lot, *, place: Place, kits: int, reason: str, nonce: UUID) -> KitDismantling:
    """Take kits of a lot apart; each part returns to the lot it came from, at the kit's place.

    The same nonce gives the same dismantling. Raise NotAssembledHere, NotSoManyKits, or
    HeldForItself when the kits are held back and none of their parts is.
    """
    assembly = queries.assembly_of_lot(lot.id)
    if assembly is None:
        raise NotAssembledHere(lot=lot.code)
    parts = genealogy.parts_of([lot.id])[lot.id]
    # Kit and parts at once, in the order of their ids, as everybody else locks them.
    touched = [lot.id, *(part.part_lot_id for part in parts)]
    rows.lock_in_order(Lot, set(touched))
    known = queries.dismantling_of_form(nonce)
    if known is not None:
        return known
    _refuse_held(lot, parts)
    there = ledger.lock(touched, [place])[lot.id, place.id]
    if there.available < kits:
        raise NotSoManyKits(
            lot=lot.code,
            place=place.name,
            on_hand=there.on_hand,
            reserved=there.reserved,
            available=there.available,
        )
    done = KitDismantling(
        assembly_id=assembly.id,
        lot_id=lot.id,
        place=place,
        quantity=kits,
        reason=reason,
        taken_by=context.current_actor().label,
        nonce=nonce,
    )
    db.session.add(done)
    _move_back(done, Line(lot, kits), parts)
    record(
        "kits:lot:taken_apart",
        lot,
        about=assembly,
        after={"quantity": kits, "place": place.name, "reason": reason},
    )
    return done


def _move_back(done: KitDismantling, kits: Line, parts: Sequence[LotPart]) -> None:
    move = partial(ledger.move, reason=Reason.DISASSEMBLED, source_id=done.assembly_id)
    move([kits], source=done.place, target=None)
    back = [Line(part.part_lot, part.quantity * kits.quantity) for part in parts]
    move(back, source=None, target=done.place)


def _kit_lot(assembly: KitAssembly, batch: Batch, number: int) -> Lot:
    """Make the lot of a batch. Whose gift it is can be said only when all parts agree."""
    donors = {part.lot.donor_id for part in batch.parts}
    campaigns = {part.lot.campaign_id for part in batch.parts}
    lot = Lot(
        item=assembly.item,
        code=f"{assembly.reference}-{number}",
        expires_on=batch.expires_on,
        donor_id=donors.pop() if len(donors) == 1 else None,
        campaign_id=campaigns.pop() if len(campaigns) == 1 else None,
        unit_value=batch.worth,
    )
    db.session.add(lot)
    db.session.flush()
    db.session.add_all(
        LotPart(kit_lot_id=lot.id, part_lot_id=part.lot.id, quantity=part.units)
        for part in batch.parts
    )
    return lot


def _refuse_recipe(kit: Item, components: Sequence[Holds]) -> None:
    kits = genealogy.has_kit_lots({each.item.id for each in components})
    for item, lines in Counter(each.item for each in components).items():
        if lines > 1:
            raise ComponentTwice(item=item.name)
        if item.id == kit.id or item.id in kits or queries.recipe(item.id):
            raise KitInsideKit(item=item.name)
    users = queries.kits_using(kit.id)
    if users:
        raise UsedInKit(item=kit.name, kit=users[0].name)


def _refuse_held(lot: Lot, parts: Sequence[LotPart]) -> None:
    held = lot.status is not LotStatus.AVAILABLE
    if held and all(part.part_lot.status is LotStatus.AVAILABLE for part in parts):
        raise HeldForItself(lot=lot.code, state=word(lot.status))


def _refuse_short(plan: Plan, kits: int) -> None:
    short = plan.short(kits)
    if not short:
        return
    missing = "; ".join(
        _(
            "%(item)s (%(available)s of %(wanted)s)",
            item=each.item.name,
            available=in_groups(each.stock.available),
            wanted=in_groups(each.wanted(kits)),
        )
        for each in short
    )
    raise NotEnoughParts(
        place=plan.place.name, possible=plan.possible, wanted=kits, missing=missing
    )


def _told(recipe: dict[str, int]) -> str:
    return ", ".join(f"{quantity} × {name}" for name, quantity in recipe.items())
