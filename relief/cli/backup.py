"""flask backup."""

import click
from flask.cli import with_appcontext


@click.command("backup")
@with_appcontext
def command() -> None:
    """Scaffold."""
