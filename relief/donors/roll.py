"""The member roll: each row enters, changes a member we know, or is refused with its reasons.

A row is known by its member number, then by its RFC (SAT's generic ones belong to everybody), then
by its name when neither number speaks against it. A wrong check digit of the RFC only warns: SAT
has issued some that do not check. An empty cell is not known there, and erases nothing.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import format_date
from flask_babel import gettext as _

from relief.audit.story import label_of
from relief.core import imports
from relief.core.db import db
from relief.core.imports import (
    Judged,
    Listed,
    Outcome,
    Plan,
    Row,
    changes_of,
    judge_all,
    read_list,
    read_row,
)
from relief.core.rfc import GENERIC_RFCS
from relief.core.text import company_key
from relief.donors.actions import create_donor, edit_donor
from relief.donors.models import Donor, DonorMembership, DonorMerge
from relief.donors.roll_form import COLUMNS, RollForm


def plan_roll(content: bytes, step: Callable[[], object] = lambda: None) -> Plan:
    """Say what a roll would do, writing nothing. Raise FileUnreadable and its kin, ColumnsMissing."""
    listed = read_list(content, COLUMNS, needs=("name", "member_no"))
    return judge_all(listed, _Roll(listed), step)


def carry_out(plan: Plan, step: Callable[[], object] = lambda: None) -> None:
    """Write the rows of a plan that enter or change; who asks holds the lock and commits."""
    imports.carry_out(plan, Donor, create=create_donor, edit=edit_donor, step=step)


class _Known:
    """Every donor of the chapter by what a roll may call it."""

    def __init__(self) -> None:
        merges = sa.select(DonorMerge.donor_id, DonorMerge.into_id)
        self.merged: dict[UUID, UUID] = {row[0]: row[1] for row in db.session.execute(merges)}
        self.by_id: dict[UUID, Donor] = {}
        self.by_number: dict[str, Donor] = {}
        self.by_rfc: dict[str, Donor] = {}
        self.by_name: dict[str, Donor] = {}
        # The oldest is written last, and so stands.
        for donor in db.session.scalars(
            sa.select(Donor).order_by(Donor.created_at.desc(), Donor.id.desc())
        ):
            self._remember(donor)
        ends = (
            sa.select(DonorMembership.donor_id, sa.func.max(DonorMembership.ended_on))
            .where(DonorMembership.is_open.is_(False))
            .group_by(DonorMembership.donor_id)
        )
        self.left_on: dict[UUID, date | None] = {row[0]: row[1] for row in db.session.execute(ends)}

    def _remember(self, donor: Donor) -> None:
        self.by_id[donor.id] = donor
        if donor.member_no:
            self.by_number[donor.member_no] = donor
        if donor.id in self.merged:
            return
        if donor.rfc and donor.rfc not in GENERIC_RFCS:
            self.by_rfc[donor.rfc] = donor
        if donor.name_key and not donor.member_no:
            self.by_name[donor.name_key] = donor


class _Roll:
    """Judges the rows of one roll, remembering those that were good."""

    def __init__(self, listed: Listed) -> None:
        self.listed, self.known = listed, _Known()
        self.seen: dict[tuple[str, str], int] = {}

    def __call__(self, row: Row) -> Judged:
        form, faults = read_row(RollForm, row, self.listed)
        title = row.text.get("name", "")
        if faults:
            return Judged(row, Outcome.REFUSED, title, faults)
        values = form.values()
        faults = self._twice(values)
        donor, doubt = self._find(values)
        faults += doubt
        faults += self._gone(donor, values) + self._met(donor)
        if faults:
            return Judged(row, Outcome.REFUSED, title, faults)
        for mark in _marks(values):
            self.seen[mark] = row.number
        if donor is not None:
            self.seen["donor", str(donor.id)] = row.number
        warnings = list(filter(None, [form.rfc.doubtful, form.ein_doubt()]))
        if donor is None:
            given = {name: value for name, value in values.items() if value not in (None, "")}
            return Judged(row, Outcome.NEW, values["name"], warnings=warnings, values=given)
        wanted, told = changes_of(donor, values, label_of)
        outcome = Outcome.CHANGED if wanted else Outcome.SAME
        return Judged(
            row,
            outcome,
            donor.name,
            warnings=warnings,
            changes=told,
            values=wanted,
            target=donor.id,
        )

    def _twice(self, values: dict[str, Any]) -> list[str]:
        return [
            _("%(what)s stands in row %(row)s already.", what=mark[1], row=self.seen[mark])
            for mark in _marks(values)
            if mark in self.seen
        ]

    def _met(self, donor: Donor | None) -> list[str]:
        """Refuse a second row about one donor: which of the two is right is not ours to say."""
        row = self.seen.get(("donor", str(donor.id))) if donor is not None else None
        if donor is None or row is None:
            return []
        return [_("%(what)s stands in row %(row)s already.", what=donor.name, row=row)]

    def _find(self, values: dict[str, Any]) -> tuple[Donor | None, list[str]]:
        """Return the donor that a row means, and why it cannot be told."""
        number, rfc = values["member_no"], values["rfc"]
        own = rfc if rfc not in GENERIC_RFCS else None
        numbered = self.known.by_number.get(number) if number else None
        taxed = self.known.by_rfc.get(own) if own else None
        if numbered is not None and numbered.id in self.known.merged:
            into = self.known.by_id[self.known.merged[numbered.id]]
            return None, [_("This member was merged into %(name)s.", name=into.name)]
        if numbered is not None and taxed is not None and taxed is not numbered:
            both = {"one": numbered.name, "other": taxed.name}
            return None, [_("The number is of %(one)s and the RFC of %(other)s.", **both)]
        if numbered is None and taxed is not None and number and taxed.member_no:
            return None, [
                _(
                    "The RFC is of %(name)s already, with number %(number)s.",
                    name=taxed.name,
                    number=taxed.member_no,
                )
            ]
        return numbered or taxed or self._named(values, own), []

    def _named(self, values: dict[str, Any], own: str | None) -> Donor | None:
        """Return a donor without number whose name is the same, unless two RFCs differ."""
        donor = self.known.by_name.get(company_key(values["name"]))
        if donor is None or (own and donor.rfc and donor.rfc not in GENERIC_RFCS):
            return None
        return donor

    def _gone(self, donor: Donor | None, values: dict[str, Any]) -> list[str]:
        """Refuse a member that left, unless the row says that it came back later."""
        left = self.known.left_on.get(donor.id) if donor is not None else None
        if donor is None or left is None or donor.is_member:
            return []
        joined = values["joined_on"]
        if joined is not None and joined >= left:
            return []
        return [
            _("It left on %(day)s. If it came back, say since when.", day=format_date(left, "long"))
        ]


def _marks(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what may stand in one row of a roll only."""
    found = [("member_no", values["member_no"]), ("rfc", values["rfc"])]
    return [(kind, text) for kind, text in found if text and text not in GENERIC_RFCS]
