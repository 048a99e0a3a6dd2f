"""flask verify: prove what must always hold."""

import click
from flask.cli import with_appcontext

from relief.reports.verify import violations


@click.command("verify")
@with_appcontext
def command() -> None:
    """Say nothing when every invariant holds; else print one line each and end with 1.

    Reads one snapshot of the database, so it may run while people work. Never repairs.
    """
    found = violations()
    for words in found:
        click.echo(words)
    if found:
        raise SystemExit(1)
