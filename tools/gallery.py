"""Draws every component with invented data, in Spanish and English, for eyes and for screenshots.

    python tools/gallery.py            writes var/gallery/<language>/<page>.html

No database and no rooms: only templates, sheets and the words of look.po.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from flask import Flask, flash, render_template
from gallery_data import campaign_figures, context, forms, list_page
from markupsafe import Markup

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "tools" / "gallery_pages"
OUT = ROOT / "var" / "gallery"


@dataclass(frozen=True)
class Tongue:
    """The words of one language, as the templates ask for them."""

    lang: str
    words: dict[Any, Any]

    def gettext(self, text: str, **values: object) -> str:
        found = self.words.get(text) or text
        return found % values if values else found.replace("%%", "%")

    def ngettext(self, one: str, many: str, num: int, **values: object) -> str:
        forms_of_word = self.words.get(one) or (one, many)
        return forms_of_word[0 if num == 1 else 1] % {"num": num, **values}


def tongue(lang: str) -> Tongue:
    words: dict[Any, Any] = {}
    if lang == "es":
        for source in sorted((ROOT / "relief/translations/es_MX").glob("*.po")):
            with source.open("rb") as file:
                for message in read_po(file, locale="es_MX"):
                    key = message.id[0] if isinstance(message.id, tuple) else message.id
                    words[key] = message.string
    return Tongue(lang, words)


def icon_svg(name: str) -> Markup:
    svg = (ROOT / f"static/vendor/icons/{name}.svg").read_text()
    svg = re.sub(
        r'class="[^"]*"', 'class="icon" aria-hidden="true" focusable="false"', svg, count=1
    )
    return Markup(" ".join(svg.split()))


def money(value: Any) -> str:
    currency, amount = value
    sign = "US$" if currency == "USD" else "$"
    return f"{sign}{amount:,.2f} {currency}"


def build_app(speech: Tongue) -> Flask:
    app = Flask("gallery", template_folder=str(ROOT / "templates"))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.secret_key = "only for looking"
    app.config["WTF_CSRF_ENABLED"] = False
    locale = "es_MX" if speech.lang == "es" else "en_US"
    app.jinja_env.add_extension("jinja2.ext.i18n")
    translate = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]  # of the extension
    translate(speech.gettext, speech.ngettext, newstyle=False)
    app.jinja_loader.searchpath.append(str(PAGES))  # type: ignore[union-attr]  # Flask always has one
    app.jinja_env.globals.update(
        _=speech.gettext,
        asset=lambda path: f"../../../static/{path}",
        icon_svg=icon_svg,
        csrf_token=lambda: "token",
        refused_forms=lambda: False,
    )
    app.jinja_env.filters.update(
        money=money,
        number=lambda value: format_decimal(value, locale=locale),
        percent=lambda value: f"{value} %",
        day=lambda value: format_date(value, "d MMM y", locale=locale),
        moment=lambda value: format_datetime(value, "d MMM y, H:mm", locale=locale),
        word=lambda value: speech.gettext(str(value).replace("_", " ")),
    )
    return app


def draw(lang: str) -> None:
    speech = tongue(lang)
    app = build_app(speech)
    folder = OUT / lang
    folder.mkdir(parents=True, exist_ok=True)
    errors = [f"errors/{path.name}" for path in (ROOT / "templates/errors").glob("[0-9]*.html")]
    for template in [*(path.name for path in sorted(PAGES.glob("*.html"))), *errors]:
        with app.test_request_context():
            if template == "staff_home.html":
                flash(speech.gettext("Copied"), "success")
            page = render_template(
                template,
                **context(lang),
                **forms(),
                page=list_page(),
                empty_page=list_page(rows=0),
                thermometers=campaign_figures(),
                now=datetime.now(UTC),
                today=date(2020, 4, 20),
            )
        (folder / template.replace("/", "_")).write_text(page)


if __name__ == "__main__":
    for language in ("es", "en"):
        draw(language)
    print(f"Drawn in {OUT}")
