"""What is looked at on every page walked: accessibility, width, and a picture on request."""

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SEEN: list[str] = []
# The browser's conftest sets it: the pages of the second engine are the same pages.
listening = {"axe": True}


def look(page: Page, name: str) -> None:
    """Refuse serious accessibility faults and sideways scrolling; keep a picture if WALK_PICTURES is set."""
    page.wait_for_load_state()
    folder = os.environ.get("WALK_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    found: list[dict[str, Any]] = Axe().run(page).response["violations"] if listening["axe"] else []
    serious = [
        (each["id"], [node["html"][:160] for node in each["nodes"]][:3])
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]
    assert not serious, (name, serious)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 1, f"{name} scrolls sideways by {wide} px"
    SEEN.append(name)
