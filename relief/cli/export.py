"""flask export: the whole content as text."""

import click
from flask.cli import with_appcontext

from relief.reports.canonical import canonical_lines


@click.command("export")
@click.option("--canonical", is_flag=True, required=True, help="Sorted JSON by natural keys.")
@with_appcontext
def command(canonical: bool) -> None:
    """Print the whole content as sorted JSON; equal content gives equal bytes."""
    del canonical  # the only form there is; a later one will need a name of its own
    for line in canonical_lines():
        click.echo(line)
