"""Company-specific data: amounts that an operator states, for its own lot or period, and says how it knows.

An amount counts if its entry is of a lot or of a site's own period, a row states it, and the row says how it is known,
other than by an estimate. A row that leaves `known` out says nothing of that, so it does not count: silence is no
evidence. What such rows bring is reported beside the share.
"""

from collections.abc import Hashable
from typing import Final, TypeVar

from ledger.footprint.analysis.contributions import Contributed
from schemas.signed.rows import Row
from schemas.vocabulary import DataBasis, Known

K = TypeVar("K", bound=Hashable)

ADDED: Final = "added"
"""The word for an amount that the method adds and no row states."""

NOT_STATED: Final = "not_stated"
"""The word for an amount whose row does not say how it is known."""

OWN_BASES: Final = frozenset({DataBasis.LOT_ACTUAL, DataBasis.SITE_PERIOD_AVERAGE})
"""The bases that are a firm's own data of a lot, or of a site over a period."""


def collection_of(row: Row | None) -> str:
    """The way in which an amount is known; None is an amount that no row states."""
    if row is None:
        return ADDED
    return NOT_STATED if row.known is None else row.known.value


def is_company_specific(part: Contributed[K]) -> bool:
    """True if an operator states the amount for its own lot or period, and says how it knows it."""
    known = None if part.row is None else part.row.known
    return part.basis in OWN_BASES and known is not None and known is not Known.ESTIMATED


def is_silent(part: Contributed[K]) -> bool:
    """True if the amount is of an operator's own lot or period, and its row does not say how it is known."""
    return part.basis in OWN_BASES and part.row is not None and part.row.known is None
