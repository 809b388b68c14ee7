"""Bundles, rulebooks and factor sets."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import responses
from api.authentication import Caller
from api.context import Context
from api.openapi import binary, body_schema
from api.paths import PREFIX, DigestPath, Id
from api.problems import PROBLEMS
from api.questions import add_question
from api.submissions import Body
from ledger.desk import documents
from ledger.service.access.bundles import bundle_for
from ledger.service.access.methods import keep_method, read_method, remove_method
from ledger.state.disclosure import Audience
from schemas.signed.rulebook import FactorSet, Rulebook

router = APIRouter(prefix=PREFIX, tags=["documents"], responses=PROBLEMS)


@router.get(
    "/bundles/{statement:id}",
    summary="Get a bundle",
    operation_id="bundle",
    response_class=Response,
    responses=binary("application/zip", "The bundle, a zip file."),
)
def bundle(
    caller: Caller,
    context: Context,
    statement: Id,
    audience: Annotated[
        Audience | None,
        Query(description="The reader of the bundle. Default: the one that shows this login most."),
    ] = None,
) -> Response:
    """Return a calculation, declaration or delivery with its evidence, as a file for `cradle verify`."""
    chosen, content = bundle_for(context.ledger, caller, statement, audience, context.now())
    name = f"{statement.removeprefix('sha256:')[:16]}-{chosen.value}.bundle"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/zip", headers=headers)


@router.post(
    "/rulebooks",
    status_code=HTTPStatus.CREATED,
    summary="Store a rulebook",
    operation_id="keep_rulebook",
    response_description="The digest of the rulebook.",
    openapi_extra=body_schema(Rulebook),
)
def keep_rulebook(caller: Caller, context: Context, data: Body) -> responses.DigestResponse:
    """Store a rulebook under its digest; storing it again changes nothing. Its id and version are its own."""
    return _keep(caller, context, Rulebook, data)


@router.post(
    "/factor-sets",
    status_code=HTTPStatus.CREATED,
    summary="Store a factor set",
    operation_id="keep_factor_set",
    response_description="The digest of the factor set.",
    openapi_extra=body_schema(FactorSet),
)
def keep_factor_set(caller: Caller, context: Context, data: Body) -> responses.DigestResponse:
    """Store a factor set under its digest; storing it again changes nothing. Its id and version are its own."""
    return _keep(caller, context, FactorSet, data)


add_question(router, documents.methods)


@router.get(
    "/methods/{document:id}",
    summary="Get a rulebook or factor set",
    operation_id="read_method",
    response_class=Response,
    responses=binary("application/json", "The rulebook or factor set."),
)
def method(caller: Caller, context: Context, document: DigestPath) -> Response:
    """Return the exact bytes of a rulebook, or of a factor set whose licence permits it."""
    content = read_method(context.ledger, caller, document)
    return Response(content, media_type="application/json")


@router.delete(
    "/methods/{document:id}",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Delete a rulebook or factor set",
    operation_id="remove_method",
    response_description="The document is removed.",
)
def remove(caller: Caller, context: Context, document: DigestPath) -> Response:
    """Remove a rulebook or factor set that no statement, draft or other document names; the operator does."""
    remove_method(context.ledger, caller, document, context.now())
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _keep(
    caller: Caller, context: Context, model: type[Rulebook] | type[FactorSet], data: bytes
) -> responses.DigestResponse:
    quota = context.configuration.methods, context.configuration.method_bytes
    digest = keep_method(context.ledger, caller, model, data, quota)
    return responses.DigestResponse(digest=digest)
