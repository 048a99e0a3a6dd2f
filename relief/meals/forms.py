"""What a person may type about meals."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from relief.core.forms import (
    ChoiceField,
    DayField,
    EmailLineField,
    FromAddress,
    LineField,
    MoneyField,
    NotesField,
    PhoneField,
    PickField,
    QtyField,
    ReliefForm,
    TokenField,
    YesNoField,
    drawable,
)
from relief.core.words import choices
from relief.meals import words  # noqa: F401 - registers the words
from relief.meals.acuse import Answer
from relief.meals.lists import EVERY, PAST
from relief.meals.models import PLAN, MealSlot, Shift, SlotStatus, Weekday
from relief.meals.queries import today

LANGUAGES = {"es": "Español", "en": "English"}


class HourField(LineField):
    """An hour on the wall, as HH:MM."""

    _SHAPE = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")

    def read(self, text: str) -> str:
        found = self._SHAPE.fullmatch(text)
        if found is None:
            raise ValueError(_("Write the hour from 00:00 to 23:59, for example 13:00."))
        return f"{int(found[1]):02d}:{found[2]}"


class WeekdaysField(SelectMultipleField):
    """Some days of the week; `data` holds their ISO numbers in order, as `12345`."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    flags: Any

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(
            label, choices=[(day.value, name) for day, name in choices(Weekday).items()], **options
        )
        self.flags.required = True

    def process_data(self, value: Any) -> None:
        self.data = list(value or "")

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            raise ValueError(_("Choose at least one day of the week."))


class PlanForm(ReliefForm):
    """How many eat, and the diets among them."""

    portions = QtyField(_l("Portions"), max=99_999)
    diabetic = QtyField(_l("for diabetics"), min=0, max=99_999, required=False)
    vegetarian = QtyField(_l("vegetarian"), min=0, max=99_999, required=False)
    low_salt = QtyField(_l("low in salt"), min=0, max=99_999, required=False)
    soft = QtyField(_l("soft diet"), min=0, max=99_999, required=False)

    def plan(self) -> dict[str, int]:
        """Return portions and diets by column; what was left empty is none."""
        return {name: self[name].data or 0 for name in PLAN}


class ProgrammeForm(PlanForm):
    """A new programme. The view gives campaign and hospital their options."""

    campaign = PickField(_l("Campaign"), blank=_l("Choose a campaign"))
    hospital = PickField(_l("Hospital"), blank=_l("Choose a hospital"))
    shift = ChoiceField(_l("Shift"), labels=choices(Shift), radio=True, default=Shift.MORNING)
    serves_at = HourField(
        _l("Hour of the meal"),
        max=5,
        default="13:00",
        description=_l("On the local clock, all year: it does not move with daylight saving."),
    )
    weekdays = WeekdaysField(_l("Days of the week"), default="12345")
    starts_on = DayField(_l("First day"), earliest=today)
    fed_until = DayField(_l("Last day"), earliest=today)
    ward = LineField(_l("Where in the hospital"), max=120, required=False)
    notes = NotesField(_l("Notes for whoever cooks"), max=500, required=False)
    nonce = TokenField()

    def rhythm(self) -> dict[str, Any]:
        """Return when it feeds, by column."""
        names = ("serves_at", "starts_on", "fed_until")
        return {
            **{name: self[name].data for name in names},
            "weekdays": "".join(sorted(set(self.weekdays.data or ()))),
        }


class ExtendForm(ReliefForm):
    """Until when a programme goes on."""

    fed_until = DayField(_l("New last day"), earliest=today)


class ChangePlanForm(PlanForm):
    """Other portions from a day on."""

    since = DayField(_l("From this day on"), earliest=today, default=today)


class EndForm(ReliefForm):
    """From when on a programme feeds nobody, and why."""

    since = DayField(_l("First day without meals"), earliest=today, default=today)
    reason = NotesField(_l("Reason"), max=500, description=_l("The companies will read it."))


class SlotForm(PlanForm):
    """One day's portions and kitchen."""

    kitchen = PickField(_l("Kitchen"), required=False, blank=_l("the company brings the meals"))


