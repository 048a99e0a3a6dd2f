"""What is chosen when two donors become one."""

from flask_babel import lazy_gettext as _l

from relief.core.forms import ChoiceField, FromAddress, PickField, ReliefForm
from relief.donors.merging import CHOICES

KEPT, OTHER = "kept", "other"


class WithForm(FromAddress):
    """The donor that is the same one; read from the address or from the form that follows."""

    other = PickField(_l("The same donor"), blank=_l("Choose a donor"))


class MergeForm(ReliefForm):
    """Whose value stays, for each column."""

    def taken(self) -> list[str]:
        """Return the columns whose value comes from the other donor."""
        return [name for name in CHOICES if self[name].data == OTHER]


for _name in CHOICES:
    setattr(
        MergeForm,
        _name,
        ChoiceField(labels={KEPT: _l("stays"), OTHER: _l("from the other")}, required=False),
    )
