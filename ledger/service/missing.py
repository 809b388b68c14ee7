"""What keeps a figure from being the declaration of Article 7, as its rulebook says."""

from collections.abc import Iterator

from schemas.rulebook import Rulebook


def missing_for_article_7(rulebook: Rulebook) -> Iterator[str]:
    """What keeps a figure under this rulebook from being an Article 7 declaration."""
    if rulebook.declarable != "article_7":
        yield f"A rulebook that is law: {rulebook.id} has the legal status {rulebook.legal_status}"
    yield from rulebook.not_covered
