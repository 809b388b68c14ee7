"""Files of other exchanges: one handed in, and those that PACT partners sent, for an entry to take its figure from."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field

from api.answers import ABSENT, KeptImport, Time, Told
from api.doors import TheDoors
from api.openapi import binary
from api.paths import DigestPath
from api.problems import PROBLEMS
from api.submissions import Body
from api.who import Who
from ledger.exchange.pact.sent import PartnerFootprint, file_among, list_sent
from ledger.service.access.permissions import Action, scope_of
from ledger.service.importing import import_figure
from schemas.values import Digest

router = APIRouter(tags=["imports"], responses=PROBLEMS)


class Refused(Told):
    """Why a footprint that was sent cannot be read, and is not kept."""

    code: str
    detail: str
    place: str


class SentFootprint(Told):
    """A footprint that a partner sent: what its file says, and the input row that an entry may take it by."""

    digest: Digest
    organisation: Annotated[str, Field(description="Who sent it.")]
    event: Annotated[str, Field(description="The id of the event it came in.")]
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
    refused: Annotated[Refused | None, ABSENT] = None


class SentFootprints(Told):
    """The newest first."""

    items: list[SentFootprint]


@router.post(
    "/imports",
    status_code=HTTPStatus.CREATED,
    operation_id="keep_import",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {}}}},
)
def keep_import(who: Who, doors: TheDoors, data: Body) -> KeptImport:
    """Keep a file of PACT or Catena-X under its digest, the very bytes, for an entry to take its figure from."""
    scope_of(who, Action.SUBMIT)
    named, figure = import_figure(doors.ledger, data)
    return KeptImport(digest=named, format=figure.format.value, id=figure.id)


@router.get("/imports", operation_id="list_imports")
def listing(who: Who, doors: TheDoors) -> SentFootprints:
    """The footprints that one's own PACT server sent here; for the operator those of all partners."""
    return SentFootprints(items=[_item(sent) for sent in list_sent(doors.ledger, who)])


@router.get(
    "/imports/{document:id}",
    operation_id="read_import",
    response_class=Response,
    responses=binary("application/json", "The file."),
)
def reading(who: Who, doors: TheDoors, document: DigestPath) -> Response:
    """The very bytes of a footprint that is listed."""
    content = file_among(list_sent(doors.ledger, who), document)
    return Response(content, media_type="application/json", headers={"Cache-Control": "private"})


def _item(sent: PartnerFootprint) -> SentFootprint:
    came = {"organisation": sent.organisation, "event": sent.event, "at": sent.at}
    return SentFootprint.model_validate({**sent.description, **came, "digest": sent.digest})
