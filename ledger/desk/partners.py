"""PACT partners: the servers that this one calls, what is asked of them, and what they sent.

The operator registers a partner's server and asks it for footprints. An organisation sees what it sent itself, the
operator what all sent. A file of PACT or Catena-X is kept unchanged under its digest, so that an entry can use its
figure; `ledger.admission.entry` checks the rows that do.
"""

from typing import Annotated, Final

import orjson

from ledger.client.agrees import of_digest
from ledger.desk.desk import Desk
from ledger.desk.question import Doc, act, question
from ledger.exchange.pact.notices import Moment
from ledger.exchange.pact.partner_footprints import PartnerFootprint, partner_footprints
from ledger.exchange.pact.partners import keep_partner
from ledger.exchange.pact.requesting import request_footprints
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.answers.importing import import_figure
from ledger.store.pact.partners import Partner
from ledger.store.pact.partners import partners as stored_partners
from ledger.store.pact.refused import RefusedEvent as StoredRefusal
from ledger.store.pact.refused import refused_events as stored_refusals
from ledger.store.pact.requests import SentRequest, sent_requests
from schemas.errors import CradleError
from schemas.exchanged.pact.events import RequestCriteria
from schemas.exchanged.partner import PartnerRequest
from schemas.values import Digest
from schemas.views.file import File
from schemas.views.partners import (
    ImportResponse,
    PartnerRequestId,
    PartnerResponse,
    PartnersResponse,
    RefusedEvent,
    RefusedEventsResponse,
    SentFootprint,
    SentFootprintsResponse,
    SentRequestResponse,
    SentRequestsResponse,
)

NEWEST: Final = 500
"""The number of newest requests that a list covers."""

Organisation = Annotated[str, Doc("The organisation's id.")]


@act(
    "/organisations/{organisation}/partner",
    may=Action.ADMINISTER,
    tag="accounts",
    summary="Register an organisation's PACT server",
    told="The PACT server is registered.",
    method="PUT",
    body="new",
    is_described=True,
    status=204,
)
def register_partner(desk: Desk, organisation: Organisation, new: PartnerRequest) -> None:
    """Register the address of an organisation's PACT server and the login for calls to it."""
    partner = Partner(
        organisation=organisation,
        base=new.base,
        client=new.client_id,
        secret=new.client_secret,
        token=new.token_url,
        scope=new.scope,
        audience=new.audience,
        resource=new.resource,
    )
    keep_partner(desk.ledger.store, partner, desk.secrets, lab=desk.site.lab)


@question(
    "/partners",
    may=Action.ADMINISTER,
    tag="accounts",
    summary="List PACT servers",
    operation="list_partners",
    told="The registered PACT servers.",
)
def partners(desk: Desk) -> PartnersResponse:
    """Return the registered PACT servers without their secrets; for the operator."""
    rows = stored_partners(desk.view.connection)
    return PartnersResponse(items=tuple(map(_partner, rows)))


def _partner(row: Partner) -> PartnerResponse:
    return PartnerResponse(
        organisation=row.organisation,
        base=row.base,
        client_id=row.client,
        token_url=row.token or None,
        scope=row.scope or None,
        audience=row.audience or None,
        resource=row.resource or None,
    )


@question(
    "/partners/refused-events",
    may=Action.RECEIVE,
    tag="accounts",
    summary="List refused PACT events",
    operation="list_refused_events",
    told="The refused events.",
)
def refused_events(desk: Desk) -> RefusedEventsResponse:
    """Return the caller's own events that were refused for their content; the operator sees those of all partners."""
    shown = [RefusedEvent.model_validate(row, from_attributes=True) for row in _refused(desk)]
    return RefusedEventsResponse(items=tuple(shown))


@question(
    "/partners/refused-events/{document:id}",
    may=Action.RECEIVE,
    tag="accounts",
    summary="Get a refused PACT event",
    operation="read_refused_event",
    told="The event.",
    media="application/json",
    agrees=of_digest,
)
def refused_event(desk: Desk, document: Digest) -> File:
    """Return a refused event as it was sent."""
    for row in _refused(desk):
        if row.digest == document and row.body:
            return File(row.body)
    detail = f"No refused event with the digest {document:.80} was kept; see the list."
    raise CradleError("document.unknown", detail)


