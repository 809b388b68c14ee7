"""Read published footprints: one by id, a page by criteria, the answer to a request.

A principal sees the footprints of deliveries to it or by it; the operator sees all. The document is
the published one with its present status. The journal of the issuer records each access. A page gives one
line for each issuer, not for each footprint; otherwise a partner that follows a list would fill the journals of
its suppliers with repetitions.
"""

from dataclasses import dataclass
from typing import NamedTuple

from ledger.append.ledger import Ledger
from ledger.exchange.pact.filters import Criteria
from ledger.exchange.pact.footprint import deprecate_document
from ledger.service.access.disclosed_data import DisclosedData, disclosure_lines
from ledger.service.access.journal import note
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.store.pact.footprints import IndexedFootprint, Search, footprint_of_id, search
from schemas.errors import CradleError

WHAT = "footprints"
"""The journal's word for several footprints."""


PAGE_BYTES = 1_000_000
"""The bytes of the documents on a page: with its frame it stays below 1 MiB."""


class PageRequest(NamedTuple):
    """The limits of a page: the log index that it follows, -1 for the first page, and its greatest length."""

    after: int
    limit: int


@dataclass(frozen=True, slots=True)
class Page:
    """Documents in the order of the log; `following` is the start of the next page, None at the end.

    `opened` names the issuers.
    """

    documents: tuple[bytes, ...]
    following: int | None
    opened: tuple[DisclosedData, ...]


def read_footprint(ledger: Ledger, principal: Principal, name: str, now: int) -> bytes:
    """Return the document of a footprint.

    Raises:
        CradleError: `access.denied`; `pact.absent` if it does not exist or is not visible; as `note`.
    """
    reader = _reader(principal)
    with ledger.store.read() as connection:
        kept = footprint_of_id(connection, name)
    if kept is None or (reader is not None and reader not in {kept.recipient, kept.issuer}):
        raise CradleError(
            "pact.absent", f"No footprint {name:.80} is visible to you; check its id."
        )
    note(ledger.store, principal, now, disclosure_lines("pact read", [_opened(kept)]))
    return _document(kept)


def list_footprints(
    ledger: Ledger, principal: Principal, criteria: Criteria, wanted: PageRequest, now: int
) -> Page:
    """Return a page of the matching footprints, after recording the access.

    Raises:
        CradleError: as `find_footprints` and `note`.
    """
    page = find_footprints(ledger, principal, criteria, wanted)
    note(ledger.store, principal, now, disclosure_lines("pact list", page.opened, WHAT))
    return page


def find_footprints(
    ledger: Ledger, principal: Principal, criteria: Criteria, wanted: PageRequest
) -> Page:
    """Return a page of the matching footprints; a caller that discloses it must record the access.

    Raises:
        CradleError: `access.denied`.
    """
    request = Search(
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
        after=wanted.after,
        count=wanted.limit,
        size=PAGE_BYTES,
    )
    with ledger.store.read() as connection:
        shown, more = search(connection, request)
    following = shown[-1].number if shown and more else None
    return Page(tuple(map(_document, shown)), following, tuple(map(_opened, shown)))


def _reader(principal: Principal) -> str | None:
    """The participant of the visible footprints; None for all, a name without footprints for no participant."""
    if scope_of(principal, Action.READ) is Scope.ALL:
        return None
    return principal.participant or ""


def _opened(kept: IndexedFootprint) -> DisclosedData:
    return DisclosedData(kept.issuer, kept.id)


def _document(kept: IndexedFootprint) -> bytes:
    return kept.document if kept.status == "active" else deprecate_document(kept.document)
