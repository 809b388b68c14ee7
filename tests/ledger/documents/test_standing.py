"""Only a rulebook that is law in force and may declare makes a declaration."""

from dataclasses import dataclass

import pytest

from ledger.documents.standing import keyword_of, mark_of, standing_of
from ledger.rulebooks.catalog import load_rulebook, rulebook_ids
from ledger.translations.documents import text
from ledger.translations.languages import LANGUAGES, Language


@dataclass(frozen=True)
class Basis:
    """A rulebook's two statements on its standing."""

    declarable: str
    legal_status: str


@pytest.mark.parametrize(
    ("declarable", "status", "standing"),
    [
        ("article_7", "in_force", "declared"),
        ("article_7", "adopted", "example"),
        ("article_7", "draft", "example"),
        ("article_7", "repealed", "example"),
        ("demo", "in_force", "study"),
        ("demo", "study", "study"),
        ("no", "in_force", "study"),
    ],
)
def test_both_statements_decide(declarable: str, status: str, standing: str) -> None:
    """A method in force that may not declare, such as PEF, gives a study."""
    assert standing_of(Basis(declarable, status)) == standing


@pytest.mark.parametrize("name", rulebook_ids())
def test_no_rulebook_here_makes_a_declaration(name: str) -> None:
    """No act was in force when the rulebooks were written."""
    assert standing_of(load_rulebook(name)) == "study"


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_declaration_has_no_mark(language: Language) -> None:
    """The mark and the keyword are those of the standing."""
    assert mark_of("declared", language) is None
    for standing in ("example", "study"):
        assert mark_of(standing, language) == text(f"page.mark.{standing}", language)
        assert keyword_of(standing, language) == text(f"page.keyword.{standing}", language)
