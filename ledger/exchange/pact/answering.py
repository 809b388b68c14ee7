"""Events received: kept once, and a request put to its answer.

An event counts once for the organisation that sent it, whatever it says of its source: whom to answer, and
where, is known from the login. A request is answered once, by the footprints that match and that the sender
may see, or by a rejection; the answer goes to the partner's registered address and waits until it is taken.
With it the issuers of these footprints are told of it in the journal.

Footprints that partners send in answer to a request are kept for entries to cite (`sent`); what they publish is
kept as it was told.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from ledger.exchange.pact.events import Fulfilled, ReceivedEvent, Requested, read_event
from ledger.exchange.pact.filters import MOST, parse_criteria
from ledger.exchange.pact.listing import WHAT, PageRequest, find_footprints
from ledger.exchange.pact.notices import fulfilled_event, rejected_event
from ledger.exchange.pact.sent import keep_sent
from ledger.service.access.disclosed_data import disclosure_lines
from ledger.service.access.journal import lines_of
from ledger.service.access.principal import Principal
from ledger.service.append.ledger import Ledger
from ledger.store.access.journal import put_events
from ledger.store.pact.events import Partner, partner_of, put_outgoing, receive
from schemas.errors import CradleError


@dataclass(frozen=True, slots=True)
class Moment:
    """When an event came, and the address of this server."""

    now: int
    base: str


def answer_event(ledger: Ledger, principal: Principal, body: bytes, moment: Moment) -> None:
    """Take an event; the answer to a request is on its way afterwards.

    Raises:
        CradleError: as `read_event` and `parse_criteria`; `access.denied` where footprints come from who may not send
            any; `pact.partner` where a request comes from who is
            no registered partner, or from another address than the registered one.
    """
    event = read_event(body)
    said = event.data
    organisation = principal.organisation
    if isinstance(said, Fulfilled):
        keep_sent(ledger, principal, said)
    if not isinstance(said, Requested):
        with ledger.store.write() as connection:
            receive(connection, organisation, event.id, moment.now, body)
        return
    criteria = parse_criteria(said.query)
    with ledger.store.read() as connection:
        partner = partner_of(connection, organisation)
    _require_partner(partner, event)
    page = find_footprints(ledger, principal, criteria, PageRequest(-1, MOST))
    told = disclosure_lines("pact answer", page.opened, WHAT)
    with ledger.store.write() as connection:
        if not receive(connection, organisation, event.id, moment.now, body):
            return
        put_events(connection, lines_of(principal, moment.now, told))
        if page.documents:
            made = fulfilled_event(organisation, event.id, page.documents, moment.now, moment.base)
        else:
            made = rejected_event(organisation, event.id, moment.now, moment.base)
        put_outgoing(connection, made)


def _require_partner(partner: Partner | None, event: ReceivedEvent) -> None:
    """Refuse to call back whom the operator has not registered, or who names another host."""
    if partner is None:
        detail = "Only a registered partner is answered; ask the operator to register your address."
        raise CradleError("pact.partner", detail, "source")
    named, known = urlsplit(event.source), urlsplit(partner.base)
    if named.netloc and named.netloc.lower() != known.netloc.lower():
        detail = f"The event names the source {event.source:.80}; registered is {partner.base:.80}."
        raise CradleError("pact.partner", detail, "source")
