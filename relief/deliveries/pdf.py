"""The papers of a delivery: the note that travels with the goods and the hospital's acuse."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    draw_picture,
    draw_prints,
    draw_table,
    render,
)
from relief.core.pdf.theme import (
    BODY,
    CODE,
    COUNT,
    GRID,
    LABEL,
    MARGIN,
    MM,
    RUST,
    STRONG,
    TEAL,
    WIDTH,
)
from relief.core.pdf.words import day, language_of, moment, quantity, short_day
from relief.deliveries.facts import AcuseFacts, AcuseLineFacts, DeliveryFacts, DeliveryLineFacts
from relief.deliveries.paper_words import WORDS

_HAND = 30 * MM  # a box that a hand can sign in
_NOTE_CLOSING = _HAND + GRID + 40 * MM  # boxes, then QR with the fingerprint under it
_ACUSE_CLOSING = 46 * MM
_PHOTO = 34 * MM


@dataclass(frozen=True)
class Pictures:
    """What was signed and photographed, as it is kept."""

    signature: bytes | None = None
    photographs: tuple[bytes, ...] = ()


NONE = Pictures()


def draw_delivery_note(facts: DeliveryFacts) -> bytes:
    """Nota de remisión: boxes to tick while picking and receiving, boxes to sign, QR to confirm."""
    sheet = _sheet(facts, "note_title")
    return render(sheet, partial(_delivery_note, facts=facts))


def draw_acuse(facts: DeliveryFacts, acuse: AcuseFacts, pictures: Pictures = NONE) -> bytes:
    """Acuse de recibo: what was sent and what the hospital accepted, line by line.

    `pictures` are those that the acuse names by their hashes. Raises KeyError when the acuse speaks of a line that the delivery does not have.
    """
    sheet = _sheet(facts, "acuse_title")
    return render(sheet, partial(_acuse, facts=facts, acuse=acuse, pictures=pictures))


def _sheet(facts: DeliveryFacts, title: str) -> Sheet:
    words = WORDS[language_of(facts.language)]
    return Sheet(
        title=f"{words[title]} {facts.reference}",
        author=facts.issuer.legal_name,
        language=language_of(facts.language),
        running=f"{words[title]} {facts.reference} · {facts.hospital.name}",
        foot=f"{facts.reference} · {words[title]} · {facts.issuer.legal_name}",
    )


def _head(facts: DeliveryFacts, kind: str) -> Head:
    language, issuer = language_of(facts.language), facts.issuer
    words = WORDS[language]
    return Head(
        issuer=issuer.legal_name,
        issuer_lines=issuer.lines(words["rfc"]),
        title=words[f"{kind}_title"],
        subtitle=words[f"{kind}_subtitle"],
        reference=facts.reference,
        dated=words["for_day"].format(day(facts.delivered_on, language)),
    )


def _draw_places(paper: Paper, facts: DeliveryFacts, label: str) -> None:
    words, hospital = WORDS[paper.sheet.language], facts.hospital
    draw_party(paper, words[label], hospital.name)
    to = (
        (words["clues"], hospital.clues),
        (words["address"], hospital.address),
        (words["contact"], hospital.contact_name),
        (words["phone"], hospital.contact_phone),
        (words["campaign"], facts.campaign),
    )
    transport = (
        (words["origin"], facts.origin.name),
        (words["address"], facts.origin.address),
        (words["driver"], facts.driver),
        (words["vehicle"], facts.vehicle),
        (words["plates"], facts.plates),
    )
    draw_pair_columns(paper, to, transport)


def _delivery_note(paper: Paper, facts: DeliveryFacts) -> None:
    words = WORDS[paper.sheet.language]
    draw_head(paper, _head(facts, "note"))
    _draw_places(paper, facts, "deliver_to")
    if facts.notes:
        pairs = ((words["notes"], facts.notes),)
        paper.y += draw_pairs(paper, pairs, Box(MARGIN, paper.y, WIDTH)) + GRID * 0.7
    columns = [
        Column(words["number"], 8, style=COUNT),
        Column(words["picked"], 13, align="center"),
        Column(words["item"], 59),
        Column(words["lot"], 35, style=CODE.at(8)),  # a whole code of ours in one line
        Column(words["expires"], 22, style=BODY.at(8)),
        Column(words["quantity"], 18, align="right", style=STRONG),
        Column(words["unit"], 17),
        Column(words["handed"], 15, align="center"),
    ]
    rows = [_note_row(line, paper.sheet.language) for line in facts.lines]
    draw_table(paper, columns, rows, heading=words["goods"], keep=_NOTE_CLOSING + GRID)
    _draw_note_closing(paper, facts)


def _note_row(line: DeliveryLineFacts, language: str) -> tuple[Cell, ...]:
    return (
        Cell(str(line.number)),
        Cell(tick=True),
        Cell(line.item),
        Cell(line.lot),
        Cell(short_day(line.expires_on, language) if line.expires_on else ""),
        Cell(quantity(line.quantity)),
        Cell(line.unit),
        Cell(tick=True),
    )


def _draw_note_closing(paper: Paper, facts: DeliveryFacts) -> None:
    """Three boxes to sign, then the QR with room for remarks, at the foot of the last page."""
    words = WORDS[paper.sheet.language]
    paper.need(_NOTE_CLOSING + GRID)
    paper.y = paper.bottom - _NOTE_CLOSING
    labels = [words[label] for label in ("sign_picked", "sign_driver", "sign_received")]
    draw_hands(paper, labels, (words["hand_name"], words["hand_moment"]), height=_HAND)
    paper.y += GRID
    gap = GRID * 0.75
    third = (WIDTH - 2 * gap) / 3
    check = Check(
        address=facts.confirm_url,
        invitation=words["confirm"],
        code_label=words["code"],
        code=facts.confirm_code,
        prints=(words["hash"].format(facts.facts_hash()),),
    )
    wide = WIDTH - third - gap
    if check.address:  # while it only serves to pick, nobody can confirm yet
        draw_check(paper, check, Box(MARGIN, paper.y, wide))
    remarks = Box(MARGIN + wide + gap, paper.y, third, 28 * MM)
    paper.frame(remarks, weight=0.7)
    paper.block(words["remarks_box"], LABEL, Box(remarks.x + 5, remarks.y + 4, third - 10))
    paper.y += 31 * MM
    draw_prints(paper, check.prints)


def _acuse(paper: Paper, facts: DeliveryFacts, acuse: AcuseFacts, *, pictures: Pictures) -> None:
    words, language = WORDS[paper.sheet.language], paper.sheet.language
    draw_head(paper, _head(facts, "acuse"))
    _draw_places(paper, facts, "delivered_to")
    clean = sum(not _differs(line) for line in acuse.lines)
    result = "complete" if clean == len(acuse.lines) else "differences"
    count = words["count"].format(clean, len(acuse.lines))
    accent = TEAL if result == "complete" else RUST
    draw_band(paper, words["result"], words[result], detail=count, accent=accent)
    columns = [
        Column(words["number"], 8, style=COUNT),
        Column(words["item"], 48),
        Column(words["unit"], 15),
        Column(words["sent"], 15, align="right"),
        Column(words["accepted"], 17, align="right", style=STRONG),
        Column(words["short"], 15, align="right"),
        Column(words["damaged"], 15, align="right"),
        Column(words["rejected"], 18, align="right"),
        Column(words["reason"], 29, style=BODY.at(8)),
    ]
    sent = {line.number: line for line in facts.lines}
    rows = [_acuse_row(sent[line.number], line, language) for line in acuse.lines]
    keep = _ACUSE_CLOSING + 10 * GRID
    draw_table(paper, columns, rows, heading=words["goods"], keep=keep)
    paper.y += GRID
    _draw_receiver(paper, acuse)
    _draw_photographs(paper, pictures.photographs)
    _draw_acuse_closing(paper, facts, acuse, hand=pictures.signature)


def _differs(line: AcuseLineFacts) -> bool:
    return any(float(number) for number in (line.short, line.damaged, line.rejected))


def _acuse_row(sent: DeliveryLineFacts, line: AcuseLineFacts, language: str) -> tuple[Cell, ...]:
    words = WORDS[language]
    note = [words["lot_note"].format(sent.lot)] if sent.lot else []
    if sent.expires_on:
        note.append(words["expires_note"].format(short_day(sent.expires_on, language)))
    return (
        Cell(str(line.number)),
        Cell(sent.item, note=" · ".join(note)),
        Cell(sent.unit),
        Cell(quantity(sent.quantity)),
        Cell(quantity(line.accepted)),
        Cell(quantity(line.short) if float(line.short) else "–"),
        Cell(quantity(line.damaged) if float(line.damaged) else "–"),
        Cell(quantity(line.rejected) if float(line.rejected) else "–"),
        Cell(line.reason),
    )


def _draw_receiver(paper: Paper, acuse: AcuseFacts) -> None:
    words, language = WORDS[paper.sheet.language], paper.sheet.language
    pairs = (
        (words["receiver"], acuse.receiver_name),
        (words["role"], acuse.receiver_role),
        (words["moment"], moment(acuse.confirmed_at, language)),
        (words["happened"], moment(acuse.happened_at, language) if acuse.happened_at else ""),
        (words["signature"], acuse.signature),
        (words["remarks"], acuse.remarks),
    )
    paper.need(8 * GRID)
    paper.y += draw_pairs(paper, pairs, Box(MARGIN, paper.y, WIDTH)) + GRID


def _draw_photographs(paper: Paper, photographs: Sequence[bytes]) -> None:
    """Rows of four, as large as the page is wide."""
    wide = (WIDTH - 3 * GRID) / 4
    for start in range(0, len(photographs), 4):
        paper.need(_PHOTO + GRID)
        for number, content in enumerate(photographs[start : start + 4]):
            x = MARGIN + number * (wide + GRID)
            draw_picture(paper, content, Box(x, paper.y, wide, _PHOTO))
        paper.y += _PHOTO + GRID


def _draw_acuse_closing(
    paper: Paper, facts: DeliveryFacts, acuse: AcuseFacts, *, hand: bytes | None
) -> None:
    words = WORDS[paper.sheet.language]
    chain = words["chain"].format(acuse.chain_head) if acuse.chain_head else ""
    check = Check(
        address=facts.confirm_url,
        invitation=words["check"],
        code_label=words["code"],
        code=facts.confirm_code,
        prints=(
            words["hash"].format(facts.facts_hash()),
            words["acuse_hash"].format(acuse.facts_hash()),
            chain,
        ),
    )
    paper.need(_ACUSE_CLOSING)
    paper.y = paper.bottom - _ACUSE_CLOSING + GRID
    place = Box(MARGIN + WIDTH - 62 * MM, paper.y, 62 * MM, 16 * MM)
    if check.address:
        draw_check(paper, check, Box(MARGIN, paper.y, WIDTH - place.width - 2 * GRID))
    if hand is not None:
        draw_picture(paper, hand, Box(place.x, place.y + GRID, place.width, place.height - GRID))
    paper.signature(
        place, label=words["acuse_sign"], name=acuse.receiver_name, title=acuse.receiver_role
    )
    paper.y += 30 * MM
    draw_prints(paper, check.prints)
