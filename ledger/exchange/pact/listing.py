"""Footprints as a partner asks for them: one by id, a page by criteria, the answer to a request.

A principal is shown the footprints of what was delivered to it or by it; the operator all. The document is
what was published, its status as it is now. The issuer of what was shown reads so in the journal: of a page a
line for each issuer and not for each footprint, for a partner that follows a list would fill the journal of
its suppliers with what says the same.
"""

from dataclasses import dataclass
from typing import NamedTuple

from ledger.exchange.pact.filters import Criteria
from ledger.exchange.pact.footprint import deprecate_document
from ledger.service.access.disclosed_data import DisclosedData, disclosure_lines
from ledger.service.access.journal import note
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.append.ledger import Ledger
from ledger.store.pact.footprints import IndexedFootprint, Search, footprint_of_id, search
from schemas.errors import CradleError

WHAT = "footprints"
"""What the journal calls several of them."""


class PageRequest(NamedTuple):
    """A page: the number in the log that it comes after, -1 for the first, and its length at most."""

    after: int
    limit: int


@dataclass(frozen=True, slots=True)
class Page:
    """Documents in the order of the log; `following` is where the next page begins, None at the end.

    `opened` says whose they are.
    """

    documents: tuple[bytes, ...]
    following: int | None
    opened: tuple[DisclosedData, ...]


def read_footprint(ledger: Ledger, principal: Principal, name: str, now: int) -> bytes:
    """The document of a footprint.

    Raises:
        CradleError: `access.denied`; `pact.absent` where there is none, or it is not shown; as `note`.
    """
    reader = _reader(principal)
    with ledger.store.read() as connection:
        kept = footprint_of_id(connection, name)
    if kept is None or (reader is not None and reader not in {kept.recipient, kept.issuer}):
        raise CradleError("pact.absent", f"There is no footprint {name:.80}.")
    note(ledger.store, principal, now, disclosure_lines("pact read", [_opened(kept)]))
    return _document(kept)


def list_footprints(
    ledger: Ledger, principal: Principal, criteria: Criteria, wanted: PageRequest, now: int
) -> Page:
    """A page of the footprints that match, once it is recorded.

    Raises:
        CradleError: as `find_footprints` and `note`.
    """
    page = find_footprints(ledger, principal, criteria, wanted)
    note(ledger.store, principal, now, disclosure_lines("pact list", page.opened, WHAT))
    return page


def find_footprints(
    ledger: Ledger, principal: Principal, criteria: Criteria, wanted: PageRequest
) -> Page:
    """A page of the footprints that match; whoever shows it to somebody has it recorded.

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
        after=wanted.after,
        count=wanted.limit + 1,
    )
    with ledger.store.read() as connection:
        found = search(connection, asked)
    shown = found[: wanted.limit]
    following = shown[-1].number if len(found) > wanted.limit else None
    return Page(tuple(map(_document, shown)), following, tuple(map(_opened, shown)))


def _reader(principal: Principal) -> str | None:
    """The participant whose footprints are shown; None for all, and nobody's where it is none."""
    if scope_of(principal, Action.READ) is Scope.ALL:
        return None
    return principal.participant or ""


def _opened(kept: IndexedFootprint) -> DisclosedData:
    return DisclosedData(kept.issuer, kept.id)


def _document(kept: IndexedFootprint) -> bytes:
    return kept.document if kept.status == "active" else deprecate_document(kept.document)
