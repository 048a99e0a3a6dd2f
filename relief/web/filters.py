"""How people read money, days, moments and numbers. `es_MX` always, never plain `es`."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date, format_datetime
from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from relief.accounts.access import can, current_chapter, current_user_row
from relief.audit.words import who
from relief.chapters.queries import get_chapter
from relief.config import ROOT
from relief.core import clock, tenancy
from relief.core.forms import ReliefForm
from relief.core.money import Money, format_money, grouped
from relief.core.numbers import in_groups
from relief.core.words import word
from relief.stock.units import counted, name_of
from relief.stock.words import place_name
from relief.web.language import current_language, switch_url
from relief.web.navigation import menu

STATIC = ROOT / "static"


def _locale() -> str:
    return str(get_locale() or "es_MX")


def money(value: Money | None) -> str:
    """Return `$1,250.00 MXN` or `US$1,234.50 USD`; a dash for no amount."""
    return "—" if value is None else format_money(value)


def number(value: int | float | Decimal | None) -> str:
    """Return a number grouped in thousands; a dash for none."""
    return "—" if value is None else in_groups(value)


def percent(value: float | None) -> str:
    """Return a share of one as whole percents; a dash for none."""
    return "—" if value is None else f"{round(value * 100)} %"


def zone() -> str:
    """Return the time zone of the chapter, whose wall everybody reads."""
    chapter = current_chapter()
    return chapter.zone if chapter is not None else "America/Tijuana"


def day(value: date | datetime | None) -> str:
    """Return `5 mar 2026`, on the chapter's wall; a dash for none."""
    if value is None:
        return "—"
    shown = clock.local(value, zone()).date() if isinstance(value, datetime) else value
    pattern = "MMM d, yyyy" if _locale() == "en" else "d MMM yyyy"
    return format_date(shown, pattern, locale=_locale())


def moment(value: datetime | None) -> str:
    """Return `5 mar 2026, 14:30`, on the chapter's wall; a dash for none."""
    if value is None:
        return "—"
    pattern = "MMM d, yyyy, HH:mm" if _locale() == "en" else "d MMM yyyy, HH:mm"
    return format_datetime(
        clock.local(value, zone()).replace(tzinfo=None), pattern, locale=_locale()
    )


def weekday(value: date) -> str:
    """Return `lun 4 may`: a day of a plan near enough to need no year."""
    pattern = "EEE, MMM d" if _locale() == "en" else "EEE d MMM"
    return format_date(value, pattern, locale=_locale())


def hour(value: datetime) -> str:
    """Return `13:00`, on the chapter's wall."""
    return f"{clock.local(value, zone()):%H:%M}"


@lru_cache(maxsize=512)
def asset(path: str) -> str:
    """Return the address of a static file, with a version that changes when the file does.

    Looked up once a process, for a page names about thirty: a changed file shows after a restart.
    """
    file: Path = STATIC / path
    stamp = file.stat().st_mtime_ns if file.exists() else 0
    return f"/static/{path}?v={sha256(f'{path}{stamp}'.encode()).hexdigest()[:8]}"


@lru_cache(maxsize=256)
def icon_svg(name: str) -> Markup:
    """Return an icon of the set as inline SVG, hidden from readers; KeyError if not in the set."""
    path = STATIC / "vendor" / "icons" / f"{name}.svg"
    if not path.is_file():
        raise KeyError(name)
    svg = path.read_text(encoding="utf-8")
    svg = svg[svg.index("<svg") :].replace("\n", " ")
    rest = svg.partition(">")[2]
    drawn = f'<svg class="icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{rest}'
    return Markup(drawn)  # noqa: S704 - a file of our own set, never a person's text


def chips(form: Any) -> list[tuple[str, str]]:
    """Return the filters in use: their words, and the address of the list without each."""
    used = [f for f in form if request.args.get(f.name) and f.data]
    kept = {name: value for name, value in request.args.items() if name not in {"after", "before"}}
    return [
        (
            str(f.label.text) if f.data is True else f"{f.label.text}: {_shown(f)}",
            "?" + urlencode({name: value for name, value in kept.items() if name != f.name}),
        )
        for f in used
    ]


def _shown(field: Any) -> str:
    for value, label in getattr(field, "options", ()):
        if value == field.data:
            return str(label)
    return str(field._value())


@pass_context
def refused_forms(page: Context) -> bool:
    """Say whether any form of a page has errors, for its title to begin with that."""
    given = list(page.get_all().values())
    several = [form for each in given if isinstance(each, dict) for form in each.values()]
    return any(isinstance(form, ReliefForm) and form.errors for form in given + several)


def context() -> dict[str, Any]:
    """Return what every template may use; a letter written by the worker knows its chapter only."""
    if not has_request_context():
        chapter_id = tenancy.chosen()
        return {"chapter": get_chapter(chapter_id) if chapter_id else None}
    user = current_user_row()
    membership = g.get("membership")
    return {
        "chapter": current_chapter(),
        "nav": menu() if user is not None else [],
        "current_user_label": user.name if user is not None else "",
        "current_role_label": word(membership.role) if membership is not None else "",
        "my_chapters": [each.chapter for each in user.memberships] if user is not None else [],
        "lang": current_language(),
        "lang_switch_url": switch_url(),
        "can": can,
        **_way_out(),
        "mailbox_url": _mailbox_url(),
    }


def _way_out() -> dict[str, str]:
    """Return the addresses that every layout offers."""
    chapter = current_chapter()
    staff = request.path.startswith("/staff")
    return {
        "home_url": url_for("home.index") if staff else f"{request.script_root}/",
        "account_url": url_for("accounts.me"),
        "sign_out_url": url_for("security.logout"),
        "sign_in_url": url_for("security.login").removeprefix(request.script_root),
        "privacy_url": url_for("privacy.notice"),
        "portal_url": url_for("portal.start").removeprefix(request.script_root),
        "contact_email": chapter.email if chapter is not None else "",
    }


def _mailbox_url() -> str:
    """Return where development shows the letters it would send; nothing in production."""
    if "mailbox.index" not in current_app.view_functions:
        return ""
    return url_for("mailbox.index").removeprefix(request.script_root)


def set_up(app: Flask) -> None:
    """Give the templates their words, shapes and helpers."""
    app.jinja_env.filters.update(
        grouped=grouped,
        money=money,
        number=number,
        percent=percent,
        day=day,
        moment=moment,
        weekday=weekday,
        hour=hour,
        word=word,
        counted=counted,
        unit=name_of,
        place=place_name,
        who=who,
    )
    app.jinja_env.globals.update(
        asset=asset,
        chips=chips,
        icon_svg=icon_svg,
        csrf_token=generate_csrf,
        now=clock.now,
        refused_forms=refused_forms,
    )
    app.context_processor(context)
