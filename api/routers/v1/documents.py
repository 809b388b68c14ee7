"""Bundles, the rulebooks and factor sets that figures are computed with, and files that entries take figures from."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.answers import Answer
from api.doors import TheDoors
from api.problems import PROBLEMS
from api.routers.v1.statements import Id
from api.submissions import Body, body_schema
from api.who import Who
from ledger.service.access.bundles import bundle_for
from ledger.service.access.journal import Done, note
from ledger.service.access.methods import keep_method, list_methods, read_method
from ledger.service.access.permissions import Action, scope_of
from ledger.service.disclosure import Audience
from ledger.service.importing import import_figure
from ledger.trust.leaves import digest
from schemas.rulebook import FactorSet, Rulebook

router = APIRouter(tags=["documents"], responses=PROBLEMS)
DigestPath = Annotated[str, Path(pattern="^sha256:[0-9a-f]{64}$", max_length=71)]


@router.get(
    "/bundles/{statement}",
    operation_id="bundle",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}}},
)
def bundle(
    who: Who,
    doors: TheDoors,
    statement: Id,
    audience: Annotated[
        Audience | None, Query(description="For whom; else the one that shows this login most.")
    ] = None,
) -> Response:
    """The bundle of a calculation, a declaration or a delivery, for who may have it."""
    chosen, content = bundle_for(doors.ledger, who, statement, audience)
    done = Done("bundle", statement, None, f"{chosen.value} {digest(content)}")
    note(doors.ledger.store, who, doors.now(), [done])
    name = f"{statement.removeprefix('sha256:')[:16]}-{chosen.value}.bundle"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private"}
    return Response(content, media_type="application/zip", headers=headers)


@router.post(
    "/rulebooks",
    status_code=HTTPStatus.CREATED,
    operation_id="keep_rulebook",
    openapi_extra=body_schema(Rulebook),
)
def keep_rulebook(who: Who, doors: TheDoors, data: Body) -> Answer:
    """Keep a rulebook under its digest; keeping it again changes nothing."""
    return {"digest": keep_method(doors.ledger, who, Rulebook, data)}


@router.post(
    "/factor-sets",
    status_code=HTTPStatus.CREATED,
    operation_id="keep_factor_set",
    openapi_extra=body_schema(FactorSet),
)
def keep_factor_set(who: Who, doors: TheDoors, data: Body) -> Answer:
    """Keep a factor set under its digest; keeping it again changes nothing."""
    return {"digest": keep_method(doors.ledger, who, FactorSet, data)}


@router.post(
    "/imports",
    status_code=HTTPStatus.CREATED,
    operation_id="keep_import",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {}}}},
)
def keep_import(who: Who, doors: TheDoors, data: Body) -> Answer:
    """Keep a file of PACT or Catena-X under its digest, the very bytes, for an entry to take its figure from."""
    scope_of(who, Action.SUBMIT)
    named, figure = import_figure(doors.ledger, data)
    return {"digest": named, "format": figure.format.value, "id": figure.id}


@router.get("/methods", operation_id="list_methods")
def methods(who: Who, doors: TheDoors) -> Answer:
    """The rulebooks and factor sets that are kept here."""
    return {"items": list_methods(doors.ledger, who)}


@router.get("/methods/{document}", operation_id="read_method", response_class=Response)
def method(who: Who, doors: TheDoors, document: DigestPath) -> Response:
    """A rulebook or an open factor set, the very bytes that its digest names."""
    content = read_method(doors.ledger, who, document)
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "ETag": f'"{document[7:]}"'}
    return Response(content, media_type="application/json", headers=headers)
