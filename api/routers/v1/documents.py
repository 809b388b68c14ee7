"""Bundles, and the rulebooks and factor sets that figures are computed with."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import responses
from api.authentication import Caller
from api.context import Context
from api.openapi import binary, body_schema
from api.paths import DigestPath, Id
from api.problems import PROBLEMS
from api.submissions import Body
from ledger.service.access.bundles import bundle_for
from ledger.service.access.methods import keep_method, list_methods, read_method
from ledger.service.disclosure import Audience
from schemas.rulebook import FactorSet, Rulebook

router = APIRouter(tags=["documents"], responses=PROBLEMS)


@router.get(
    "/bundles/{statement:id}",
    operation_id="bundle",
    response_class=Response,
    responses=binary("application/zip", "The bundle."),
)
def bundle(
    caller: Caller,
    context: Context,
    statement: Id,
    audience: Annotated[
        Audience | None, Query(description="For whom; else the one that shows this login most.")
    ] = None,
) -> Response:
    """The bundle of a calculation, a declaration or a delivery, for who may have it."""
    chosen, content = bundle_for(context.ledger, caller, statement, audience, context.now())
    name = f"{statement.removeprefix('sha256:')[:16]}-{chosen.value}.bundle"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private"}
    return Response(content, media_type="application/zip", headers=headers)


@router.post(
    "/rulebooks",
    status_code=HTTPStatus.CREATED,
    operation_id="keep_rulebook",
    openapi_extra=body_schema(Rulebook),
)
def keep_rulebook(caller: Caller, context: Context, data: Body) -> responses.DigestResponse:
    """Keep a rulebook under its digest; keeping it again changes nothing."""
    return responses.DigestResponse(digest=keep_method(context.ledger, caller, Rulebook, data))


@router.post(
    "/factor-sets",
    status_code=HTTPStatus.CREATED,
    operation_id="keep_factor_set",
    openapi_extra=body_schema(FactorSet),
)
def keep_factor_set(caller: Caller, context: Context, data: Body) -> responses.DigestResponse:
    """Keep a factor set under its digest; keeping it again changes nothing."""
    return responses.DigestResponse(digest=keep_method(context.ledger, caller, FactorSet, data))


@router.get("/methods", operation_id="list_methods")
def methods(caller: Caller, context: Context) -> responses.MethodsResponse:
    """The rulebooks and factor sets that are kept here."""
    return responses.MethodsResponse.model_validate({"items": list_methods(context.ledger, caller)})


@router.get(
    "/methods/{document:id}",
    operation_id="read_method",
    response_class=Response,
    responses=binary("application/json", "The rulebook or factor set."),
)
def method(caller: Caller, context: Context, document: DigestPath) -> Response:
    """A rulebook or an open factor set, the very bytes that its digest names."""
    content = read_method(context.ledger, caller, document)
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "ETag": f'"{document[7:]}"'}
    return Response(content, media_type="application/json", headers=headers)
