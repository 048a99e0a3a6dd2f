"""Two donors side by side: choose what stays, see what moves, make them one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import label_of
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.imports import as_text
from relief.core.words import word
from relief.donors import merging, queries
from relief.donors.forms import LANGUAGES, country_name
from relief.donors.merge_forms import KEPT, OTHER, MergeForm, WithForm
from relief.donors.models import Donor
from relief.donors.regimes import regime_label

bp = Blueprint("merge", __name__)


@bp.get("/<uuid:donor_id>/merge")
@requires(Permission.DONORS_MERGE)
def show(donor_id: UUID) -> ResponseReturnValue:
    """Ask with whom; once that is known, show both and what would move."""
    donor = queries.get_donor(donor_id)
    form = _with(donor, request.args)
    if not form.other.typed or not form.validate():
        return _ask(donor, form)
    return _compare(donor, queries.get_donor(form.other.data), MergeForm(formdata=None))


@bp.post("/<uuid:donor_id>/merge")
@requires(Permission.DONORS_MERGE)
def apply(donor_id: UUID) -> ResponseReturnValue:
    """Make them one, all of it or nothing."""
    donor = queries.get_donor(donor_id)
    chosen = _with(donor, request.form)
    if not chosen.validate():
        return _ask(donor, chosen), 422
    other, form = queries.get_donor(chosen.other.data), MergeForm()
    if form.validate_on_submit():
        values = {name: getattr(other, name) for name in form.taken()}
        try:
            with transaction():
                merging.merge_donors(donor, other, values=values)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("They are one now: %(name)s", name=donor.name), "success")
            return redirect(url_for("donors.show", donor_id=donor_id), code=303)
    return _compare(donor, other, form), 422


def _with(donor: Donor, typed: object) -> WithForm:
    form = WithForm(typed)
    form.other.options = [each for each in queries.all_choices() if each[0] != donor.id]
    return form


def _ask(donor: Donor, form: WithForm) -> str:
    alike = queries.possible_duplicates(donor)
    return render_template("donors/merge_with.html", donor=donor, form=form, alike=alike)


def _compare(donor: Donor, other: Donor, form: MergeForm) -> str:
    rows = []
    for name in merging.CHOICES:
        own, its = _shown(donor, name), _shown(other, name)
        # What only the other one knows is taken over unless somebody says otherwise.
        chosen = form[name].data or (OTHER if its and not own else KEPT)
        rows.append((name, label_of(name), (own, its), chosen))
    return render_template(
        "donors/merge.html",
        donor=donor,
        other=other,
        form=form,
        rows=rows,
        followed=merging.what_follows(other.id),
        kept=merging.what_follows(donor.id),
    )


WORDS: dict[str, Callable[[Any], str]] = {
    "kind": word,
    "country": country_name,
    "language": lambda code: str(LANGUAGES.get(code, code)),
    "tax_regime": regime_label,
}


def _shown(donor: Donor, name: str) -> str:
    return WORDS.get(name, as_text)(getattr(donor, name))
