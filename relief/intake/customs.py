"""The customs regime of goods that a plant gives, and the change that must come before accepting."""

import re
from datetime import date

import sqlalchemy as sa

from relief.audit.actions import record
from relief.core import clock, context
from relief.core.db import db
from relief.intake.errors import (
    LineOfAnother,
    NotTemporary,
    PedimentoInvented,
    PedimentoMisread,
    PedimentoMissing,
    PedimentoNotNeeded,
    RegimeAlreadyChanged,
    RegimeNotChanged,
    SamePedimento,
)
from relief.intake.locking import lock_in_state
from relief.intake.models import (
    Customs,
    CustomsEntry,
    Intake,
    IntakeLine,
    IntakeStatus,
    LineCustoms,
    Regime,
)
from relief.stock.queries import today

_SHAPE = re.compile(r"[0-9]{15}")
_BETWEEN = re.compile(r"[\s\-]")
_STILL_OPEN = (IntakeStatus.ANNOUNCED, IntakeStatus.ARRIVED)


def read_pedimento(text: str) -> str:
    """Return the 15 digits of a pedimento, typed with spaces or hyphens or without.

    Its parts are year (2), customs office (2), licence of the broker (4) and number (7), as
    annex 22 of Mexico's foreign trade rules has them. Raise PedimentoMisread, or
    PedimentoInvented for a year after this one; of the last century none is still alive.
    """
    digits = _BETWEEN.sub("", text)
    if not _SHAPE.fullmatch(digits):
        raise PedimentoMisread
    year = 2000 + int(digits[:2])
    if year > today().year:
        raise PedimentoInvented(year=str(year))
    return digits


def parted(pedimento: str) -> str:
    """Return a pedimento as papers write it: `20 40 3456 0001234`; '' for none."""
    parts = (pedimento[:2], pedimento[2:4], pedimento[4:8], pedimento[8:])
    return " ".join(filter(None, parts))


def set_regime(
    intake: Intake, *, regime: Regime, pedimento: str = "", line: IntakeLine | None = None
) -> Customs:
    """Write down, or correct, under which regime goods are that are not accepted yet.

    With `line`, of that line alone. Raise IntakeAlreadyDecided, LineOfAnother,
    RegimeAlreadyChanged, PedimentoMissing, PedimentoMisread, PedimentoInvented or
    PedimentoNotNeeded.
    """
    lock_in_state(intake, *_STILL_OPEN)
    number = _number_of(regime, pedimento)
    entry = entry_of(intake, line)
    if entry is not None and entry.changed_on is not None:
        raise _already_changed(entry)
    before = {"regime": entry.regime, "pedimento": entry.pedimento} if entry else None
    if entry is None:
        entry = _begun(intake, line)
    entry.regime, entry.pedimento = regime, number
    db.session.add(entry)
    db.session.flush()
    after = {"regime": regime, "pedimento": number, **_of(line)}
    record(
        "intake:customs:recorded",
        intake,
        about=intake.pledge or intake.donor,
        before=before,
        after=after,
    )
    return entry


def record_change(
    intake: Intake, *, pedimento: str, changed_on: date, line: IntakeLine | None = None
) -> None:
    """Record that temporary goods left their regime: from now on they may be accepted.

    `changed_on` is the customs office's date; with `line`, of that line alone. Raise
    IntakeAlreadyDecided, LineOfAnother, NotTemporary, RegimeAlreadyChanged, PedimentoMisread,
    PedimentoInvented or SamePedimento.
    """
    lock_in_state(intake, *_STILL_OPEN)
    entry = entry_of(intake, line)
    if entry is None or entry.regime is not Regime.TEMPORARY:
        raise NotTemporary(reference=intake.reference)
    if entry.changed_on is not None:
        raise _already_changed(entry)
    number = read_pedimento(pedimento)
    if number == entry.pedimento:
        raise SamePedimento
    entry.changed_pedimento, entry.changed_on = number, changed_on
    entry.changed_by, entry.changed_at = context.current_actor().label, clock.now()
    db.session.flush()
    after = {"pedimento": number, "changed_on": changed_on, **_of(line)}
    record("intake:customs:changed", intake, about=intake.pledge or intake.donor, after=after)


def refuse_temporary(intake: Intake) -> None:
    """Raise RegimeNotChanged if a line of it may not be accepted yet, by its own entry or the arrival's.

    The caller holds the lock of the arrival, under which alone the regime is written.
    """
    entry = entry_of(intake)
    own = {
        each.intake_line_id: each
        for each in db.session.scalars(
            sa.select(LineCustoms)
            .where(LineCustoms.intake_line_id.in_([line.id for line in intake.lines]))
            .execution_options(populate_existing=True)
        )
    }
    told = [own.get(line.id, entry) for line in intake.lines]
    if any(each is not None and each.waits for each in told):
        raise RegimeNotChanged


def entry_of(intake: Intake, line: IntakeLine | None = None) -> CustomsEntry | LineCustoms | None:
    """Return what is known of the regime of an arrival, or of one line alone, as it stands now.

    None for nothing. Raise LineOfAnother.
    """
    if line is None:
        whole = sa.select(CustomsEntry).where(CustomsEntry.intake_id == intake.id)
        return db.session.scalars(whole.execution_options(populate_existing=True)).first()
    if line.intake_id != intake.id:
        raise LineOfAnother
    own = sa.select(LineCustoms).where(LineCustoms.intake_line_id == line.id)
    return db.session.scalars(own.execution_options(populate_existing=True)).first()


def _begun(intake: Intake, line: IntakeLine | None) -> CustomsEntry | LineCustoms:
    return (
        CustomsEntry(intake_id=intake.id) if line is None else LineCustoms(intake_line_id=line.id)
    )


def _of(line: IntakeLine | None) -> dict[str, str]:
    return {} if line is None else {"item": line.item.name}


def _number_of(regime: Regime, pedimento: str) -> str:
    if regime is Regime.NATIONAL:
        if pedimento:
            raise PedimentoNotNeeded
        return ""
    if not pedimento:
        raise PedimentoMissing
    return read_pedimento(pedimento)


def _already_changed(entry: Customs) -> RegimeAlreadyChanged:
    return RegimeAlreadyChanged(actor=entry.changed_by, pedimento=parted(entry.changed_pedimento))
