"""What keeps a figure from being the declaration of Article 7, as its rulebook and its graph say."""

from collections.abc import Iterator

from ledger.footprint.company_specific import missing_processes
from ledger.footprint.graph import Resolution
from schemas.rulebook import Rulebook


def missing_for_article_7(
    rulebook: Rulebook, resolution: Resolution | None = None
) -> Iterator[str]:
    """What keeps a figure under this rulebook from being an Article 7 declaration.

    Args:
        rulebook: of the figure.
        resolution: the graph behind it, for what the entries lack; None where only the rulebook is at hand.
    """
    if rulebook.declarable != "article_7":
        yield f"A rulebook that is law: {rulebook.id} has the legal status {rulebook.legal_status}"
    yield from rulebook.not_covered
    missing = () if resolution is None else missing_processes(resolution, rulebook)
    if missing:
        yield f"Company-specific data: no entry has the process {', '.join(missing)}"
