"""Addresses of capability links, under the application's own keys and base address."""

from flask import current_app

from relief.config import Settings
from relief.links.actions import token_of
from relief.links.models import CapabilityLink


def keys() -> list[str]:
    """Return the application's signing keys, the current one first."""
    settings: Settings = current_app.config["SETTINGS"]
    return [settings.secret_key, *settings.secret_key_fallbacks]


def address(link: CapabilityLink) -> str:
    """Return the whole address to send or to print, built from BASE_URL and never from Host."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"{settings.base_url}/d/{token_of(link, keys())}"
