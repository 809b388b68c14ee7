"""Receive events: keep each once, and answer requests.

An event counts once for the organisation that sent it. The login, not the source that the event states, decides the
recipient and the address of the answer. A request is answered once, by the matching footprints that the sender may
see, or by a rejection. The answer waits for delivery to the partner's registered address. A line in the journal of
the issuers records which of their footprints were sent.

Footprints that partners send in answer to a request are kept for entries to cite (`partner_footprints`), and linked to
our own request if it was one (`requesting`). An event of publication is kept unchanged. An event whose content is
invalid is refused as a whole, and kept with the reason (`refused_events`).
"""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from ledger.append.ledger import Ledger
from ledger.exchange.pact.events import (
    FootprintRequest,
    Fulfilment,
    ReceivedEvent,
    Rejection,
    read_event,
)
from ledger.exchange.pact.filters import MOST, Criteria, parse_criteria
from ledger.exchange.pact.listing import WHAT, Page, PageRequest, find_footprints
from ledger.exchange.pact.notices import Answer, Moment, fulfilled_events, rejected_event
from ledger.exchange.pact.partner_footprints import keep_partner_footprints
from ledger.exchange.pact.refused_events import keep_refused_event
from ledger.exchange.pact.requesting import record_answer
from ledger.exchange.pact.wire_check import check_footprint
from ledger.service.access.disclosed_data import disclosure_lines
from ledger.service.access.journal import lines_of
from ledger.service.access.principal import Principal
from ledger.store.pact.events import OutgoingEvent, put_outgoing, receive
from ledger.store.pact.partners import Partner, partner_of
from ledger.store.rows import put
from schemas.errors import CradleError
from schemas.exchanged.pact.events import ErrorCode


def answer_event(ledger: Ledger, principal: Principal, body: bytes, moment: Moment) -> None:
    """Accept an event; queue the answer if it is a request.

    Raises:
        CradleError: as `read_event`, `parse_criteria` and `check_footprint`; `access.denied` if the sender may not
            send footprints; `pact.partner` if the sender of a request is not a registered partner, or if the event
            states another address than the registered one.
    """
    try:
        event = _read(body)
    except CradleError as error:
        keep_refused_event(ledger.store, principal, body, moment.now, error)
        raise
    content, organisation = event.data, principal.organisation
    if isinstance(content, Fulfilment):
        keep_partner_footprints(ledger, principal, content)
    if not isinstance(content, FootprintRequest):
        with ledger.store.write() as connection:
            new = receive(connection, organisation, event.id, moment.now, body)
            if new and isinstance(content, Fulfilment | Rejection):
                record_answer(connection, organisation, content, moment.now)
        return
    criteria = parse_criteria(content.query)
    with ledger.store.read() as connection:
        partner = partner_of(connection, organisation)
    _require_partner(partner, event)
    pages = list(_matching(ledger, principal, criteria))
    opened = [row for page in pages for row in page.opened]
    answer = Answer(organisation, event.id, moment.now, moment.base)
    with ledger.store.write() as connection:
        if not receive(connection, organisation, event.id, moment.now, body):
            return
        if not pages or pages[-1].following is not None:
            put_outgoing(connection, _rejection(answer, pages))
            return
        lines = disclosure_lines("pact answer", opened, WHAT)
        put(connection, *lines_of(principal, moment.now, lines))
        for fulfilled in fulfilled_events(answer, (page.documents for page in pages)):
            put_outgoing(connection, fulfilled)


def _matching(ledger: Ledger, principal: Principal, criteria: Criteria) -> Iterator[Page]:
    """Yield the pages of the footprints that a request asks for, `MOST` footprints at most."""
    after, left = -1, MOST
    while left:
        page = find_footprints(ledger, principal, criteria, PageRequest(after, left))
        if page.documents:
            yield page
        if page.following is None:
            return
        after, left = page.following, left - len(page.documents)


def _rejection(answer: Answer, pages: Sequence[Page]) -> OutgoingEvent:
    if not pages:
        detail = "No footprint that you may see matches the request."
        return rejected_event(answer, ErrorCode.NOT_FOUND, detail)
    detail = (
        f"More than {MOST} footprints match; narrow the request, or read the list page by page."
    )
    return rejected_event(answer, ErrorCode.BAD_REQUEST, detail)


def _read(body: bytes) -> ReceivedEvent:
    """Read an event and check its content."""
    event = read_event(body)
    if isinstance(event.data, FootprintRequest):
        parse_criteria(event.data.query)
    if isinstance(event.data, Fulfilment):
        for at, footprint in enumerate(event.data.footprints):
            check_footprint(footprint, f"data.pfs[{at}]")
    return event


def _require_partner(partner: Partner | None, event: ReceivedEvent) -> None:
    """Refuse a request of an unregistered partner, or one that names another host than the registered one."""
    if partner is None:
        detail = (
            "Your server is not a registered partner; ask the operator to register its address."
        )
        raise CradleError("pact.partner", detail, "source")
    named, registered_url = urlsplit(event.source), urlsplit(partner.base)
    if named.netloc and named.netloc.lower() != registered_url.netloc.lower():
        detail = f"The event's source is {event.source:.80}; send the registered one, {partner.base:.80}."
        raise CradleError("pact.partner", detail, "source")
