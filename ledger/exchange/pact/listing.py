"""Footprints as a partner asks for them: one by id, a page by criteria, the answer to a request.

A principal is shown the footprints of what was delivered to it or by it; the operator all. The document is
what was published, its status as it is now.
"""

from dataclasses import dataclass

import orjson

from ledger.exchange.pact.filters import Criteria
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.ledger import Ledger
from ledger.store.pact.footprints import Kept, Search, footprint_of_id, search
from schemas.errors import CradleError


@dataclass(frozen=True, slots=True)
class Page:
    """Documents in the order of the log; `following` is where the next page begins, None at the end."""

    documents: tuple[bytes, ...]
    following: int | None


def read_footprint(ledger: Ledger, principal: Principal, name: str) -> bytes:
    """The document of a footprint.

    Raises:
        CradleError: `access.denied`; `pact.absent` where there is none, or it is not shown.
    """
    reader = _reader(principal)
    with ledger.store.read() as connection:
        kept = footprint_of_id(connection, name)
    if kept is None or (reader is not None and reader not in {kept.recipient, kept.issuer}):
        raise CradleError("pact.absent", f"There is no footprint {name:.80}.")
    return _document(kept)


def list_footprints(
    ledger: Ledger, principal: Principal, criteria: Criteria, after: int, limit: int
) -> Page:
    """A page of the footprints that match.

    Raises:
        CradleError: `access.denied`.
    """
    asked = Search(
        names={
            "product": criteria.products,
            "company": criteria.companies,
            "classification": criteria.classifications,
        },
        statuses=criteria.statuses,
        geographies=criteria.geographies,
        valid_on=criteria.valid_on,
        valid_after=criteria.valid_after,
        valid_before=criteria.valid_before,
        reader=_reader(principal),
        after=after,
        count=limit + 1,
    )
    with ledger.store.read() as connection:
        found = search(connection, asked)
    shown = found[:limit]
    following = shown[-1].number if len(found) > limit else None
    return Page(tuple(map(_document, shown)), following)


def _reader(principal: Principal) -> str | None:
    """The participant whose footprints are shown; None for all, and nobody's where it is none."""
    if scope_of(principal, Action.READ) is Scope.ALL:
        return None
    return principal.participant or ""


def _document(kept: Kept) -> bytes:
    if kept.status == "active":
        return kept.document
    found: dict[str, object] = orjson.loads(kept.document)
    return orjson.dumps(found | {"status": "Deprecated"})
