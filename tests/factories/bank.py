"""Bank accounts, statements and movements, by the room's own import."""

from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from relief.bank import actions, importing, queries
from relief.bank.models import BankAccount, BankLine, BankStatement
from relief.core.db import db, transaction

SAMPLE = Path(__file__).parents[1] / "bank" / "data" / "statement_2020_05.csv"
HEADS = "Fecha,Concepto,Referencia,Clave de rastreo,Ordenante,Cargo,Abono,Saldo"


def bank_account(f: Any, **values: Any) -> BankAccount:
    """An account in pesos."""
    with transaction():
        return actions.create_account(**{"name": f"Cuenta {f.number()}", "bank": "BBVA", **values})


def bank_file(f: Any, *, rows: list[str], heads: str = HEADS) -> bytes:
    """A bank's file of these rows, in UTF-8."""
    return "\r\n".join([heads, *rows, ""]).encode()


def bank_statement(
    f: Any, *, content: bytes | None = None, account: BankAccount | None = None
) -> BankStatement:
    """An import of a file; of one deposit of $1,000.00 MXN unless a file is given."""
    number = f.number()
    plain = f'05/05/2020,SPEI RECIBIDO {number},{number:07d},,EMPRESA {number},,"1,000.00","{number * 1000:,}.00"'
    with transaction():
        known = account is not None and queries.get_account(account.id)
        kept = known or actions.create_account(name=f"Cuenta {number}")
        done = importing.import_file(
            content or f.bank_file(rows=[plain]), kept, name="movimientos.csv"
        )
    assert done.statement is not None
    return done.statement


def bank_line(f: Any, **values: Any) -> BankLine:
    """The one deposit of a statement; its words and amount may be given."""
    told = {
        "day": date(2020, 5, 5),
        "text": "SPEI RECIBIDO",
        "reference": f"{f.number():07d}",
        "tracking": "",
        "party": "",
        "charge": "",
        "credit": "" if values.get("charge") else "1000.00",
        **values,
    }
    day = told.pop("day").strftime("%d/%m/%Y")
    account = told.pop("account", None)
    row = ",".join([day, *told.values(), ""])
    statement = f.bank_statement(content=f.bank_file(rows=[row]), account=account)
    found = sa.select(BankLine).where(BankLine.statement_id == statement.id)
    return db.session.scalars(found).one()
