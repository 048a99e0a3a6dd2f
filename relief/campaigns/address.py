"""Addresses of a campaign for people who are elsewhere: to share, to print, to set in their own page."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from relief.campaigns.models import Campaign
from relief.chapters.models import Chapter
from relief.config import Settings


@dataclass(frozen=True)
class Shared:
    """The whole addresses of one campaign, and what passes them on, in the reader's language."""

    page: str
    name: str
    language: str

    @property
    def mail(self) -> str:
        """Return a letter that is ready to be addressed."""
        subject, body = quote(self.name, safe=""), quote(self._invitation(), safe="")
        return f"mailto:?subject={subject}&body={body}"

    @property
    def whatsapp(self) -> str:
        """Return WhatsApp's own address for a message; nothing of theirs is loaded before."""
        return f"https://wa.me/?text={quote(self._invitation(), safe='')}"

    @property
    def poster(self) -> str:
        """Return the address of the poster."""
        return f"{self.page}/poster.pdf"

    @property
    def picture(self) -> str:
        """Return the address of the thermometer as a picture."""
        return f"{self.page}/thermometer.svg?lang={self.language}"

    @property
    def frame_code(self) -> str:
        """Return the HTML that shows the thermometer and its button inside another page."""
        # `format` of a Markup escapes what it puts in; the page then shows the code as text.
        code = Markup(
            '<iframe src="{}/embed?lang={}" title="{}" width="100%" height="460" loading="lazy" '
            'style="border:0;max-width:640px"></iframe>'
        )
        return str(code.format(self.page, self.language, self.name))

    @property
    def picture_code(self) -> str:
        """Return the HTML that shows the thermometer as a picture that leads to the page."""
        code = Markup('<a href="{}"><img src="{}" alt="{}" width="640" height="300"></a>')
        return str(code.format(self.page, self.picture, self.name))

    def _invitation(self) -> str:
        said = _("See what is collected and what arrives: %(name)s", name=self.name)
        return f"{said} {self.page}"


def page_address(campaign: Campaign, chapter: Chapter) -> str:
    """Return the whole address of a campaign's page, built from BASE_URL and never from Host."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"{settings.base_url}{chapter.public_root}/c/{campaign.slug}"


def shared(campaign: Campaign, chapter: Chapter, language: str) -> Shared:
    """Return how to pass a campaign on in `es` or `en`."""
    return Shared(page_address(campaign, chapter), campaign.text("name", language), language)
