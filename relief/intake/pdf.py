"""The donor's sheet for the door, and the note of what was counted behind it."""

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
    draw_hands,
    draw_head,
    draw_pair_columns,
    draw_pairs,
    draw_party,
    draw_prints,
    draw_table,
    render,
)
from relief.core.pdf.theme import BODY, COUNT, GRID, MARGIN, MM, RUST, STRONG, TEAL, WIDTH
from relief.core.pdf.words import day, language_of, moment, quantity, short_day
from relief.intake.facts import ComingFacts, NoteFacts, NoteLineFacts
from relief.intake.paper_words import WORDS

_CLOSING = 30 * MM + GRID + 38 * MM  # boxes to sign, then QR with the fingerprints under it


def draw_note(facts: NoteFacts) -> bytes:
    """Nota de entrada de almacén: declared against received, lots, value, boxes to sign."""
    return render(_sheet(facts, "note"), partial(_note, facts=facts))


def draw_coming(facts: ComingFacts) -> bytes:
    """Prerregistro: what comes, when, with whom, and the code that lets it in."""
    return render(_sheet(facts, "coming"), partial(_coming, facts=facts))


def _sheet(facts: NoteFacts | ComingFacts, kind: str) -> Sheet:
    language = language_of(facts.language)
    title = f"{WORDS[language][f'{kind}_title']} {facts.reference}"
    return Sheet(
        title=title,
        author=facts.issuer.legal_name,
        language=language,
        running=f"{title} · {facts.donor}",
        foot=f"{title} · {facts.issuer.legal_name}",
    )


def _note(paper: Paper, facts: NoteFacts) -> None:
    words = WORDS[paper.sheet.language]
    dated = words["arrived_on"].format(day(facts.arrived_on, paper.sheet.language))
    draw_head(paper, _head(facts, "note", dated))
    _draw_parties(paper, facts)
    _draw_result(paper, facts)
    columns = _columns(facts, words)
    rows = [_row(line, facts, paper.sheet.language) for line in facts.lines]
    draw_table(paper, columns, rows, heading=words["goods"], keep=_CLOSING + GRID)
    _draw_closing(paper, facts)


def _head(facts: NoteFacts | ComingFacts, kind: str, dated: str) -> Head:
    words, issuer = WORDS[language_of(facts.language)], facts.issuer
    return Head(
        issuer=issuer.legal_name,
        issuer_lines=issuer.lines(words["rfc"]),
        title=words[f"{kind}_title"],
        subtitle=words[f"{kind}_subtitle"],
        reference=facts.reference,
        dated=dated,
    )


def _draw_parties(paper: Paper, facts: NoteFacts) -> None:
    words = WORDS[paper.sheet.language]
    draw_party(paper, words["received_from"], facts.donor)
    giver = (
        (words["donor_rfc"], facts.donor_rfc),
        (words["pledge"], facts.pledge),
        (words["campaign"], facts.campaign),
        (words["delivered_by"], facts.delivered_by),
    )
    taker = (
        (words["place"], facts.place),
        (words["address"], facts.place_address),
        (words["received_at"], moment(facts.received_at, paper.sheet.language)),
        (words["received_by"], facts.received_by),
    )
    draw_pair_columns(paper, giver, taker)
    told = ((words["customs"], facts.customs), (words["notes"], facts.notes))
    if any(value for _label, value in told):
        paper.y += draw_pairs(paper, told, Box(MARGIN, paper.y, WIDTH)) + GRID * 0.7


def _draw_result(paper: Paper, facts: NoteFacts) -> None:
    words = WORDS[paper.sheet.language]
    clean = sum(line.received == line.declared for line in facts.lines)
    result = "complete" if clean == len(facts.lines) else "differences"
    value = words["value_note"].format(facts.value) if facts.value else words["no_value"]
    detail = f"{words['count'].format(clean, len(facts.lines))} · {value}"
    accent = TEAL if result == "complete" else RUST
    draw_band(paper, words["result"], words[result], detail=detail, accent=accent)


