"""Keep the chapter's bank accounts."""

from typing import Any

import sqlalchemy as sa

from relief.audit.actions import record
from relief.bank import queries
from relief.bank.errors import AccountInUse, AccountKnown
from relief.bank.models import BankAccount
from relief.core.db import db
from relief.core.rows import lock


def create_account(*, name: str, is_default: bool = False, **details: Any) -> BankAccount:
    """Write down an account; the first one is the default. Raise AccountKnown."""
    if queries.account_named(name) is not None:
        raise AccountKnown(name=name)
    is_default = is_default or queries.default_account() is None
    if is_default:
        _no_other_default()
    account = BankAccount(name=name, is_default=is_default, **details)
    db.session.add(account)
    db.session.flush()
    told = {"name": name, "bank_name": account.bank, "currency": account.currency}
    record("bank:account:created", account, after=told)
    return account


def edit_account(account: BankAccount, **changes: Any) -> None:
    """Change what is known of an account.

    Raise AccountKnown, or AccountInUse for another currency once movements are imported.
    """
    lock(account)
    if queries.account_named(changes.get("name", account.name), other_than=account.id):
        raise AccountKnown(name=changes["name"])
    changed = {key: value for key, value in changes.items() if getattr(account, key) != value}
    if "currency" in changed and queries.has_lines(account):
        raise AccountInUse(currency=account.currency)
    # One account is always the default: another one takes its place, it never just stops.
    if changed.get("is_default") is False:
        del changed["is_default"]
    if not changed:
        return
    if changed.get("is_default"):
        _no_other_default()
    before = {key: getattr(account, key) for key in changed}
    for key, value in changed.items():
        setattr(account, key, value)
    db.session.flush()
    record("bank:account:edited", account, before=before, after=changed)


def _no_other_default() -> None:
    db.session.execute(
        sa.update(BankAccount).where(BankAccount.is_default).values(is_default=False)
    )
