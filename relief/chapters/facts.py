"""The chapter as a paper names it: its legal identity, frozen."""

from dataclasses import dataclass

from relief.chapters.models import Chapter
from relief.core.facts import Facts


@dataclass(frozen=True, kw_only=True)
class IssuerFacts(Facts):
    """A chapter's legal identity on the day of the paper."""

    legal_name: str
    rfc: str = ""
    address: str = ""
    contact: str = ""  # mail or telephone, as printed
    website: str = ""
    signatory_name: str = ""
    signatory_title: str = ""
    is_donataria: bool = False  # authorised donee: only then may a paper speak of deduction

    def lines(self, rfc: str) -> tuple[str, str, str]:
        """Return what stands under the name at a paper's head; `rfc` is its word, with a place for it."""
        reach = " · ".join(filter(None, (self.contact, self.website)))
        return (rfc.format(self.rfc) if self.rfc else "", self.address, reach)


def issuer_facts(chapter: Chapter) -> IssuerFacts:
    """Return the chapter as a paper of today names it."""
    return IssuerFacts(
        legal_name=chapter.legal_name,
        rfc=chapter.rfc,
        address=", ".join(filter(None, (chapter.address, chapter.city, chapter.state))),
        contact=" · ".join(filter(None, (chapter.email, chapter.phone))),
        website=chapter.website,
        signatory_name=chapter.signatory_name,
        signatory_title=chapter.signatory_title,
        is_donataria=chapter.is_donataria,
    )
