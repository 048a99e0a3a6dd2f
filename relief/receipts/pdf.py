"""Receipts on paper: a pure function from frozen facts to PDF bytes."""

from functools import partial

from relief.core.pdf import (
    Box,
    Cell,
    Check,
    Column,
    Head,
    Paper,
    Sheet,
    draw_band,
    draw_check,
    draw_head,
    draw_pair_columns,
    draw_pairs,
    draw_party,
    draw_prints,
    draw_table,
    render,
)
from relief.core.pdf.text import wrap
from relief.core.pdf.theme import (
    BODY,
    COUNT,
    GRID,
    MARGIN,
    MM,
    NOTE,
    STRONG,
    WIDTH,
)
from relief.core.pdf.words import amount, day, figure, language_of, moment, quantity, short_day
from relief.receipts.facts import IN_KIND, LineFacts, ReceiptFacts, VoidFacts
from relief.receipts.paper_words import WORDS

_CLOSING = 46 * MM  # QR, signature and fingerprints, kept together
_SIGNATURE = 62 * MM
_LEGEND = NOTE.at(8)


def draw_receipt(facts: ReceiptFacts, *, stamp: str = "") -> bytes:
    """The receipt as PDF, in the language of the facts. The same facts give the same bytes.

    `stamp` is "", "copy" or "voided": one light word across every page, behind the text.
    """
    words = WORDS[language_of(facts.language)]
    title = f"{words['title']} {facts.folio}"
    sheet = Sheet(
        title=title,
        author=facts.issuer.legal_name,
        language=language_of(facts.language),
        running=title,
        foot=f"{facts.folio} · {words['title']} · {facts.issuer.legal_name}",
        watermark=words[stamp] if stamp else "",
    )
    return render(sheet, partial(_receipt, facts=facts, words=words))


def draw_void_notice(facts: ReceiptFacts, void: VoidFacts) -> bytes:
    """The paper that says that a receipt no longer counts: it names folio, date, reason, who."""
    words = WORDS[language_of(facts.language)]
    title = f"{words['void_title']} · {facts.folio}"
    sheet = Sheet(
        title=title,
        author=facts.issuer.legal_name,
        language=language_of(facts.language),
        running=title,
        foot=f"{facts.folio} · {words['void_title']} · {facts.issuer.legal_name}",
        watermark=words["voided"],
    )
    return render(sheet, partial(_void_notice, facts=facts, void=void))


def _receipt(paper: Paper, facts: ReceiptFacts, words: dict[str, str]) -> None:
    draw_head(
        paper,
        Head(
            issuer=facts.issuer.legal_name,
            issuer_lines=facts.issuer.lines(words["rfc"]),
            title=words["title"],
            subtitle=words[facts.kind],
            reference=facts.folio,
            dated=words["issued"].format(day(facts.issued_on, paper.sheet.language)),
        ),
    )
    _draw_donor(paper, facts, words)
    total = amount(facts.total_minor, facts.currency)
    draw_band(paper, words[f"amount_{facts.kind}"], total, detail=facts.amount_in_words.upper())
    _draw_lines(paper, facts, words)
    _draw_legend(paper, facts, words)
    check = Check(
        address=facts.check_url,
        invitation=words["check"],
        code_label=words["code"],
        code=facts.check_code,
        prints=(
            words["hash"].format(facts.facts_hash()),
            words["chain"].format(facts.chain_head) if facts.chain_head else "",
        ),
    )
    _draw_closing(paper, facts, check)


def _draw_donor(paper: Paper, facts: ReceiptFacts, words: dict[str, str]) -> None:
    donor = facts.donor
    draw_party(paper, words["received_from"], donor.name)
    place = ", ".join(filter(None, (donor.city, donor.country)))
    who = (
        (words["tax_id"], donor.rfc),
        (words["ein"], donor.ein),
        (words["regime"], donor.tax_regime),
        (words["postal_code"], donor.postal_code),
        (words["address"], ", ".join(filter(None, (donor.address, place)))),
    )
    draw_pair_columns(paper, who, _gift_pairs(facts, words))


def _gift_pairs(facts: ReceiptFacts, words: dict[str, str]) -> list[tuple[str, str]]:
    language, payment = language_of(facts.language), facts.payment
    pairs = [
        (words["replaces"], facts.replaces),
        (words["campaign"], facts.campaign),
        (words["pledge"], facts.pledge_reference),
    ]
    if facts.intake_reference:
        pairs.append((words["intake"], facts.intake_reference))
    if facts.received_on:
        pairs.append((words["received_on"], day(facts.received_on, language)))
    if payment is None:
        return pairs
    pairs += [
        (words["method"], payment.method),
        (words["paid_on"], day(payment.paid_on, language)),
        (words["reference"], payment.reference),
    ]
    if payment.rate:
        rated_on = short_day(payment.rate_on, language) if payment.rate_on else ""
        text = words["rate_text"].format(payment.rate, payment.rate_source, rated_on)
        pairs.append((words["rate"], text.strip(" ·")))
    return pairs


