"""The factor sets that the short form is checked with, and the flows that it offers.

They are the ledger's open sets of which no two value a flow twice, so that one method may name them all. A list of
flows that is too long for a page is not offered; the check still reports an unknown one.
"""

from typing import Final

from ledger.append.ledger import Ledger
from ledger.service.requests.introduction import describe_ledger
from schemas.signed.rulebook import FactorSet

SETS: Final = 16
"""The most factor sets of a check, as over the API."""

FLOWS: Final = 500
"""The most flows that a page offers."""


def sets_of(ledger: Ledger) -> tuple[str, ...]:
    """The digests of the factor sets that the form is checked with."""
    return describe_ledger(ledger).together[:SETS]


def flows_of(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """The flows of these sets, each with its name and unit; none if they are too many."""
    used = frozenset(sets_of(ledger))
    found = {
        row.flow: f"{row.name}, {row.unit.value}"
        for digest, known in ledger.methods()
        if digest in used and isinstance(known, FactorSet)
        for row in known.rows
    }
    return tuple(sorted(found.items())) if len(found) <= FLOWS else ()
