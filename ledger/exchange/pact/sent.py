"""Footprints that partners sent in answer to a request: kept as files by digest, ready to be cited in an entry.

    keep_sent(ledger, principal, fulfilled)    # once, as the event comes
    list_sent(ledger, principal)               # the newest first
    file_among(listed, digest)                 # the very bytes of one

They belong to the organisation that sent them, with the operator, who may pass them on: nobody else is told that
they are there. The events themselves are the record of who sent what, so there is no second one. A footprint that
cannot be read is listed with the reason, and not kept. Left out: footprints that a partner publishes by id alone,
which are not fetched.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from ledger.exchange.pact.described import Description, describe
from ledger.exchange.pact.events import Fulfilled, read_event
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.answers.importing import import_figure
from ledger.service.append.ledger import Ledger
from ledger.store.pact.events import ReceivedEvent, received_events
from ledger.trust.leaves import digest
from schemas.errors import CradleError

MOST = 500
"""Events that are looked through, the newest."""


@dataclass(frozen=True, slots=True)
class PartnerFootprint:
    """A footprint, and the event it came by; `description` is that of its file, or the refusal of the file."""

    digest: str
    organisation: str
    event: str
    at: int
    data: bytes
    description: Description


def keep_sent(ledger: Ledger, principal: Principal, said: Fulfilled) -> None:
    """Keep each footprint of an answer that can be read.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.RECEIVE)
    for data in said.footprints:
        with suppress(CradleError):  # It stays in its event, and the list says why.
            import_figure(ledger, data)


def list_sent(ledger: Ledger, principal: Principal) -> list[PartnerFootprint]:
    """What an organisation has sent; for the operator what all have.

    Raises:
        CradleError: `access.denied`.
    """
    scope = scope_of(principal, Action.RECEIVE)
    return list_all(ledger, None if scope is Scope.ALL else principal.organisation)


def list_all(ledger: Ledger, organisation: str | None = None) -> list[PartnerFootprint]:
    """What an organisation has sent, or with None everybody, the newest first."""
    with ledger.store.read() as connection:
        events = received_events(connection, organisation, MOST)
    found: dict[tuple[str, str], PartnerFootprint] = {}
    for event in events:
        for sent in _sent(event):
            found.setdefault((sent.organisation, sent.digest), sent)
    return list(found.values())


def file_among(listed: Iterable[PartnerFootprint], name: str) -> bytes:
    """The bytes of a footprint that is listed.

    Raises:
        CradleError: `document.unknown`.
    """
    for sent in listed:
        if sent.digest == name:
            return sent.data
    raise CradleError("document.unknown", f"No footprint that was sent here is {name:.80}.")


def _sent(event: ReceivedEvent) -> Iterator[PartnerFootprint]:
    said = read_event(event.body).data
    if not isinstance(said, Fulfilled):
        return
    for data in said.footprints:
        try:
            description = describe(data)
        except CradleError as error:
            description = {
                "refused": {"code": error.code, "detail": error.detail, "place": error.place}
            }
        yield PartnerFootprint(
            digest(data), event.organisation, event.id, event.at, data, description
        )
