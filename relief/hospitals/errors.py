"""The ways the hospitals room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class HospitalKnown(ReliefError):
    """Two records of one hospital would split its history."""

    message = _l("There is already a hospital with that name: %(name)s.")
    field = "name"


class HospitalMoved(ReliefError):
    """Somebody else was quicker, or the record cannot go there from where it stands."""

    message = _l("%(name)s is now %(status)s, so this can no longer be done. Reload the page.")


class SignerMissing(ReliefError):
    """Goods go where somebody answers for them."""

    message = _l("Nobody may sign at %(name)s. Add a contact who may, then approve it.")


class DocumentExpired(ReliefError):
    """What has run out vets nobody."""

    message = _l("%(title)s expired on %(day)s. Upload the current one, then approve.")
