"""flask chapter: begin a chapter from the terminal, the first step of a new installation."""

from typing import Any

import click
from flask.cli import AppGroup
from werkzeug.datastructures import MultiDict

from relief.chapters.actions import create_chapter
from relief.chapters.forms import ChapterForm
from relief.chapters.models import Chapter
from relief.core import tenancy
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.money import Money, grouped

command = AppGroup("chapter", help="Chapters.")
COLUMNS = Chapter.__table__.c


@command.command("add")
@click.argument("slug")
@click.option("--name", required=True, help="As pages show it.")
@click.option("--legal-name", required=True, help="As receipts print it.")
@click.option("--rfc", required=True)
@click.option("--address", help="Tax address; can be completed on the chapter's page.")
@click.option("--city", required=True)
@click.option("--state", required=True)
@click.option("--email", required=True, help="Where donors write.")
@click.option("--signatory", "signatory_name", required=True, help="Who signs receipts.")
@click.option("--title", "signatory_title", required=True, help="Their position.")
@click.option("--zone", default=COLUMNS.zone.default.arg, show_default=True, help="IANA name.")
@click.option("--default", "is_default", is_flag=True, help="Take the bare address from another.")
def add(*, slug: str, zone: str, is_default: bool, **typed: str | None) -> None:
    """Begin the chapter SLUG; the first one answers at the bare address."""
    try:
        with tenancy.all_chapters(), transaction():
            chapter = create_chapter(
                slug=slug, zone=zone, identity=_identity(typed), is_default=is_default
            )
            address = f"{chapter.public_root}/"
    except ReliefError as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{slug} {address}")


def _identity(typed: dict[str, str | None]) -> dict[str, Any]:
    """Read the options by the rules of the chapter's own page."""
    usual = {
        "privacy_version": COLUMNS.privacy_version.default.arg,
        "second_person_mxn": grouped(Money(COLUMNS.second_person_mxn.default.arg, "MXN")),
        "second_person_usd": grouped(Money(COLUMNS.second_person_usd.default.arg, "USD")),
    }
    given = {name: value for name, value in typed.items() if value is not None}
    form = ChapterForm(MultiDict({**usual, **given}), meta={"csrf": False})
    form.address.required = "address" in given
    if not form.validate():
        faults = (
            f"{form[name].label.text}: {' '.join(map(str, form[name].errors))}"
            for name in form.errors
        )
        raise click.ClickException("; ".join(faults))
    return form.values()
