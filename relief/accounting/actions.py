"""Keep how the accountant calls each account, and remember who took the books out."""

from collections import Counter
from collections.abc import Mapping

import sqlalchemy as sa

from relief.accounting import queries
from relief.accounting.errors import CodeUsedTwice
from relief.accounting.facts import Span
from relief.accounting.models import Account, AccountCode
from relief.audit.actions import record
from relief.chapters.queries import get_chapter
from relief.core import rows, tenancy
from relief.core.db import db


def name_accounts(names: Mapping[Account, tuple[str, str]]) -> None:
    """Keep a code and a name for each account. Raise CodeUsedTwice.

    Exports made before keep what they said.
    """
    counted = Counter(code for code, _name in names.values())
    twice = next((code for code, times in counted.items() if times > 1), None)
    if twice is not None:
        raise CodeUsedTwice(code=twice)
    chapter = rows.lock(get_chapter(tenancy.chapter_id()))
    known = queries.chart()
    changed = {
        account: both
        for account, both in names.items()
        if both != (known[account].code, known[account].name)
    }
    for account, (code, name) in changed.items():
        _keep(account, code, name)
    db.session.flush()
    if changed:
        record(
            "accounting:chart:edited",
            chapter,
            before={a.value: f"{known[a].code} {known[a].name}" for a in changed},
            after={a.value: " ".join(both) for a, both in changed.items()},
        )


def _keep(account: Account, code: str, name: str) -> None:
    row = db.session.scalars(sa.select(AccountCode).where(AccountCode.account == account)).first()
    if row is None:
        db.session.add(AccountCode(account=account, code=code, name=name))
    else:
        row.code, row.name = code, name


def record_export(span: Span, *, kind: str) -> None:
    """Remember that somebody took the entries of these days out of the house."""
    record(
        "accounting:entries:exported",
        get_chapter(tenancy.chapter_id()),
        after={"since": span.since, "until": span.until, "file": kind},
    )
