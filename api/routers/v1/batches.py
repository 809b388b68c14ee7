"""Batches: many submissions, one a line (NDJSON), answered line by line.

Lines are accepted in order, in portions. Each is answered with its receipt or its problem; a wrong line does not
affect the others. A client that lost the connection sends the same batch again and gets the first receipt of each
statement that was accepted.
"""

from collections.abc import Iterator, Sequence
from http import HTTPStatus

import orjson
from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from api.authentication import Caller
from api.context import AppContext, Context
from api.openapi import lines
from api.paths import PREFIX
from api.problems import PROBLEMS, is_own_failure, problem_members
from api.submissions import Body, note_refused, read_submission
from ledger.append.sequencer import BATCH
from ledger.append.submit import submit_batches
from ledger.service.access.asking import answering, note_hidden
from ledger.service.access.principal import Principal
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.signed.log import Receipt
from schemas.signed.statement import Kind

router = APIRouter(prefix=PREFIX, tags=["batches"], responses=PROBLEMS)
NDJSON = "application/x-ndjson"
KINDS = [kind for kind in Kind if kind is not Kind.PARTICIPANT]


@router.post(
    "/batches",
    summary="Submit a batch of statements",
    operation_id="submit_batch",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": lines(NDJSON, "One submission a line, each as for `POST /v1/entries`."),
        }
    },
    response_class=StreamingResponse,
    responses={
        HTTPStatus.OK: {
            "content": lines(
                NDJSON,
                "For each line its number `line`, `status`, and `receipt` or the members of a Problem.",
            ),
            "description": "The result of each line, in order.",
        }
    },
)
def batch(caller: Caller, context: Context, data: Body) -> StreamingResponse:
    """Submit many statements of any kind except registrations; a wrong line does not affect the others."""
    context.quota.require_patience(caller.organisation)
    submitted = [line for line in data.split(b"\n") if line.strip()]
    if not submitted:
        raise CradleError(
            "batch.empty", "The batch is empty; send at least one submission, one a line."
        )
    most = context.configuration.batch_lines
    if len(submitted) > most:
        detail = (
            f"The batch has {len(submitted)} lines, and {most} is the maximum; send it in parts."
        )
        raise CradleError("batch.lines", detail)
    return StreamingResponse(_results(context, caller, submitted), media_type=NDJSON)


def _results(context: AppContext, caller: Principal, lines: Sequence[bytes]) -> Iterator[bytes]:
    read = [_read(caller, line) for line in lines]
    outcomes_of = _take(context, caller, [item for item in read if isinstance(item, Submission)])
    for start in range(0, len(read), BATCH):
        outcomes = [
            next(outcomes_of) if isinstance(item, Submission) else item
            for item in read[start : start + BATCH]
        ]
        noted = _note_refused(context, caller, outcomes)
        rows = [_line(start + at + 1, outcome) for at, outcome in enumerate(noted)]
        yield b"".join(orjson.dumps(row) + b"\n" for row in rows)


def _take(
    context: AppContext, caller: Principal, submissions: Sequence[Submission]
) -> Iterator[Receipt | CradleError]:
    """Yield the result of each submission; an error of a whole portion is that of all the rest."""
    try:
        for outcomes in submit_batches(answering(context.ledger, caller), submissions):
            note_hidden(context.ledger, caller, context.now(), outcomes)
            yield from outcomes
    except CradleError as error:
        while True:
            yield error


def _note_refused(
    context: AppContext, caller: Principal, outcomes: Sequence[Receipt | CradleError]
) -> Sequence[Receipt | CradleError]:
    """Note and count the refusals; if they cannot be noted, their lines are answered with that failure instead."""
    refused = [
        outcome
        for outcome in outcomes
        if isinstance(outcome, CradleError) and not is_own_failure(outcome)
    ]
    try:
        note_refused(context, caller, "batch", refused)
    except CradleError as failure:
        return [failure if outcome in refused else outcome for outcome in outcomes]
    return outcomes


def _read(caller: Principal, line: bytes) -> Submission | CradleError:
    try:
        return read_submission(caller, line, KINDS)
    except CradleError as refused:
        return refused


def _line(line: int, outcome: Receipt | CradleError) -> dict[str, object]:
    if isinstance(outcome, CradleError):
        return {"line": line, **problem_members(outcome)}
    return {"line": line, "status": HTTPStatus.CREATED.value, "receipt": outcome.to_json()}
