"""What staff type when a promise came by telephone, and how it becomes a pledge."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField

from relief.accounts.access import require_chapter
from relief.campaigns.queries import active_campaigns, get_campaign
from relief.core import clock
from relief.core.forms import (
    ChoiceField,
    EmailLineField,
    LineField,
    MoneyField,
    NotesField,
    PhoneField,
    PickField,
    ReliefForm,
    RfcField,
    RowsField,
    TokenField,
    YesNoField,
    drawable,
)
from relief.core.money import Currency
from relief.core.rfc import RfcKind, check
from relief.donors.actions import find_or_create
from relief.donors.models import Donor, DonorKind
from relief.donors.queries import all_choices, get_donor
from relief.pledges import actions, emails
from relief.pledges.actions import ContactTyped, GoodsTyped
from relief.pledges.errors import NothingPledged
from relief.pledges.forms import LANGUAGES
from relief.pledges.gift_form import MOST_GOODS, GoodsRow
from relief.pledges.models import Pledge
from relief.stock.queries import get_item, item_choices

SPARE_ROWS = 3


class ToldForm(ReliefForm):
    """A pledge in somebody else's words: who promised what, and where to write to them."""

    campaign = PickField(_l("Campaign"))
    donor = PickField(_l("Donor"), required=False, blank=_l("somebody new: write the name below"))
    name = LineField(_l("Name of the new donor"), max=120, required=False, validators=[drawable])
    rfc = RfcField(_l("RFC of the new donor"), required=False)
    contact_name = LineField(_l("Who promised it"), max=120, validators=[drawable])
    email = EmailLineField(
        _l("E-mail"),
        required=False,
        description=_l(
            "The reference and the link to follow it go there. Leave it empty to write to the"
            " address of a donor we know."
        ),
    )
    phone = PhoneField(_l("Telephone"), required=False)
    language = ChoiceField(_l("We write to them in"), labels=LANGUAGES, radio=True, default="es")
    amount = MoneyField(_l("Amount"), required=False, currency_field="currency")
    currency = ChoiceField(
        _l("Currency"), labels={each: each.value for each in Currency}, default=Currency.MXN
    )
    goods = RowsField(FormField(GoodsRow), label=_l("Goods"), max_entries=MOST_GOODS)
    wants_receipt = YesNoField(_l("They want a donation receipt"), default=True)
    notice = YesNoField(_l("They were told of the privacy notice"))
    message = NotesField(_l("Message for the hospitals"), max=1000, required=False)
    nonce = TokenField()

    def offer(self, *, language: str) -> GoodsRow:
        """Give every choice its options; return the row that the page's button copies."""
        today = clock.today(require_chapter().zone)
        taking = [each for each in active_campaigns() if each.takes_pledges(today)]
        self.campaign.options = [(each.id, each.text("name", language)) for each in taking]
        self.donor.options = all_choices()
        blank = GoodsRow(None, prefix="goods-__n__-")
        items = item_choices(language)
        for row in (blank, *(entry.form for entry in self.goods)):
            row.item.options = items
        return blank

    def add_spare_rows(self) -> None:
        """Leave empty rows for those without scripts, up to the most a pledge may have."""
        spare = 1 if len(self.goods) else SPARE_ROWS
        for _number in range(min(spare, MOST_GOODS - len(self.goods))):
            self.goods.append_entry()

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a donor, for somewhere to write, and for something that is given."""
        valid = bool(super().validate(extra_validators))
        if self.donor.data and self.name.data:
            self.name.errors = [_("You chose a donor: leave this empty, or choose nobody.")]
        elif not self.donor.typed and not self.name.typed:
            self.name.errors = [_("Choose a donor, or write the name of a new one.")]
        if not self.email.typed and not self._known_address():
            self.email.errors = [_("Write where the reference and the link should go.")]
        if not self.amount.typed and not self.rows():
            self.refuse(NothingPledged())
        return valid and not self.errors

    def rows(self) -> list[GoodsRow]:
        """Return the rows of goods that were filled in."""
        return [entry.form for entry in self.goods if entry.form.is_typed]

    def contact(self) -> ContactTyped:
        """Return whom to write to: as typed, or where the chosen donor is known to read."""
        address = self.email.data or self._known_address()
        return ContactTyped(self.contact_name.data, address, self.phone.data or "")

    def _known_address(self) -> str:
        if not self.donor.data or self.donor.errors:
            return ""
        return emails.reader_of(None, get_donor(self.donor.data))[0]


def write_down(form: ToldForm) -> Pledge:
    """Submit what a valid form says, once for each nonce. Raise whatever the action refuses."""
    version = require_chapter().privacy_version
    return actions.submit_pledge(
        get_campaign(form.campaign.data),
        donor=lambda: _donor(form),
        contact=form.contact(),
        cash=form.amount.data,
        goods=[
            GoodsTyped(
                get_item(row.item.data),
                row.quantity.data,
                row.description.data or "",
                row.value.data,
            )
            for row in form.rows()
        ],
        nonce=form.nonce.data,
        anonymous=True,  # nobody agreed to stand on the wall
        wants_receipt=form.wants_receipt.data,
        message=form.message.data or "",
        language=form.language.data,
        privacy_version=version if form.notice.data else "",
    )


def _donor(form: ToldForm) -> Donor:
    if form.donor.data:
        return get_donor(form.donor.data)
    person = check(form.rfc.data).kind is RfcKind.PERSON
    return find_or_create(
        name=form.name.data,
        rfc=form.rfc.data,
        email=form.email.data,
        kind=DonorKind.PERSON if person else DonorKind.COMPANY,
        phone=form.phone.data or "",
        language=form.language.data,
    )
