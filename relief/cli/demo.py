"""flask demo."""

import click
from flask.cli import with_appcontext


@click.command("demo")
@with_appcontext
def command() -> None:
    """Scaffold."""
