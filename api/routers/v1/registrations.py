"""Registrations that wait for the registrar: a firm leaves one, and the registrar fetches it to countersign it."""

from http import HTTPStatus

import orjson
from fastapi import APIRouter, Request, Response

from api.context import Context
from api.openapi import body_schema
from api.paths import PREFIX
from api.problems import PROBLEMS
from api.submissions import note_refused, run_for_caller
from ledger.service.access.principal import Principal
from ledger.service.access.registrations import leave_registration
from ledger.trust.submission import parse_submission
from schemas.errors import CradleError
from schemas.exchanged.submission import SubmissionBody
from schemas.views.registration import LeftRegistration

router = APIRouter(prefix=PREFIX, tags=["participants"], responses=PROBLEMS)


@router.post(
    "/registrations",
    status_code=HTTPStatus.CREATED,
    response_model=None,
    summary="Store a registration for the registrar",
    operation_id="leave_registration",
    openapi_extra=body_schema(SubmissionBody),
    responses={HTTPStatus.CREATED: {"model": LeftRegistration, "description": "It is kept."}},
)
async def leave(request: Request, context: Context) -> Response:
    """Keep a registration that its firm has signed with each of its keys, until the registrar countersigns it."""

    def work(caller: Principal, data: bytes) -> Response:
        context.quota.require_patience(caller.organisation)
        try:
            left = leave_registration(context.ledger, caller, parse_submission(data), context.now())
        except CradleError as error:
            note_refused(context, caller, "registration", [error])
            raise
        content = orjson.dumps({"id": left})
        return Response(content, HTTPStatus.CREATED, media_type="application/json")

    return await run_for_caller(request, context, work)
