"""PACT partners: the servers that this one calls, and their events that were refused."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.addresses import base_url
from api.authentication import Caller
from api.context import Context
from api.openapi import binary
from api.paths import PREFIX, DigestPath
from api.problems import PROBLEMS
from api.responses import ResponseModel
from api.submissions import Body
from ledger.exchange.pact.notices import Moment
from ledger.exchange.pact.partners import partner_to_json, read_partners, register_partner
from ledger.exchange.pact.refused_events import (
    read_refused_body,
    read_refused_events,
    refused_to_json,
)
from ledger.exchange.pact.requesting import list_requests, request_footprints, request_to_json
from ledger.store.pact.partners import Partner
from schemas.base import ABSENT
from schemas.exchanged.pact.events import RequestCriteria
from schemas.values import Digest
from schemas.views.access import Time

router = APIRouter(prefix=PREFIX, tags=["accounts"], responses=PROBLEMS)
_Word = Annotated[str, Field(max_length=500, pattern=r"^[ -~]*$")]


class PartnerRequest(BaseModel):
    """An organisation's PACT server, and this server's client id and secret there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: Annotated[str, Field(max_length=500, examples=["https://pact.example"])]
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    client_secret: Annotated[str, Field(min_length=1, max_length=500)]
    token_url: Annotated[
        str,
        Field(
            max_length=500,
            examples=["https://id.example/oauth2/token"],
            description="The token endpoint; without it, it is discovered at the server.",
        ),
    ] = ""
    scope: Annotated[_Word, Field(examples=["footprints"])] = ""
    audience: Annotated[_Word, Field(examples=["https://pact.example"])] = ""
    resource: Annotated[_Word, Field(examples=["https://pact.example"])] = ""


class PartnerResponse(ResponseModel):
    """A registered PACT server, without the secret."""

    organisation: Annotated[str, Field(examples=["mine"])]
    base: Annotated[str, Field(examples=["https://pact.example"])]
    client_id: str
    token_url: Annotated[str | None, ABSENT] = None
    scope: Annotated[str | None, ABSENT] = None
    audience: Annotated[str | None, ABSENT] = None
    resource: Annotated[str | None, ABSENT] = None


class PartnersResponse(ResponseModel):
    """All registered PACT servers, ordered by organisation."""

    items: list[PartnerResponse]


class PartnerRequestId(ResponseModel):
    """The request that was queued."""

    id: Annotated[str, Field(description="The id of its event, which the answer names.")]


class SentRequestResponse(ResponseModel):
    """A request for footprints to a partner."""

    id: str
    organisation: Annotated[str, Field(description="The id of the partner's organisation.")]
    criteria: dict[str, Any]
    created: Time
    state: Literal["queued", "sent", "undelivered", "fulfilled", "rejected"]
    detail: Annotated[str, Field(description="The partner's reason, or the last failure to send.")]
    footprints: Annotated[list[Digest], Field(description="The files that came in answer.")]
    answered: Annotated[Time | None, ABSENT] = None


class SentRequestsResponse(ResponseModel):
    """Requests to partners, newest first."""

    items: list[SentRequestResponse]


class RefusedEvent(ResponseModel):
    """An event that was refused for its content."""

    organisation: Annotated[str, Field(description="The id of the sender's organisation.")]
    digest: Digest
    at: Time
    code: Annotated[str, Field(examples=["external.field"])]
    detail: str
    place: Annotated[str, Field(examples=["data.pfs[0].pcf.fossilGhgEmissions"])]
    size: Annotated[int, Field(description="The bytes of the event; over 1 MiB are not kept.")]


class RefusedEventsResponse(ResponseModel):
    """Refused events, newest first; an event that was repeated is listed once."""

    items: list[RefusedEvent]


@router.put(
    "/organisations/{organisation}/partner",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Register an organisation's PACT server",
    operation_id="register_partner",
    response_description="The PACT server is registered.",
)
def put_partner(
    organisation: Annotated[str, Path(description="The organisation's id.")],
    new: PartnerRequest,
    caller: Caller,
    context: Context,
) -> Response:
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
    lab = context.configuration.lab
    register_partner(context.ledger.store, caller, partner, context.secrets, lab=lab)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get(
    "/partners",
    summary="List PACT servers",
    operation_id="list_partners",
    response_description="The registered PACT servers.",
)
def list_partners(caller: Caller, context: Context) -> PartnersResponse:
    """Return the registered PACT servers without their secrets; for the operator."""
    found = read_partners(context.ledger.store, caller)
    return PartnersResponse(
        items=[PartnerResponse.model_validate(partner_to_json(row)) for row in found]
    )


@router.get(
    "/partners/refused-events",
    summary="List refused PACT events",
    operation_id="list_refused_events",
    response_description="The refused events.",
)
def list_refused_events(caller: Caller, context: Context) -> RefusedEventsResponse:
    """Return the caller's own events that were refused for their content; the operator sees those of all partners."""
    found = read_refused_events(context.ledger.store, caller)
    return RefusedEventsResponse(
        items=[RefusedEvent.model_validate(refused_to_json(row)) for row in found]
    )


@router.get(
    "/partners/refused-events/{document:id}",
    summary="Get a refused PACT event",
    operation_id="read_refused_event",
    response_class=Response,
    responses=binary("application/json", "The event."),
)
def read_refused_event(caller: Caller, context: Context, document: DigestPath) -> Response:
    """Return a refused event as it was sent."""
    content = read_refused_body(context.ledger.store, caller, document)
    return Response(content, media_type="application/json")


@router.post(
    "/organisations/{organisation}/partner/requests",
    status_code=HTTPStatus.CREATED,
    summary="Ask a PACT partner for footprints",
    operation_id="ask_partner",
    response_description="The queued request.",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": RequestCriteria.model_json_schema()}},
        }
    },
)
def ask_partner(
    organisation: Annotated[str, Path(description="The organisation's id.")],
    request: Request,
    caller: Caller,
    context: Context,
    data: Body,
) -> PartnerRequestId:
    """Queue a RequestCreatedEvent with PACT's criteria; the answer comes as an event. For the operator."""
    moment = Moment(context.now(), base_url(request, context.configuration))
    criteria, store = RequestCriteria.parse(data), context.ledger.store
    made = request_footprints(store, caller, organisation, criteria, moment, context.fresh())
    return PartnerRequestId(id=made)


@router.get(
    "/partners/requests",
    summary="List requests to PACT partners",
    operation_id="list_partner_requests",
    response_description="The newest requests.",
)
def list_partner_requests(caller: Caller, context: Context) -> SentRequestsResponse:
    """Return the newest 500 requests to partners with their state and answer; for the operator."""
    found = list_requests(context.ledger.store, caller)
    return SentRequestsResponse(
        items=[SentRequestResponse.model_validate(request_to_json(row)) for row in found]
    )
