"""flask reconcile: what the payment provider has and we lack, and the reverse."""

import click
from flask import current_app
from flask.cli import with_appcontext

from relief.checkout.errors import ProviderAway, ProviderRefuses
from relief.checkout.reconciling import differences


@click.command("reconcile")
@click.option(
    "--since", "days", type=click.IntRange(1, 3650), default=30, help="So many days back (30)."
)
@with_appcontext
def command(days: int) -> None:
    """Say nothing when both sides agree; else print one line for each difference and end with 1.

    Reads only; what differs is for a person to put right.
    """
    settings = current_app.config["SETTINGS"]
    if not settings.pays_online:
        raise click.ClickException("no key of the payment provider is set")
    try:
        found = differences(settings, days=days)
    except (ProviderAway, ProviderRefuses) as trouble:
        raise click.ClickException("the payment provider does not answer") from trouble
    for line in found:
        click.echo(line)
    if found:
        raise SystemExit(1)
