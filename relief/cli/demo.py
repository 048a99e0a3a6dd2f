"""flask demo: the story of 2020 and of today, with invented people."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from relief.demo.load import is_empty, load
from relief.demo.summary import summary


@click.command("demo")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--if-empty", is_flag=True, help="Do nothing if there is a chapter already.")
@with_appcontext
def command(as_json: bool, if_empty: bool) -> None:
    """Load the demo into an empty database; refused in production.

    Deterministic: two loads on one day export the same canonical content.
    """
    if current_app.config["SETTINGS"].production:
        raise click.ClickException("the demo is refused when RELIEF_ENV=production")
    if not is_empty():
        if if_empty:
            return
        raise click.ClickException("the database is not empty: the demo needs one without chapters")
    load()
    told = summary()
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for user in told["users"]:
        click.echo(f"{user['chapter']}\t{user['role']}\t{user['email']}\t{user['password']}")
