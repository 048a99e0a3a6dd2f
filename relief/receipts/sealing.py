"""The seal of the running application."""

from flask import current_app

from relief.config import Settings
from relief.links.address import keys
from relief.receipts.seal import Seal


def current_seal() -> Seal:
    """Return the key and the public address under which receipts are issued now."""
    settings: Settings = current_app.config["SETTINGS"]
    return Seal(key=keys()[0], base_url=settings.base_url)
