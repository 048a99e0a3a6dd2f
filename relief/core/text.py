"""Text as people type it, made safe to keep, to compare and to put in an address."""

import re
import unicodedata

_SPACING = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
"""Controls that part words: each becomes a space, where other controls vanish."""

_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, zero-width and bidi marks, lone surrogates (no database takes them), separators."""

_UNSEEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Fillers and blanks that Unicode files under letters, marks and symbols."""

_LINE_BREAK = re.compile(r"\r\n|[\n\v\f\r\x85\u2028\u2029]")


def clean_line(text: str | None) -> str:
    """Make one line of what was typed: composed, visible, single spaces; None becomes ''."""
    if not text:
        return ""
    visible = "".join(_seen(character) for character in text)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def clean_text(text: str | None) -> str:
    """Clean every line and keep the line breaks as \\n; at most one empty line in a row."""
    if not text:
        return ""
    lines = "\n".join(clean_line(line) for line in _LINE_BREAK.split(text))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def _seen(character: str) -> str:
    if character in _SPACING:
        return " "
    if unicodedata.category(character) in _UNSEEN_CATEGORIES or character in _UNSEEN_LETTERS:
        return ""
    return character


def has_substance(text: str | None) -> bool:
    """Tell whether there is at least one letter or digit that can be seen."""
    return any(character.isalnum() for character in clean_line(text))


def search_key(text: str | None) -> str:
    """Fold case and accents for our search columns: «Muñoz  LÓPEZ» and «munoz lopez» are one.

    The database cannot do it: SQLite folds ASCII only.
    """
    folded = unicodedata.normalize("NFKD", clean_line(text)).casefold()
    bare = (
        character
        for character in unicodedata.normalize("NFKD", folded)
        if not unicodedata.category(character).startswith("M")
    )
    return clean_line("".join(bare))


_LEGAL_FORM = re.compile(
    r" (?:"
    r"(?:sapi|sab|sa|sas|s de rl|spr de rl|s en c)(?: (?:mi|de cv|de ip|sofom|enr|er))*"
    r"|ac|sc|abp|iap|ong"
    r"|inc|incorporated|llc|lp|llp|ltd|limited|ltda|corp|corporation|co|company|plc|gmbh|ag|bv|kk"
    r")$"
)


def company_key(text: str | None) -> str:
    """Reduce a company's name to what tells it apart, to notice that it is already known.

    Drops punctuation and closing legal forms (S.A. de C.V., S. de R.L., A.C., Inc., LLC…). A
    name that is nothing but a legal form stays as it is; '' when nothing is left to compare.
    """
    undotted = re.sub(r"[.'’]", "", search_key(text))
    words = re.sub(r"[\W_]+", " ", undotted)
    # «S. A. de C. V.» written apart: join letters that stand alone in a row.
    name = re.sub(r"\b([^\W\d]) (?=[^\W\d]\b)", r"\1", words).strip()
    while (shorter := _LEGAL_FORM.sub("", name)) != name:
        name = shorter
    return name


def slugify(text: str | None, longest: int = 60) -> str:
    """Write text as part of an address: a-z, 0-9 and single hyphens; '' when nothing fits."""
    slug = re.sub(r"[^a-z0-9]+", "-", search_key(text)).strip("-")
    return slug[:longest].rstrip("-")


def mask_email(address: str | None) -> str:
    """Show whose mailbox it is without giving it away: `a***@example.com`."""
    name, at, domain = clean_line(address).rpartition("@")
    return f"{name[0]}***@{domain}" if name and at and domain else "***"
