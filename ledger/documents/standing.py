"""The standing of a figure's document: a declaration, an example under rules that are no law, or a study."""

from schemas.declaration_document import Standing
from schemas.rulebook import Rulebook


def standing_of(rulebook: Rulebook) -> Standing:
    """The standing that a rulebook gives to documents of its figures."""
    if rulebook.declarable != "article_7":
        return "study"
    return "declared" if rulebook.legal_status == "in_force" else "example"
