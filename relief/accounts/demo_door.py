"""The invented staff of the demo, offered on the sign-in page; production refuses to hold them."""

from dataclasses import dataclass

from relief.accounts import queries
from relief.accounts.permissions import Role

# Everybody in the demo shares it; `flask demo` sets it, and production refuses a demo chapter.
PASSWORD = "hospitales-2020"  # noqa: S105 - it is printed on the sign-in page


@dataclass(frozen=True)
class DemoAccount:
    """One invented person that a visitor may be."""

    name: str
    email: str
    role: Role
    chapter: str


def accounts() -> list[DemoAccount]:
    """Return the invented staff of every demo chapter, by chapter and role."""
    return [
        DemoAccount(each.user.name, each.user.email, each.role, each.chapter.name)
        for each in queries.demo_members()
    ]
