"""Footprints that partners sent in answer to a request: kept as files by digest, ready to be cited in an entry.

    keep_partner_footprints(ledger, principal, fulfilment)    # once, when the event arrives
    partner_footprints(connection, organisation)              # the newest first

They are visible to the organisation that sent them and to the operator, who may pass them on. The events are the
only record of the senders. A footprint that conforms to PACT and cannot be used here (goods in liters) is listed with
the reason, and not kept. Left out: footprints that a partner publishes by id alone, which are not fetched.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from ledger.append.ledger import Ledger
from ledger.exchange.pact.description import Description, describe
from ledger.exchange.pact.events import Fulfilment, read_event
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.answers.importing import import_figure
from ledger.store.engine import Connection
from ledger.store.pact.events import ReceivedEvent, received_events
from ledger.trust.leaves import digest
from schemas.errors import CradleError

MOST = 500
"""The number of newest events that a list covers."""


@dataclass(frozen=True, slots=True)
class PartnerFootprint:
    """A footprint and the event that it arrived with; `description` is that of its file, or the refusal of the file."""

    digest: str
    organisation: str
    event: str
    at: int
    data: bytes
    description: Description


def keep_partner_footprints(ledger: Ledger, principal: Principal, fulfilment: Fulfilment) -> None:
    """Keep each footprint of an answer that can be read.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.RECEIVE)
    for data in fulfilment.footprints:
        with suppress(CradleError):  # It stays in its event, and the list gives the reason.
            import_figure(ledger, data)


def partner_footprints(connection: Connection, organisation: str | None) -> list[PartnerFootprint]:
    """The footprints that an organisation has sent, or with None all, the newest first."""
    footprints: dict[tuple[str, str], PartnerFootprint] = {}
    for event in received_events(connection, organisation, MOST):
        for footprint in _footprints_of(event):
            footprints.setdefault((footprint.organisation, footprint.digest), footprint)
    return list(footprints.values())


def _footprints_of(event: ReceivedEvent) -> Iterator[PartnerFootprint]:
    fulfilment = read_event(event.body).data
    if not isinstance(fulfilment, Fulfilment):
        return
    for data in fulfilment.footprints:
        try:
            description = describe(data)
        except CradleError as error:
            description = {
                "refused": {"code": error.code, "detail": error.detail, "place": error.place}
            }
        yield PartnerFootprint(
            digest(data), event.organisation, event.id, event.at, data, description
        )
