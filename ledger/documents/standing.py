"""The standing of a figure: declared under law in force, an example of such law, or a study.

Only a rulebook that may declare under Article 7 of Regulation (EU) 2023/1542 and is in force makes a declaration. The
mark on every page of a document, and its keyword in a file's metadata, follow from the standing.
"""

from typing import Protocol

from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.views.study_scope import Standing


class LegalBasis(Protocol):
    """A rulebook, or a document's account of one."""

    @property
    def legal_status(self) -> str:
        """The status of the law or method."""

    @property
    def declarable(self) -> str:
        """The duty under which a figure may be declared."""


def standing_of(rulebook: LegalBasis) -> Standing:
    """The standing of figures under a rulebook."""
    if rulebook.declarable != "article_7":
        return "study"
    return "declared" if rulebook.legal_status == "in_force" else "example"


def mark_of(standing: Standing, language: Language) -> str | None:
    """The sentence on every page of a document; None for a declaration under law in force."""
    return None if standing == "declared" else text(f"page.mark.{standing}", language)


def keyword_of(standing: Standing, language: Language) -> str:
    """The keyword in the metadata of a document's file."""
    return text(f"page.keyword.{standing}", language)