def _refused(desk: Desk) -> tuple[StoredRefusal, ...]:
    return stored_refusals(desk.view.connection, _senders(desk))


def _senders(desk: Desk) -> str | None:
    """The organisation whose files and events the caller sees; None for all."""
    everything = scope_of(desk.caller, Action.RECEIVE) is Scope.ALL
    return None if everything else desk.caller.organisation


@act(
    "/organisations/{organisation}/partner/requests",
    may=Action.ADMINISTER,
    tag="accounts",
    summary="Ask a PACT partner for footprints",
    told="The queued request.",
    method="POST",
    body="criteria",
    is_described=True,
    is_once=True,
    status=201,
)
def ask_partner(
    desk: Desk, organisation: Organisation, criteria: RequestCriteria
) -> PartnerRequestId:
    """Queue a RequestCreatedEvent with PACT's criteria; the answer comes as an event. For the operator."""
    moment = Moment(desk.now, desk.site.address())
    store = desk.ledger.store
    return PartnerRequestId(
        id=request_footprints(store, organisation, criteria, moment, desk.fresh())
    )


@question(
    "/partners/requests",
    may=Action.ADMINISTER,
    tag="accounts",
    summary="List requests to PACT partners",
    operation="list_partner_requests",
    told="The newest requests.",
)
def partner_requests(desk: Desk) -> SentRequestsResponse:
    """Return the newest 500 requests to partners with their state and answer; for the operator."""
    rows = sent_requests(desk.view.connection, NEWEST)
    return SentRequestsResponse(items=tuple(map(_sent, rows)))


def _sent(sent: SentRequest) -> SentRequestResponse:
    """A request, `undelivered` if the partner did not accept it within three days."""
    request = sent.request
    waits = "queued" if sent.ended is None else "undelivered" if sent.failure else "sent"
    members = {
        "id": request.id,
        "organisation": request.organisation,
        "criteria": orjson.loads(request.criteria),
        "created": request.created,
        "state": request.outcome or waits,
        "detail": request.detail or sent.failure,
        "footprints": sent.footprints,
        "answered": request.answered,
    }
    return SentRequestResponse.model_validate(members)


@act(
    "/imports",
    may=Action.SUBMIT,
    tag="imports",
    summary="Store a footprint file",
    told="The digest and format of the file.",
    method="POST",
    body="data",
    status=201,
)
def keep_import(desk: Desk, data: bytes) -> ImportResponse:
    """Store a file of PACT or Catena-X unchanged under its digest, so that an entry can use its figure."""
    named, figure = import_figure(desk.ledger, data)
    return ImportResponse(digest=named, format=figure.format.value, id=figure.id)


@question(
    "/imports",
    may=Action.RECEIVE,
    tag="imports",
    summary="List received footprints",
    operation="list_imports",
    told="The received footprints.",
)
def imports(desk: Desk) -> SentFootprintsResponse:
    """Return the footprints that the caller's PACT server sent; the operator sees those of all partners."""
    rows = partner_footprints(desk.view.connection, _senders(desk))
    return SentFootprintsResponse(items=tuple(map(_footprint, rows)))


def _footprint(sent: PartnerFootprint) -> SentFootprint:
    came = {"organisation": sent.organisation, "event": sent.event, "at": sent.at}
    return SentFootprint.model_validate(
        {**sent.description, **came, "digest": sent.digest}, strict=False
    )


@question(
    "/imports/{document:id}",
    may=Action.RECEIVE,
    tag="imports",
    summary="Get a received footprint",
    operation="read_import",
    told="The file.",
    media="application/json",
    agrees=of_digest,
)
def received(desk: Desk, document: Digest) -> File:
    """Return the unchanged file of a received footprint."""
    for sent in partner_footprints(desk.view.connection, _senders(desk)):
        if sent.digest == document:
            return File(sent.data)
    detail = f"No received footprint has the digest {document:.80}; see the list."
    raise CradleError("document.unknown", detail)
