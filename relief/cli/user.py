"""flask user: staff accounts from the terminal."""

import secrets

import click
from flask.cli import AppGroup
from flask_security import hash_password

from relief.accounts import actions, queries
from relief.accounts.permissions import Role
from relief.chapters.queries import chapter_by_slug
from relief.core import tenancy
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.rows import RowMissing

command = AppGroup("user", help="Staff accounts.")
ROLES = click.Choice([role.value for role in Role])


@command.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=ROLES, required=True)
@click.option("--chapter", "slug", required=True)
def add(*, email: str, name: str, role: str, slug: str) -> None:
    """Give a person a role in a chapter; prints their first password if they are new."""
    password = secrets.token_urlsafe(15)
    try:
        chapter = chapter_by_slug(slug)
        with tenancy.in_chapter(chapter.id), transaction():
            user, is_new = actions.add_member(
                email=email,
                name=name,
                role=Role(role),
                chapter=chapter,
                password_hash=hash_password(password),
            )
    except RowMissing:
        raise click.ClickException(f"there is no chapter {slug}") from None
    except ReliefError as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{user.email} {role} {slug}" + (f" password: {password}" if is_new else ""))


@command.command("list")
def list_() -> None:
    """List every account: address, state, and role in each chapter."""
    for user in queries.all_users():
        roles = ", ".join(f"{m.role.value}@{m.chapter.slug}" for m in user.memberships)
        click.echo(f"{user.email}\t{'active' if user.active else 'disabled'}\t{roles}")


@command.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Give a new password, forget the second factor, and end every session of a person."""
    password = secrets.token_urlsafe(15)
    user = queries.user_by_email(email)
    if user is None:
        raise click.ClickException(f"there is no account {email}")
    with tenancy.all_chapters(), transaction():
        actions.reset(user, password_hash=hash_password(password))
    click.echo(f"{user.email} password: {password}")
