"""Walls between chapters, and currencies: read from the schema, so that a new table is included."""

from collections.abc import Iterator

import sqlalchemy as sa

from relief.core.db import Base
from relief.core.money import Currency
from relief.reports.verify.rule import line


def broken_walls(connection: sa.Connection) -> Iterator[str]:
    """Give a line for each reference that leads nowhere or into another chapter."""
    for table in Base.metadata.sorted_tables:
        for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.column_keys)):
            yield from _strays(connection, table, key)


def _strays(
    connection: sa.Connection, table: sa.Table, key: sa.ForeignKeyConstraint
) -> Iterator[str]:
    target = key.referred_table.alias("target")
    pairs = [(element.parent, target.c[element.column.name]) for element in key.elements]
    own = [column for column, _ in pairs if column.name != "chapter_id"] or [pairs[0][0]]
    found = connection.execute(
        sa.select(sa.func.count())
        .select_from(table.outerjoin(target, sa.and_(*(mine == its for mine, its in pairs))))
        .where(*(column.is_not(None) for column in own), pairs[0][1].is_(None))
    ).scalar_one()
    if found:
        words = f"{table.name}.{own[0].name}: {found} rows refer to no {key.referred_table.name} of their chapter"
        yield line("chapters", "all", words)


def odd_currencies(connection: sa.Connection) -> Iterator[str]:
    """Give a line for each column that holds an unknown currency or half an amount."""
    for table in Base.metadata.sorted_tables:
        for column in table.c:
            if not column.name.endswith("_currency"):
                continue
            minor = table.c[column.name.replace("_currency", "_minor")]
            wrong = sa.or_(column.not_in(list(Currency)), column.is_(None) != minor.is_(None))
            found = connection.execute(
                sa.select(sa.func.count()).select_from(table).where(wrong)
            ).scalar_one()
            if found:
                words = f"{table.name}.{column.name}: {found} amounts without a known currency"
                yield line("money", "all", words)
