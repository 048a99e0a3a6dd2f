"""The papers of a route: the manifest with a block to sign for each stop, and the pick list."""

from functools import partial

from relief.core.numbers import in_groups
from relief.core.pdf import (
    Box,
    Cell,
    Column,
    Head,
    Paper,
    Sheet,
    draw_hands,
    draw_head,
    draw_pair_columns,
    draw_qr,
    draw_table,
    render,
)
from relief.core.pdf.text import wrap
from relief.core.pdf.theme import (
    BODY,
    CODE,
    GRID,
    HAIR,
    INK,
    LABEL,
    MARGIN,
    MM,
    NOTE,
    STRONG,
    WIDTH,
)
from relief.core.pdf.words import day, language_of, quantity, short_day
from relief.routes.facts import GoodsFacts, RouteFacts, StopFacts
from relief.routes.paper_words import WORDS

_QR = 24 * MM
_SIGN = 15 * MM  # the row that hands sign in
_TEXT = WIDTH - _QR - GRID
_HANDS = 26 * MM


def draw_manifest(facts: RouteFacts) -> bytes:
    """Manifiesto de carga: who carries what where, with a QR and lines to sign for each stop."""
    return render(_sheet(facts, "manifest_title"), partial(_manifest, facts=facts))


def draw_pick_list(facts: RouteFacts) -> bytes:
    """Lista de surtido: each lot once for the whole route, with boxes to tick."""
    return render(_sheet(facts, "pick_title"), partial(_pick_list, facts=facts))


def _sheet(facts: RouteFacts, title: str) -> Sheet:
    language = language_of(facts.language)
    name = f"{WORDS[language][title]} {facts.reference}"
    return Sheet(
        title=name,
        author=facts.issuer.legal_name,
        language=language,
        running=name,
        foot=f"{name} · {facts.issuer.legal_name}",
    )


def _draw_top(paper: Paper, facts: RouteFacts, kind: str) -> None:
    language = paper.sheet.language
    words = WORDS[language]
    head = Head(
        issuer=facts.issuer.legal_name,
        issuer_lines=facts.issuer.lines(words["rfc"]),
        title=words[f"{kind}_title"],
        subtitle=words[f"{kind}_subtitle"],
        reference=facts.reference,
        dated=words["for_day"].format(day(facts.day, language)),
    )
    draw_head(paper, head)
    carried = [words["packs"].format(in_groups(facts.packs))]
    if facts.kilograms:
        carried.append(words["kilograms"].format(in_groups(facts.kilograms)))
    way = words["kilometres"].format(in_groups(facts.kilometres)) if facts.kilometres else ""
    left = (
        (words["origin"], facts.origin),
        (words["load"], " · ".join(carried)),
        (words["way"], way),
        (words["notes"], facts.notes),
    )
    right = (
        (words["driver"], facts.driver),
        (words["vehicle"], facts.vehicle),
        (words["plates"], facts.plates),
    )
    draw_pair_columns(paper, left, right)
    if facts.carta_porte and kind == "manifest":
        paper.y += paper.block(words["carta_porte"], STRONG, Box(MARGIN, paper.y, WIDTH)) + GRID


def _manifest(paper: Paper, facts: RouteFacts) -> None:
    _draw_top(paper, facts, "manifest")
    for stop in facts.stops:
        _draw_stop(paper, stop)


def _draw_stop(paper: Paper, stop: StopFacts) -> None:
    """One stop, never split between pages: where and what, its QR, and the row to sign in."""
    words = WORDS[paper.sheet.language]
    goods = " · ".join(_carried(line, words["lot"]) for line in stop.goods)
    told = [
        (words[label], value)
        for label, value in (
            ("address", stop.address),
            ("hours", stop.hours),
            ("contact", stop.contact),
            ("goods", f"{words['packs'].format(in_groups(stop.packs))}: {goods}"),
        )
        if value
    ]
    lines = sum(len(wrap(f"{label}: {value}", BODY, _TEXT)) for label, value in told)
    room = max(lines * BODY.leading + STRONG.at(11).leading + GRID, _QR)
    paper.need(room + _SIGN + 2 * GRID)
    paper.rule(paper.y, colour=INK, weight=0.9)
    paper.y += GRID * 0.5
    top = paper.y
    draw_qr(paper, stop.check_url, Box(MARGIN + WIDTH - _QR, top - 4, _QR))
    paper.text(
        stop.reference, CODE.at(6.5), Box(MARGIN + WIDTH - _QR, top + _QR - 8, _QR), align="center"
    )
    title = f"{words['stop'].format(stop.number)} · {stop.hospital}"
    paper.y += paper.block(title, STRONG.at(11), Box(MARGIN, paper.y, _TEXT)) + 2
    for label, value in told:
        paper.y += paper.block(f"{label}: {value}", BODY, Box(MARGIN, paper.y, _TEXT))
    paper.y = max(paper.y, top + _QR) + GRID * 0.4
    _draw_signing(paper, words)


def _carried(line: GoodsFacts, lot: str) -> str:
    told = f"{in_groups(line.quantity)} {line.unit} {line.item}"
    return f"{told} ({lot.format(line.lot)})" if line.lot else told


def _draw_signing(paper: Paper, words: dict[str, str]) -> None:
    gap = GRID * 0.75
    shares = (("name", 0.32), ("signature", 0.26), ("moment", 0.16), ("remarks", 0.26))
    x = MARGIN
    for label, share in shares:
        wide = (WIDTH - 3 * gap) * share
        paper.text(words[label], NOTE, Box(x, paper.y + _SIGN - 10, wide))
        paper.rule(paper.y + _SIGN - 12, colour=INK, box=Box(x, paper.y, wide))
        x += wide + gap
    paper.y += _SIGN + GRID


def _pick_list(paper: Paper, facts: RouteFacts) -> None:
    language = paper.sheet.language
    words = WORDS[language]
    _draw_top(paper, facts, "pick")
    columns = [
        Column(words["picked"], 14, align="center"),
        Column(words["item"], 58),
        Column(words["lot_column"], 36, style=CODE.at(8)),
        Column(words["expires"], 26, style=BODY.at(8)),
        Column(words["quantity"], 20, align="right", style=STRONG),
        Column(words["unit"], 18),
        Column(words["shared"], 40, style=BODY.at(8)),
    ]
    rows = [
        (
            Cell(tick=True),
            Cell(line.item),
            Cell(line.lot),
            Cell(short_day(line.expires_on, language) if line.expires_on else ""),
            Cell(quantity(str(line.quantity))),
            Cell(line.unit),
            Cell(line.shared),
        )
        for line in facts.picks
    ]
    draw_table(paper, columns, rows, heading=words["picks"], keep=_HANDS + GRID)
    _draw_stops(paper, facts)
    paper.need(_HANDS + GRID)
    paper.y = paper.bottom - _HANDS
    labels = [words[label] for label in ("sign_picked", "sign_checked", "sign_driver")]
    draw_hands(paper, labels, (words["hand_name"], words["hand_moment"]), height=_HANDS)


def _draw_stops(paper: Paper, facts: RouteFacts) -> None:
    """Say which number stands for which hospital."""
    words = WORDS[paper.sheet.language]
    paper.y += GRID
    paper.need((len(facts.stops) + 2) * BODY.leading)
    paper.y += paper.block(words["stops"], LABEL, Box(MARGIN, paper.y, WIDTH)) + 1
    for stop in facts.stops:
        told = f"{stop.number}. {stop.hospital} · {stop.reference}"
        paper.y += paper.block(told, BODY, Box(MARGIN, paper.y, WIDTH))
    paper.rule(paper.y + 2, colour=HAIR)
