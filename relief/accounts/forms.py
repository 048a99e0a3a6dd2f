"""What a person may type about staff and about their own account."""

from flask_babel import lazy_gettext as _l

from relief.accounts import words  # noqa: F401 - registers the words
from relief.accounts.permissions import Role
from relief.core.forms import ChoiceField, EmailLineField, LineField, ReliefForm
from relief.core.words import choices


class MemberForm(ReliefForm):
    """Somebody new in the chapter."""

    name = LineField(_l("Name"), max=120)
    email = EmailLineField(_l("E-mail"))
    role = ChoiceField(_l("Role"), labels=choices(Role))


class RoleForm(ReliefForm):
    """What a person is in the chapter."""

    role = ChoiceField(_l("Role"), labels=choices(Role))
