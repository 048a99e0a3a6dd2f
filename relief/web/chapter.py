"""The chapter's own page: its legal identity, bank account and notice.

The chapters room stands below accounts, who guard the doors; its page therefore hangs here.
"""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import require_chapter, requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.chapters import actions, queries
from relief.chapters.forms import ChapterForm
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.money import Money

bp = Blueprint("chapters", __name__, url_prefix="/staff/chapter")


@bp.get("/")
@requires(Permission.CHAPTERS_READ)
def show() -> ResponseReturnValue:
    """Show what papers print about the chapter, and who changed it when."""
    chapter = require_chapter()
    limits = (Money(chapter.second_person_mxn, "MXN"), Money(chapter.second_person_usd, "USD"))
    return render_template(
        "chapters/show.html", chapter=chapter, limits=limits, story=story_of(chapter.id)
    )


@bp.get("/edit")
@requires(Permission.CHAPTERS_EDIT)
def edit() -> ResponseReturnValue:
    """Show the form with what is known."""
    return render_template("chapters/edit.html", form=ChapterForm(obj=require_chapter()))


@bp.post("/edit")
@requires(Permission.CHAPTERS_EDIT)
def update() -> ResponseReturnValue:
    """Keep what was changed; papers already issued keep what they said."""
    form = ChapterForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.edit_chapter(
                    queries.get_chapter(require_chapter().id), changes=form.values()
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Chapter saved."), "success")
            return redirect(url_for(".show"), code=303)
    return render_template("chapters/edit.html", form=form), 422
