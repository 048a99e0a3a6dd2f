"""flask verify."""

import click
from flask.cli import with_appcontext


@click.command("verify")
@with_appcontext
def command() -> None:
    """Scaffold."""
