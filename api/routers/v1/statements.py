"""The routers of statements, one for each kind: submit, list, read, and get the receipt.

A response holds what the caller may see (`Visibility`): the envelope, the open sections, and the names of the others.
Each read of another participant's confidential data is written into the journal. Submitting a statement again
changes nothing and returns the receipt of the same leaf.
"""

from http import HTTPStatus
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Query, Request, Response

from api.authentication import Caller
from api.context import Context
from api.introduction import NOUNS, SUBMIT
from api.openapi import body_schema
from api.pages import Cursor, Limit, link_next
from api.paths import PREFIX, Id
from api.problems import PROBLEMS
from api.submissions import accept_submission, run_for_caller
from ledger.service.access.principal import Principal
from ledger.service.access.visible_statements import VisibleStatement, read_visible
from schemas.exchanged.submission import SubmissionBody
from schemas.signed.log import Receipt
from schemas.signed.statement import Kind
from schemas.views.statements import StatementResponse, StatementsResponse

_LOCATION = {"description": "The path of the statement.", "schema": {"type": "string"}}


def statements_router(kind: Kind, plural: str) -> APIRouter:
    """Build the router of a kind, under its plural."""
    router = APIRouter(prefix=f"{PREFIX}/{plural}", tags=[plural], responses=PROBLEMS)
    _add_submission(router, kind)
    _add_reading(router, kind)
    return router


def _add_submission(router: APIRouter, kind: Kind) -> None:
    @router.post(
        "",
        status_code=HTTPStatus.CREATED,
        response_model=None,
        summary=f"Submit {NOUNS[kind].one}",
        description=f"{SUBMIT[kind]} Submitting it again changes nothing and returns the"
        " receipt of the same leaf.",
        openapi_extra=body_schema(SubmissionBody),
        operation_id=f"submit_{kind.value}",
        responses={
            HTTPStatus.CREATED: {
                "model": Receipt,
                "description": "The receipt.",
                "headers": {"Location": _LOCATION},
            }
        },
    )
    async def submit_statement(request: Request, context: Context) -> Response:
        def work(sender: Principal, data: bytes) -> Response:
            receipt = accept_submission(context, sender, data, [kind])
            headers = {"Location": f"{request.url.path}/{receipt.id}"}
            content = orjson.dumps(receipt.to_json())
            return Response(content, HTTPStatus.CREATED, headers, "application/json")

        return await run_for_caller(request, context, work)


def _add_reading(router: APIRouter, kind: Kind) -> None:
    noun = NOUNS[kind]

    @router.get(
        "",
        summary=f"List {noun.many}",
        description=f"Return the {noun.many} that concern the caller, in the order of the log,"
        " without sections.",
        operation_id=f"list_{kind.value}",
        response_description="A page of statements.",
    )
    def listing(
        caller: Caller,
        context: Context,
        request: Request,
        answer: Response,
        limit: Limit = 100,
        cursor: Cursor = None,
    ) -> StatementsResponse:
        page = context.desk(caller).list_statements(kind, limit, cursor)
        if page.next is not None:
            link_next(request, answer, page.next)
        return page

    @router.get(
        "/{statement:id}",
        summary=f"Get {noun.one}",
        description=f"Return {noun.one} with the sections that the caller may see.",
        operation_id=f"read_{kind.value}",
        response_model=None,
        responses={
            HTTPStatus.OK: {
                "model": StatementResponse,
                "description": "The statement and its open sections.",
            },
            HTTPStatus.NOT_MODIFIED: {
                "description": "The caller's view has not changed since that ETag."
            },
        },
    )
    def reading(
        caller: Caller,
        context: Context,
        statement: Id,
        if_none_match: Annotated[
            str | None, Header(description="The ETag of an earlier response.")
        ] = None,
    ) -> Response:
        with context.desk(caller).opened() as desk:
            seen = read_visible(desk.ledger, caller, statement, kind)
            if if_none_match == seen.etag:
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_caching(seen))
            desk.note(seen.lines())
        body = orjson.dumps(seen.to_json())
        return Response(body, media_type="application/json", headers=_caching(seen))

    @router.get(
        "/{statement:id}/receipt",
        summary=f"Get {noun.possessive} receipt",
        description=f"Return {noun.possessive} receipt, renewed under the newest checkpoint.",
        response_description="The receipt.",
        operation_id=f"prove_{kind.value}",
        response_model_exclude_none=True,
    )
    def receipt(
        caller: Caller,
        context: Context,
        statement: Id,
        cosigned: Annotated[  # noqa: FBT002 - a parameter of the query
            bool,
            Query(description="Renew under the newest checkpoint that witnesses have cosigned."),
        ] = False,
    ) -> Receipt:
        return context.desk(caller).prove_statement(kind, statement, cosigned)


def _caching(seen: VisibleStatement) -> dict[str, str]:
    return {"ETag": seen.etag, "Cache-Control": "private, no-cache"}
