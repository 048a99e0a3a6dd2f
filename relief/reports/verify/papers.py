"""Papers: frozen facts and stored bytes are what their hashes say, and belong to their receipt."""

import hashlib
import json
from collections.abc import Iterator

import sqlalchemy as sa

from relief.chapters.models import Chapter
from relief.receipts.folios import spelled
from relief.receipts.models import Receipt, ReceiptPaper
from relief.reports.verify.rule import line

AT_ONCE = 200  # rows held in memory: a paper weighs some tens of kilobytes


def broken_papers(connection: sa.Connection) -> Iterator[str]:
    """Give a line for each receipt whose facts, and each paper whose bytes, were altered."""
    yield from _broken_facts(connection)
    yield from _broken_bytes(connection)


def _broken_facts(connection: sa.Connection) -> Iterator[str]:
    receipt, chapter = Receipt.__table__.c, Chapter.__table__.c
    rows = connection.execute(
        sa.select(
            chapter.slug,
            receipt.folio,
            receipt.series,
            receipt.year,
            receipt.number,
            receipt.total_minor,
            receipt.total_currency,
            receipt.facts,
            receipt.facts_hash,
        )
        .join_from(Receipt.__table__, Chapter.__table__, chapter.id == receipt.chapter_id)
        .order_by(chapter.slug, receipt.folio),
        execution_options={"yield_per": AT_ONCE},
    )
    for row in rows:
        if hashlib.sha256(row.facts.encode()).hexdigest() != row.facts_hash:
            yield line("papers", row.slug, f"{row.folio}: the facts do not match their hash")
            continue
        facts = json.loads(row.facts)
        printed = (facts.get("folio"), facts.get("total_minor"), facts.get("currency"))
        if printed != (row.folio, row.total_minor, row.total_currency):
            yield line("papers", row.slug, f"{row.folio}: the facts speak of another receipt")
        if row.folio != spelled(row.series, row.year, row.number):
            yield line("papers", row.slug, f"{row.folio}: the folio is not its series and number")


def _broken_bytes(connection: sa.Connection) -> Iterator[str]:
    receipt, paper, chapter = Receipt.__table__.c, ReceiptPaper.__table__.c, Chapter.__table__.c
    rows = connection.execute(
        sa.select(chapter.slug, receipt.folio, paper.kind, paper.sha256, paper.content)
        .join_from(ReceiptPaper.__table__, Receipt.__table__, receipt.id == paper.receipt_id)
        .join(Chapter.__table__, chapter.id == paper.chapter_id)
        .order_by(chapter.slug, receipt.folio, paper.kind),
        execution_options={"yield_per": AT_ONCE},
    )
    for row in rows:
        if hashlib.sha256(row.content).hexdigest() != row.sha256:
            words = f"{row.folio}: the bytes of its {row.kind.value} do not match their hash"
            yield line("papers", row.slug, words)
