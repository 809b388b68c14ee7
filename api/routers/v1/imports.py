"""Footprint files of PACT and Catena-X that an entry can use: uploaded ones and those that partners sent."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field

from api.authentication import Caller
from api.context import Context
from api.openapi import binary
from api.paths import PREFIX, DigestPath
from api.problems import PROBLEMS
from api.responses import ImportResponse, ResponseModel
from api.submissions import Body
from ledger.exchange.pact.partner_footprints import (
    PartnerFootprint,
    find_file,
    list_partner_footprints,
)
from ledger.service.access.permissions import Action, scope_of
from ledger.service.answers.importing import import_figure
from schemas.base import ABSENT
from schemas.values import Digest
from schemas.views.access import Time

router = APIRouter(prefix=PREFIX, tags=["imports"], responses=PROBLEMS)


class ImportRefusal(ResponseModel):
    """The reason why a received footprint cannot be read; it is not stored."""

    code: str
    detail: str
    place: str


class SentFootprint(ResponseModel):
    """A footprint that a partner sent, with the input `row` for an entry that uses it."""

    digest: Digest
    organisation: Annotated[str, Field(description="The id of the sender's organisation.")]
    event: Annotated[str, Field(description="The id of the event that brought it.")]
    at: Time
    format: Annotated[str | None, ABSENT] = None
    id: Annotated[str | None, ABSENT] = None
    company: Annotated[str | None, ABSENT] = None
    products: Annotated[list[str] | None, ABSENT] = None
    mass: Annotated[str | None, ABSENT] = None
    methods: Annotated[list[str] | None, ABSENT] = None
    primary_data_share: Annotated[str | None, ABSENT] = None
    ratings: Annotated[dict[str, str] | None, ABSENT] = None
    remarks: Annotated[list[str] | None, ABSENT] = None
    row: Annotated[dict[str, Any] | None, ABSENT] = None
    refused: Annotated[ImportRefusal | None, ABSENT] = None


class SentFootprintsResponse(ResponseModel):
    """Received footprints, newest first."""

    items: list[SentFootprint]


@router.post(
    "/imports",
    status_code=HTTPStatus.CREATED,
    summary="Store a footprint file",
    operation_id="keep_import",
    response_description="The digest and format of the file.",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {}}}},
)
def keep_import(caller: Caller, context: Context, data: Body) -> ImportResponse:
    """Store a file of PACT or Catena-X unchanged under its digest, so that an entry can use its figure."""
    scope_of(caller, Action.SUBMIT)
    named, figure = import_figure(context.ledger, data)
    return ImportResponse(digest=named, format=figure.format.value, id=figure.id)


@router.get(
    "/imports",
    summary="List received footprints",
    operation_id="list_imports",
    response_description="The received footprints.",
)
def listing(caller: Caller, context: Context) -> SentFootprintsResponse:
    """Return the footprints that the caller's PACT server sent; the operator sees those of all partners."""
    return SentFootprintsResponse(
        items=[_item(sent) for sent in list_partner_footprints(context.ledger, caller)]
    )


@router.get(
    "/imports/{document:id}",
    summary="Get a received footprint",
    operation_id="read_import",
    response_class=Response,
    responses=binary("application/json", "The file."),
)
def reading(caller: Caller, context: Context, document: DigestPath) -> Response:
    """Return the unchanged file of a received footprint."""
    content = find_file(list_partner_footprints(context.ledger, caller), document)
    return Response(content, media_type="application/json")


def _item(sent: PartnerFootprint) -> SentFootprint:
    came = {"organisation": sent.organisation, "event": sent.event, "at": sent.at}
    return SentFootprint.model_validate({**sent.description, **came, "digest": sent.digest})