class AcuseForm(ReliefForm):
    """What was eaten on a day."""

    served = QtyField(_l("Portions that came"), min=0, max=99_999)
    receiver_name = LineField(_l("Who received them"), max=120)
    receiver_title = LineField(_l("Position"), max=120, required=False)
    reason = LineField(_l("Why, if the number is another one"), max=300, required=False)

    def answer(self) -> Answer:
        """Return what was typed."""
        return Answer(
            served=self.served.data,
            receiver_name=self.receiver_name.data,
            receiver_title=self.receiver_title.data,
            reason=self.reason.data,
        )


class AssignForm(ReliefForm):
    """The company that cooks, as it told the staff."""

    donor = PickField(_l("Company"), blank=_l("Choose a company"))
    contact_name = LineField(_l("Who answers for it"), max=120)
    email = EmailLineField(_l("E-mail"), required=False)
    phone = PhoneField(_l("Telephone"), required=False)
    nonce = TokenField()


class SettleForm(ReliefForm):
    """What a month of meals was, and what a portion is worth. The view gives `item` its options."""

    item = PickField(_l("Item of the catalogue"), blank=_l("Choose an item"))
    unit_value = MoneyField(
        _l("Value of a portion, in pesos"),
        description=_l("As the company declares it; the treasurer approves the value afterwards."),
    )
    nonce = TokenField()


class MonthForm(FromAddress):
    """A month, read from the address. The view gives `month` its options."""

    month = PickField(_l("Month"), required=False)


class KitchenForm(ReliefForm):
    """Somebody who cooks."""

    name = LineField(_l("Name"), max=120, validators=[drawable])
    contact_name = LineField(_l("Who answers for it"), max=120, required=False)
    phone = PhoneField(_l("Telephone"), required=False)
    email = EmailLineField(_l("E-mail"), required=False)
    address = LineField(_l("Address"), max=200, required=False)
    daily_capacity = QtyField(_l("Portions a day at most"), max=99_999, required=False)
    active = YesNoField(_l("Cooks for us now"), default=True)

    def values(self) -> dict[str, Any]:
        """Return what was typed, by column."""
        typed = {f.name: f.data for f in self if f.name != "csrf_token"}
        return {**typed, "email": typed["email"] or "", "phone": typed["phone"] or ""}


class CompanyForm(ReliefForm):
    """Who takes the chosen days on, as the company writes it."""

    name = LineField(_l("Company or person who gives the meals"), max=120, validators=[drawable])
    contact_name = LineField(_l("Your name"), max=120, validators=[drawable])
    email = EmailLineField(_l("E-mail"))
    phone = PhoneField(_l("Telephone"))
    language = ChoiceField(_l("We write to you in"), labels=LANGUAGES, radio=True, default="es")
    message = NotesField(_l("What should we know?"), max=500, required=False)
    shown = YesNoField(_l("Show the company's name on this board"))
    consent = YesNoField(
        _l("I have read the privacy notice and agree to the use of my data"), required=True
    )
    nonce = TokenField()


class DayForm(FromAddress):
    """A day of the calendar, read from the address."""

    day = DayField(_l("Day"), required=False)


class FilterForm(FromAddress):
    """What the list of days may be narrowed by; read from the address."""

    q = LineField(_l("Hospital, company or programme"), max=80, required=False)
    when = ChoiceField(
        _l("Days"),
        labels={PAST: _l("before today"), EVERY: _l("all of them")},
        required=False,
        blank=_l("from today on"),
    )
    hospital = PickField(_l("Hospital"), required=False, blank=_l("any"))
    status = ChoiceField(_l("State"), labels=choices(SlotStatus), required=False, blank=_l("any"))


class ProgrammeFilterForm(FromAddress):
    """What the list of programmes may be narrowed by; read from the address."""

    q = LineField(_l("Hospital or reference"), max=80, required=False)


def answered(slot: MealSlot) -> dict[str, Any]:
    """Return what the form of an acuse begins with: all that was planned, or what was signed."""
    if slot.served is None:
        return {"served": slot.portions}
    return {
        "served": slot.served,
        "receiver_name": slot.receiver_name,
        "receiver_title": slot.receiver_title,
    }
