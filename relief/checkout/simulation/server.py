"""Put the simulated provider behind a socket of this machine."""

from typing import Any

from flask import Flask, request
from flask_babel import Babel
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from relief.checkout.simulation import api, hosted
from relief.checkout.simulation.api import Machine
from relief.checkout.simulation.books import Books
from relief.checkout.simulation.notices import Sender
from relief.config import ROOT
from relief.core.money import format_money

LOOPBACK = "127.0.0.1"


def build(*, origin: str, sender: Sender) -> Flask:
    """Make the simulated provider: its interface under /v1, its pages under /pay."""
    app = Flask("simulated_provider", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(
        MACHINE=Machine(Books(origin, sender.tell)),
        ROOT=str(ROOT),
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "relief" / "translations"),
    )
    Babel(app, locale_selector=_locale)
    app.jinja_env.filters.update(money=format_money, number=lambda count: f"{count:,}")
    # The pages of the product carry pictures and forms that are refused; these do without.
    app.jinja_env.globals.update(icon_svg=lambda _name: "", refused_forms=lambda: False)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def words() -> dict[str, Any]:
        """Give the templates what the product's layout asks for."""
        return {"asset": lambda name: f"/style/{name}", "lang": _locale()[:2]}

    app.register_blueprint(api.bp)
    app.register_blueprint(hosted.bp)
    return app


def _locale() -> str:
    """Return the language the page was opened in; its visitor's own for the rest."""
    ref = (request.view_args or {}).get("ref", "")
    page = api.machine().books.pages.get(ref)
    if page is not None:
        return "en" if page["locale"] == "en" else "es_MX"
    return "en" if request.accept_languages.best_match(["es", "en"]) == "en" else "es_MX"


def listen(app: Flask, port: int) -> BaseWSGIServer:
    """Open the socket, on this machine alone."""
    return make_server(LOOPBACK, port, app, threaded=True, request_handler=_Silent)


class _Silent(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""
