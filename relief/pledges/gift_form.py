"""What a donor types to say what they give: money or goods, how much, in how many payments, what for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField
from wtforms.widgets import ListWidget, RadioInput

from relief.campaigns.models import CampaignAmount, CampaignEarmark
from relief.core.forms import (
    ChoiceField,
    LineField,
    MoneyField,
    PickField,
    QtyField,
    ReliefForm,
    RowForm,
    RowsField,
    TokenField,
    drawable,
)
from relief.core.money import Currency, Money, format_money
from relief.pledges.actions import MOST_PAYMENTS
from relief.pledges.errors import NothingPledged, PlanNotPossible
from relief.pledges.models import PlanFrequency

MOST_GOODS = 10
OTHER = "other"


class GoodsRow(RowForm):
    """One kind of goods; a row left empty is no row."""

    item = PickField(_l("Item"), required=False, blank=_l("Choose from the list"))
    quantity = QtyField(_l("How many"), required=False, max=10_000_000)
    description = LineField(
        _l("Details"),
        max=120,
        required=False,
        validators=[drawable],
        description=_l("Brand, size, presentation, when you can deliver."),
    )
    value = MoneyField(_l("Declared value of the whole line, in pesos"), required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.item.flags.conditional = self.quantity.flags.conditional = True

    @property
    def is_typed(self) -> bool:
        """Say whether anything was written in this row."""
        return any(f.typed for f in (self.item, self.quantity, self.description, self.value))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the item and the quantity of a row that was begun."""
        sound: bool = super().validate(extra_validators)
        for f in (self.item, self.quantity):
            if self.is_typed and f.data is None and not f.errors:
                f.errors = [str(f.asks)]
                sound = False
        return sound


class Giving(StrEnum):
    """Which halves of the form count, where a campaign takes money and goods."""

    MONEY = "money"
    GOODS = "goods"
    BOTH = "both"


@dataclass(frozen=True)
class Offer:
    """What a campaign takes, suggests and offers. `items` are pairs of id and label."""

    cash: bool
    goods: bool
    items: Sequence[tuple[UUID, str]] = ()
    amounts: Sequence[CampaignAmount] = ()
    earmarks: Sequence[CampaignEarmark] = ()
    language: str = "es"


class ChipField(PickField):
    """One of the suggested amounts, by its token, or another one."""

    widget = ListWidget(prefix_label=False)
    options: Sequence[tuple[Any, Any]] = ()

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, option_widget=RadioInput(), required=False, **options)
        self.amounts: dict[str, CampaignAmount] = {}

    def offer(self, amounts: Sequence[CampaignAmount]) -> None:
        """Take the amounts of a campaign; a form that nobody filled in yet has one chosen."""
        self.amounts = {token_of(each.amount): each for each in amounts}
        words = [(token, format_money(each.amount)) for token, each in self.amounts.items()]
        self.options = [*words, (OTHER, _("Other amount"))]
        if self.typed is None and self.data is None:
            first = [each for each in amounts if each.preselected] or amounts
            self.data = token_of(first[0].amount)
        elif self.typed is None and self.data not in self.amounts:
            self.data = OTHER

    @property
    def chosen(self) -> CampaignAmount | None:
        """Return the suggested amount that was chosen, None for another one."""
        return self.amounts.get(self.data if self.typed is None else self.typed)


def token_of(amount: Money) -> str:
    """Return how a suggested amount is called in the form: `mxn-50000`."""
    return f"{amount.currency.lower()}-{amount.minor}"


