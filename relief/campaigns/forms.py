"""What a person may type about a campaign."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FormField

from relief.campaigns import words  # noqa: F401 - registers the words
from relief.campaigns.actions import MOST_AMOUNTS, Offered, Suggested
from relief.campaigns.models import CampaignAmount, CampaignEarmark, CampaignStatus, EarmarkKind
from relief.core.forms import (
    ChoiceField,
    DayField,
    FromAddress,
    LineField,
    MoneyField,
    NotesField,
    QtyField,
    ReliefForm,
    RowForm,
    RowsField,
    YesNoField,
    drawable,
)
from relief.core.money import Currency
from relief.core.words import choices

CURRENCIES = {Currency.MXN: _l("MXN · pesos"), Currency.USD: _l("USD · dollars")}


class CampaignForm(ReliefForm):
    """One campaign: what it says in both languages, until when, how far, and what it takes."""

    name = LineField(_l("Name"), max=120)
    summary = NotesField(_l("In one sentence"), max=300)
    story = NotesField(_l("Story"), max=6000, required=False)
    name_en = LineField(_l("Name in English"), max=120, required=False)
    summary_en = NotesField(_l("In one sentence, in English"), max=300, required=False)
    story_en = NotesField(_l("Story in English"), max=6000, required=False)
    slug = LineField(_l("Public address"), max=60, required=False)
    starts_on = DayField(_l("First day"))
    ends_on = DayField(_l("Last day"), required=False)
    goal = MoneyField(_l("Goal in money"), currency_field="goal_currency", required=False)
    goal_currency = ChoiceField(
        _l("Currency of the goal"), labels=CURRENCIES, default=Currency.MXN, required=False
    )
    goal_units = QtyField(_l("Goal in units"), required=False)
    unit_label = LineField(_l("What is counted"), max=40, required=False)
    unit_label_en = LineField(_l("What is counted, in English"), max=40, required=False)
    accepts_cash = YesNoField(_l("It takes money"), default=True)
    accepts_goods = YesNoField(_l("It takes goods"), default=True)

    def values(self) -> dict[str, Any]:
        """Return what was typed, by column."""
        return {f.name: f.data for f in self if f.name not in {"csrf_token", "goal_currency"}}


MOST_EARMARKS = 12
SPARE_EARMARKS = 3


class AmountRow(RowForm):
    """One amount and what it buys; a row left empty is no row."""

    amount = MoneyField(_l("Amount"), required=False, currency_field="currency")
    currency = ChoiceField(_l("Currency"), labels=CURRENCIES, default=Currency.MXN, required=False)
    buys = LineField(_l("What it buys"), max=60, required=False, validators=[drawable])
    buys_en = LineField(_l("The same in English"), max=60, required=False, validators=[drawable])
    preselected = YesNoField(_l("First choice"))

    @property
    def is_typed(self) -> bool:
        """Say whether anything was written in this row."""
        return any(f.typed for f in (self.amount, self.buys, self.buys_en))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for both halves of a row that was begun."""
        sound: bool = super().validate(extra_validators)
        for f in (self.amount, self.buys):
            if self.is_typed and not f.typed:
                f.errors = [str(f.asks)]
                sound = False
        return sound


class EarmarkRow(RowForm):
    """One purpose; a row left empty is no row."""

    kind = ChoiceField(
        _l("What kind"), labels=choices(EarmarkKind), default=EarmarkKind.CITY, required=False
    )
    name = LineField(_l("Name"), max=80, required=False, validators=[drawable])
    name_en = LineField(_l("Name in English"), max=80, required=False, validators=[drawable])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the Spanish name of a row that was begun, and for its kind."""
        sound: bool = super().validate(extra_validators)
        if self.name_en.typed and not self.name.typed:
            self.name.errors = [str(self.name.asks)]
            sound = False
        if self.name.typed and self.kind.data is None:
            self.kind.errors = [str(self.kind.asks)]
            sound = False
        return sound


class OffersForm(ReliefForm):
    """What the pledge form of a campaign suggests and offers."""

    amounts = RowsField(
        FormField(AmountRow), label=_l("Suggested amounts"), max_entries=MOST_AMOUNTS
    )
    earmarks = RowsField(FormField(EarmarkRow), label=_l("Earmarks"), max_entries=MOST_EARMARKS)

    @classmethod
    def of(
        cls, amounts: Sequence[CampaignAmount], earmarks: Sequence[CampaignEarmark]
    ) -> "OffersForm":
        """Return the form with what a campaign offers now, and room for more."""
        kept = {
            "amounts": [
                {
                    "amount": each.amount,
                    "currency": Currency(each.amount.currency),
                    "buys": each.buys,
                    "buys_en": each.buys_en,
                    "preselected": each.preselected,
                }
                for each in amounts
            ],
            "earmarks": [
                {"kind": each.kind, "name": each.name, "name_en": each.name_en} for each in earmarks
            ],
        }
        form = cls(data=kept)
        form.make_room()
        return form

    def make_room(self) -> None:
        """Leave empty rows, so that no script is needed to add one."""
        while len(self.amounts) < MOST_AMOUNTS:
            self.amounts.append_entry()
        for _number in range(min(SPARE_EARMARKS, MOST_EARMARKS - len(self.earmarks))):
            self.earmarks.append_entry()

    def suggested(self) -> list[Suggested]:
        """Return the amounts that were written."""
        written = [row.form for row in self.amounts if row.form.is_typed]
        return [
            Suggested(row.amount.data, row.buys.data, row.buys_en.data, row.preselected.data)
            for row in written
        ]

    def offered(self) -> list[Offered]:
        """Return the purposes that were written."""
        written = [row.form for row in self.earmarks if row.form.name.typed]
        return [Offered(row.kind.data, row.name.data, row.name_en.data) for row in written]


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Name"), max=80, required=False)
    status = ChoiceField(
        _l("State"), labels=choices(CampaignStatus), required=False, blank=_l("any")
    )