def _draw_lines(paper: Paper, facts: ReceiptFacts, words: dict[str, str]) -> None:
    value, total = words["unit_value"], words["amount"]
    columns = [
        Column(words["number"], 7, style=COUNT),
        Column(words["description"], 78),
        Column(words["quantity"], 20, align="right"),
        Column(words["unit"], 20),
        Column(value.format(facts.currency), 26, align="right"),
        Column(total.format(facts.currency), 30, align="right"),
    ]
    rows = [_row(number, line, facts) for number, line in enumerate(facts.lines, start=1)]
    if facts.kind != IN_KIND:
        columns = [columns[0], Column(words["description"], 140), columns[5]]
        rows = [(row[0], row[1], row[5]) for row in rows]
    keep = 3 * GRID + _legend_height(facts) + _CLOSING
    draw_table(paper, columns, rows, heading=words[f"detail_{facts.kind}"], keep=keep)
    _draw_total(paper, words["total"], amount(facts.total_minor, facts.currency))


def _row(number: int, line: LineFacts, facts: ReceiptFacts) -> tuple[Cell, ...]:
    words, language = WORDS[language_of(facts.language)], language_of(facts.language)
    note = [words["lot"].format(line.lot)] if line.lot else []
    if line.expires_on:
        note.append(words["expires"].format(short_day(line.expires_on, language)))
    return (
        Cell(str(number)),
        Cell(line.description, note=" · ".join(note)),
        Cell(quantity(line.quantity) if line.quantity else ""),
        Cell(line.unit),
        Cell("" if line.unit_value_minor is None else figure(line.unit_value_minor)),
        Cell(figure(line.amount_minor)),
    )


def _draw_total(paper: Paper, word: str, total: str) -> None:
    paper.need(2 * GRID)
    paper.y += GRID * 0.4
    style = STRONG.at(10)
    paper.text(f"{word}  {total}", style, Box(MARGIN, paper.y, WIDTH), align="right")
    paper.y += style.leading + GRID * 0.6


def _legend_height(facts: ReceiptFacts) -> float:
    return len(wrap(facts.legend, _LEGEND, WIDTH)) * _LEGEND.leading + STRONG.leading + GRID


def _draw_legend(paper: Paper, facts: ReceiptFacts, words: dict[str, str]) -> None:
    warning = "" if facts.issuer.is_donataria else words["not_deductible"]
    paper.need(_legend_height(facts))
    paper.y += paper.block(warning, STRONG, Box(MARGIN, paper.y, WIDTH)) + 2
    paper.y += paper.block(facts.legend, _LEGEND, Box(MARGIN, paper.y, WIDTH)) + GRID


def _draw_closing(paper: Paper, facts: ReceiptFacts, check: Check) -> None:
    """Check block and signature, at the foot of the last page."""
    paper.need(_CLOSING)
    paper.y = paper.bottom - _CLOSING + GRID
    draw_check(paper, check, Box(MARGIN, paper.y, WIDTH - _SIGNATURE - 2 * GRID))
    hand = Box(MARGIN + WIDTH - _SIGNATURE, paper.y, _SIGNATURE, 16 * MM)
    issuer = facts.issuer
    paper.signature(
        hand,
        label=WORDS[paper.sheet.language]["signature"],
        name=issuer.signatory_name or issuer.legal_name,
        title=issuer.signatory_title,
    )
    paper.y += 31 * MM
    draw_prints(paper, check.prints)


def _void_notice(paper: Paper, facts: ReceiptFacts, void: VoidFacts) -> None:
    language = paper.sheet.language
    words = WORDS[language]
    total = amount(facts.total_minor, facts.currency)
    draw_head(
        paper,
        Head(
            issuer=facts.issuer.legal_name,
            issuer_lines=facts.issuer.lines(words["rfc"]),
            title=words["void_title"],
            subtitle=words["void_subtitle"],
            reference=facts.folio,
            dated=words["issued"].format(day(void.voided_on, language)),
        ),
    )
    issued, voided = day(facts.issued_on, language), day(void.voided_on, language)
    intro = words["void_intro"].format(facts.folio, issued, facts.donor.name, total, voided)
    paper.y += GRID
    paper.y += paper.block(intro, BODY.at(11), Box(MARGIN, paper.y, WIDTH)) + GRID
    pairs = (
        (words["void_reason"], void.reason),
        (words["void_receipt"], facts.folio),
        (words["void_donor"], facts.donor.name),
        (words["void_amount"], total),
        (words["void_when"], moment(void.voided_at, language)),
        (words["void_by"], void.voided_by),
        (words["void_replaced"], void.replaced_by),
    )
    paper.y += draw_pairs(paper, pairs, Box(MARGIN, paper.y, WIDTH), label=34 * MM) + GRID
    paper.y += paper.block(words["void_keep"], _LEGEND, Box(MARGIN, paper.y, WIDTH)) + GRID
    prints = (
        words["hash"].format(void.facts_hash()),
        words["chain"].format(void.chain_head) if void.chain_head else "",
    )
    check = Check(void.check_url, words["check"], words["code"], void.check_code, prints)
    _draw_closing(paper, facts, check)
