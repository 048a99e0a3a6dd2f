"""create_app(): settings, database, rooms and doors, in reading order."""

import logging
from importlib import import_module

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from relief import cli
from relief.accounts import security
from relief.config import ROOT, BadSettings, Settings, faults, read
from relief.core import logs
from relief.core.db import db
from relief.core.engines import engine_options, prepare_engine
from relief.web import error_pages, filters, language, requests
from relief.web.addresses import ChapterPrefix

# Every room, whether or not it has pages: the mapper must know all rows before the first query.
ROOMS = (
    "accounting",
    "accounts",
    "allocation",
    "approvals",
    "audit",
    "bank",
    "campaigns",
    "chapters",
    "checkout",
    "counts",
    "deliveries",
    "donors",
    "holds",
    "hospitals",
    "instalments",
    "intake",
    "kits",
    "links",
    "meals",
    "needs",
    "payments",
    "periods",
    "pledges",
    "portal",
    "purchases",
    "rates",
    "recalls",
    "receipts",
    "reports",
    "routes",
    "stock",
    "thanks",
    "transfers",
    "web",
)
FURNITURE = ("models", "words", "reactions", "views", "public", "webhooks", "sync")
DOORS = (
    "campaign_page",
    "chapter",
    "doors",
    "earmarks",
    "embed",
    "find",
    "health",
    "home",
    "language",
    "mailbox",
    "privacy",
    "robots",
    "work",
)
# Doors whose callers bring a signature of their own in place of a form's token.
WITHOUT_FORMS = ("checkout_webhooks", "routes_sync")
MEGABYTE = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Build the house. Raise BadSettings when production would be unsafe with these settings."""
    settings = settings or read()
    found = faults(settings)
    if found:
        raise BadSettings(found)
    logs.set_up(level=logging.INFO if settings.production else logging.WARNING)
    app = Flask(
        "relief",
        root_path=str(ROOT),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(ROOT / "var"),
    )
    _configure(app, settings)
    _open_database(app, settings)
    # First of all: a refused form is already a request with a name, a chapter and headers.
    requests.set_up(app)
    csrf = CSRFProtect(app)
    Babel(app, locale_selector=language.select_locale)
    security.set_up(app, settings)
    _open_rooms(app, production=settings.production)
    for name in WITHOUT_FORMS:
        csrf.exempt(app.blueprints[name])
    filters.set_up(app)
    error_pages.set_up(app)
    cli.set_up(app)
    _stand_before(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        # The only guard against a huge urlencoded body: werkzeug's other limits are multipart only.
        MAX_CONTENT_LENGTH=MEGABYTE,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SESSION_COOKIE_NAME="__Host-relief" if settings.secure else "relief",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        BABEL_DEFAULT_LOCALE="es_MX",
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "relief" / "translations"),
        TEMPLATES_AUTO_RELOAD=not settings.production,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}


def _open_database(app: Flask, settings: Settings) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    if settings.database_url.startswith("sqlite:///"):
        (ROOT / "var").mkdir(exist_ok=True)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        prepare_engine(db.engine)


def _open_rooms(app: Flask, *, production: bool) -> None:
    """Import every room's furniture and hang the pages that it has; the mailbox never for real."""
    for room in ROOMS:
        for piece in DOORS if room == "web" else FURNITURE:
            if not (ROOT / "relief" / room / f"{piece}.py").exists():
                continue
            module = import_module(f"relief.{room}.{piece}")
            blueprint = getattr(module, "bp", None)
            if blueprint is not None and not (piece == "mailbox" and production):
                app.register_blueprint(blueprint)


def _stand_before(app: Flask, settings: Settings) -> None:
    """Put what stands before the application: static files, proxies, chapter prefixes."""
    wsgi = ChapterPrefix(app.wsgi_app)
    served = WhiteNoise(
        wsgi,
        root=str(ROOT / "static"),
        prefix="static/",
        autorefresh=not settings.production,
        max_age=31536000,
        add_headers_function=requests.guard_file,
    )
    hops = settings.proxy_hops
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Flask takes middleware
        served, x_for=hops, x_proto=hops, x_host=hops, x_prefix=0
    )