class GiftForm(ReliefForm):
    """What is given: money, goods, or both; in how many payments, and what for."""

    _fields: dict[str, Any]  # WTForms' own, by name

    nonce = TokenField()
    give = ChoiceField(
        _l("What would you like to give?"),
        labels={
            Giving.MONEY: _l("Money"),
            Giving.GOODS: _l("Goods"),
            Giving.BOTH: _l("Money and goods"),
        },
        radio=True,
        required=False,
        default=Giving.MONEY,
    )
    chip = ChipField(_l("How much?"))
    amount = MoneyField(
        _l("Amount"),
        required=False,
        currency_field="currency",
        description=_l("For example 25,000.00."),
    )
    currency = ChoiceField(
        _l("Currency"),
        labels={
            Currency.MXN: _l("Mexican pesos (MXN)"),
            Currency.USD: _l("United States dollars (USD)"),
        },
        required=False,
        default=Currency.MXN,
    )
    plan_frequency = ChoiceField(
        _l("How do you want to pay it?"),
        labels={
            PlanFrequency.ONCE: _l("In one payment"),
            PlanFrequency.MONTHLY: _l("Every month"),
            PlanFrequency.QUARTERLY: _l("Every three months"),
        },
        radio=True,
        required=False,
        default=PlanFrequency.ONCE,
    )
    plan_count = QtyField(
        _l("In how many payments?"),
        min=2,
        max=MOST_PAYMENTS,
        required=False,
        description=_l("The amount above is the total: we divide it into equal parts."),
    )
    earmark = PickField(
        _l("What should it be for?"), required=False, blank=_l("Where it is needed most")
    )
    goods = RowsField(FormField(GoodsRow), label=_l("Goods"), min_entries=1, max_entries=11)

    def offer(self, offer: Offer) -> None:
        """Keep only what the campaign takes, and offer its amounts, earmarks and items."""
        for name in ("give", "amount", "currency", "plan_frequency", "plan_count"):
            self[name].flags.conditional = True
        kept = {
            "give": offer.cash and offer.goods,
            "chip": offer.cash and bool(offer.amounts),
            "earmark": bool(offer.earmarks),
            "goods": offer.goods,
        } | dict.fromkeys(("amount", "currency", "plan_frequency", "plan_count"), offer.cash)
        for name in [name for name, keep in kept.items() if not keep]:
            del self[name]
        if "chip" in self:
            self.chip.offer(offer.amounts)
            if self.chip.chosen is not None and self.amount.typed is None:
                self.amount.data = None
        if "earmark" in self:
            self.earmark.options = [
                (each.id, each.label(offer.language)) for each in offer.earmarks
            ]
        for row in self.goods.entries if offer.goods else ():
            row.form.item.options = offer.items

    @property
    def cash(self) -> Money | None:
        """Return the money that is promised, None for goods only."""
        if not self._gives(Giving.MONEY) or "amount" not in self:
            return None
        chosen = self.chip.chosen if "chip" in self else None
        amount: Money | None = chosen.amount if chosen else self.amount.data
        return amount

    @property
    def plan(self) -> PlanFrequency:
        """Return how the money is to be paid."""
        chosen = self.plan_frequency.data if self.cash is not None else None
        return chosen or PlanFrequency.ONCE

    @property
    def count(self) -> int:
        """Return in how many payments."""
        return self.plan_count.data if self.plan is not PlanFrequency.ONCE else 1

    @property
    def parts(self) -> list[Money]:
        """Return the payments that the money is divided into, the odd centavos in the first."""
        return self.cash.split(self.count) if self.cash is not None else []

    def rows(self) -> list[GoodsRow]:
        """Return the rows that were written, unless only money is given."""
        given = "goods" in self and self._gives(Giving.GOODS)
        return [row.form for row in self.goods.entries if row.form.is_typed] if given else []

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for something, for no more rows and no more payments than a pledge may have."""
        if not self._validate_given(extra_validators):
            return False
        rows = self.rows()
        if len(rows) > MOST_GOODS:
            most = _("At most %(most)s kinds of goods fit in one pledge.", most=MOST_GOODS)
            self.goods.errors = [most]
        elif not rows and self.cash is None:
            self.refuse(NothingPledged())
        else:
            return self._validate_plan()
        return False

    def _validate_plan(self) -> bool:
        cash = self.cash
        if cash is None or self.plan is PlanFrequency.ONCE:
            return True
        payments = self.plan_count.data
        if payments is None or payments > cash.minor:
            self.refuse(PlanNotPossible(most=min(MOST_PAYMENTS, cash.minor)))
            return False
        return True

    def _validate_given(self, extra_validators: Any) -> bool:
        """Check what counts; the halves that were not chosen keep what was typed, right or wrong."""
        every = self._fields
        self._fields = {name: f for name, f in every.items() if name not in self._spared()}
        try:
            sound: bool = super().validate(extra_validators)
        finally:
            self._fields = every
        return sound

    def _spared(self) -> set[str]:
        spared: set[str] = set()
        if not self._gives(Giving.MONEY):
            spared |= {"chip", "amount", "currency", "plan_frequency", "plan_count"}
        if not self._gives(Giving.GOODS):
            spared.add("goods")
        if "chip" in self and self.chip.chosen is not None:
            spared |= {"amount", "currency"}
        if "plan_frequency" in self and self.plan_frequency.data in {None, PlanFrequency.ONCE}:
            spared.add("plan_count")
        return spared

    def _gives(self, half: Giving) -> bool:
        """Say whether a half counts; a form that does not ask, or was not answered, means both."""
        chosen = self.give.data if "give" in self else None
        return chosen in {None, half, Giving.BOTH}
