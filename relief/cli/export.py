"""flask export."""

import click
from flask.cli import with_appcontext


@click.command("export")
@with_appcontext
def command() -> None:
    """Scaffold."""
