"""The chapter as a paper names it: its legal identity, frozen."""

from dataclasses import dataclass

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