def _columns(facts: NoteFacts, words: dict[str, str]) -> list[Column]:
    worth = [Column(words["value"], 26, align="right")] if facts.value else []
    return [
        Column(words["number"], 8, style=COUNT),
        Column(words["item"], 54),
        Column(words["unit"], 16),
        Column(words["declared"], 18, align="right"),
        Column(words["received"], 17, align="right", style=STRONG),
        Column(words["difference"], 18, align="right"),
        Column(words["reason"], 26, style=BODY.at(8)),
        *worth,
    ]


def _row(line: NoteLineFacts, facts: NoteFacts, language: str) -> tuple[Cell, ...]:
    words = WORDS[language]
    note = [words["lot_note"].format(line.lot)] if line.lot else []
    if line.expires_on:
        note.append(words["expires_note"].format(short_day(line.expires_on, language)))
    by = line.received - line.declared
    worth = [Cell(line.value or "–")] if facts.value else []
    return (
        Cell(str(line.number)),
        Cell(line.item, note=" · ".join(note)),
        Cell(line.unit),
        Cell(quantity(str(line.declared))),
        Cell(quantity(str(line.received))),
        Cell(f"{'+' if by > 0 else '−'}{quantity(str(abs(by)))}" if by else "–"),
        Cell(line.reason),
        *worth,
    )


def _draw_closing(paper: Paper, facts: NoteFacts) -> None:
    """Three boxes to sign, then the QR of the arrival's page, at the foot of the last page."""
    words = WORDS[paper.sheet.language]
    paper.need(_CLOSING + GRID)
    paper.y = paper.bottom - _CLOSING
    labels = [words[label] for label in ("sign_delivered", "sign_received", "sign_approved")]
    draw_hands(paper, labels, (words["hand_name"], words["hand_moment"]))
    paper.y += GRID
    check = Check(
        address=facts.page_url,
        invitation=words["see"],
        code_label=words["code"],
        code=facts.reference,
        prints=(
            words["hash"].format(facts.facts_hash()),
            words["chain"].format(facts.chain_head) if facts.chain_head else "",
        ),
    )
    draw_check(paper, check, Box(MARGIN, paper.y, WIDTH))
    paper.y += 29 * MM
    draw_prints(paper, check.prints)


def _coming(paper: Paper, facts: ComingFacts) -> None:
    words, language = WORDS[paper.sheet.language], paper.sheet.language
    dated = words["expected_on"].format(day(facts.expected_on, language))
    draw_head(paper, _head(facts, "coming", dated))
    draw_party(paper, words["brought_by"], facts.donor)
    giver = (
        (words["pledge"], facts.pledge),
        (words["campaign"], facts.campaign),
        (words["driver"], facts.driver),
        (words["plates"], facts.plates),
    )
    taker = ((words["bring_to"], facts.place), (words["address"], facts.place_address))
    draw_pair_columns(paper, giver, taker)
    draw_band(paper, words["door_code"], facts.code, detail=words["door_hint"])
    columns = [
        Column(words["number"], 8, style=COUNT),
        Column(words["item"], 84),
        Column(words["unit"], 20),
        Column(words["declared"], 22, align="right", style=STRONG),
        Column(words["boxes"], 18, align="right"),
        Column(words["checked"], 18, align="center"),
    ]
    rows = [
        (
            Cell(str(line.number)),
            Cell(line.item),
            Cell(line.unit),
            Cell(quantity(str(line.declared))),
            Cell(quantity(str(line.boxes)) if line.boxes else "–"),
            Cell(tick=True),
        )
        for line in facts.lines
    ]
    closing = 40 * MM
    draw_table(paper, columns, rows, heading=words["goods"], keep=closing)
    paper.need(closing)
    paper.y = paper.bottom - closing + GRID
    check = Check(facts.check_in_url, words["check_in"], words["door_code"], facts.code, ())
    draw_check(paper, check, Box(MARGIN, paper.y, WIDTH))
