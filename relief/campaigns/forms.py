"""What a person may type about a campaign."""

from typing import Any

from flask_babel import lazy_gettext as _l

from relief.campaigns import words  # noqa: F401 - registers the words
from relief.campaigns.models import CampaignStatus
from relief.core.forms import (
    ChoiceField,
    DayField,
    LineField,
    MoneyField,
    NotesField,
    QtyField,
    ReliefForm,
    YesNoField,
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


class FilterForm(ReliefForm):
    """What the list may be narrowed by; read from the address."""

    class Meta(ReliefForm.Meta):
        csrf = False

    q = LineField(_l("Name"), max=80, required=False)
    status = ChoiceField(
        _l("State"), labels=choices(CampaignStatus), required=False, blank=_l("any")
    )
