"""The letter about what expires soon."""

from collections.abc import Sequence

from flask import current_app

from relief.accounts.models import User
from relief.chapters.queries import get_chapter
from relief.config import Settings
from relief.core import mail, tenancy
from relief.core.numbers import in_groups
from relief.core.pdf.words import short_day
from relief.stock.models import Balance

MOST = 60


def expiring(reader: User, nearer: Sequence[Balance]) -> mail.Letter:
    """Tell one coordinator which lots come to their last day, and where they are."""
    settings: Settings = current_app.config["SETTINGS"]
    page = current_app.url_map.bind("relief").build("stock.index", {"expires": "30"})
    return mail.write(
        mail.Draft(
            template="goods_expiring",
            to_address=reader.email,
            language=reader.language,
            context={
                "name": reader.name,
                "count": len({each.lot_id for each in nearer}),
                "chapter_name": get_chapter(tenancy.chapter_id()).name,
                "goods": [_line(each, reader.language) for each in nearer[:MOST]],
                "more": max(len(nearer) - MOST, 0),
                "link": settings.base_url + page,
            },
        )
    )


def _line(balance: Balance, language: str) -> dict[str, str]:
    lot = balance.lot
    return {
        "day": short_day(lot.expires_on, language) if lot.expires_on else "",
        "item": lot.item.label(language),
        "lot": lot.code,
        "units": in_groups(balance.on_hand),
        "place": balance.place.name,
    }
