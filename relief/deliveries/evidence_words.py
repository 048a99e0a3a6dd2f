"""The words of what drivers tell and of what speaks for a hand-over."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from relief.core.words import register
from relief.deliveries.evidence import (
    EvidenceKind,
    FailureReason,
    ReportKind,
    ReportStatus,
    SignatureState,
    Trouble,
)
from relief.deliveries.models import DifferenceReason

register(
    DifferenceReason,
    {
        "missing": _lp("difference", "it was not in the load"),
        "damaged": _lp("difference", "damaged"),
        "expired": _lp("difference", "expired or about to expire"),
        "wrong_item": _lp("difference", "not what was asked for"),
        "not_needed": _lp("difference", "they do not need it"),
        "other": _lp("difference", "another reason"),
    },
)
register(
    ReportKind,
    {
        "handed_over": _lp("report", "handed over"),
        "not_delivered": _lp("report", "could not deliver"),
    },
)
register(
    ReportStatus,
    {
        "applied": _lp("report", "applied"),
        "agreed": _lp("report", "says the same"),
        "open": _lp("report", "to be settled"),
        "taken": _lp("report", "taken"),
        "set_aside": _lp("report", "set aside"),
    },
)
register(
    Trouble,
    {
        "signed_otherwise": _l("the hospital had confirmed something else"),
        "not_on_the_road": _l("the delivery was not on the road"),
        "late": _l("it arrived more than two days late"),
        "clock": _l("the phone's clock is ahead of ours"),
        "link_closed": _l("the driver's link was closed already"),
        "other_route": _l("the delivery is no longer on the driver's route"),
        "incomplete": _l("it does not fit the lines of the delivery"),
        "refused": _l("a rule did not let it be applied by itself"),
    },
)
register(
    SignatureState,
    {
        "signed": _lp("signature", "signed"),
        "declined": _lp("signature", "declined to sign"),
        "unable": _lp("signature", "could not sign"),
    },
)
register(
    FailureReason,
    {
        "nobody_received": _lp("failure", "nobody could receive"),
        "closed": _lp("failure", "the hospital was closed"),
        "not_accepted": _lp("failure", "they did not accept it"),
        "wrong_address": _lp("failure", "the address is wrong"),
        "no_way": _lp("failure", "there was no way through"),
        "vehicle": _lp("failure", "trouble with the vehicle"),
        "other": _lp("failure", "another reason"),
    },
)
register(
    EvidenceKind,
    {
        "photo": _lp("evidence", "photograph"),
        "signature": _lp("evidence", "signature"),
        "sheet": _lp("evidence", "signed sheet"),
    },
)
