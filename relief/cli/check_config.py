"""flask check-config: the effective settings, secrets masked."""

import click
from flask import current_app
from flask.cli import with_appcontext

from relief.cli.start import database_faults
from relief.config import masked


@click.command("check-config")
@with_appcontext
def command() -> None:
    """Print the effective settings; end with 78 and one line a fault if production would refuse."""
    settings = current_app.config["SETTINGS"]
    for name, value in masked(settings).items():
        click.echo(f"{name}={value}")
    found = database_faults() if settings.production else []
    for fault in found:
        click.echo(fault, err=True)
    if found:
        raise SystemExit(78)
