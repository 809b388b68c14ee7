"""Batches: many submissions, one a line (NDJSON), answered line by line while they are written.

Lines are taken in their order and in portions; each gets its receipt or its problem, and a wrong line
keeps no other from being taken. A client that goes away in the middle sends the same batch again: what
was taken answers with the receipt of its first time.
"""

from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus

import orjson
from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from api.authentication import Caller
from api.context import AppContext, Context
from api.openapi import lines
from api.problems import PROBLEMS, problem_members
from api.submissions import Body, read_submission
from ledger.service.access.journal import Done, note
from ledger.service.access.principal import Principal
from ledger.service.sequencer import BATCH
from ledger.service.submit import submit_batches
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.log import Receipt
from schemas.statement import Kind

router = APIRouter(tags=["batches"], responses=PROBLEMS)
NDJSON = "application/x-ndjson"
KINDS = [kind for kind in Kind if kind is not Kind.PARTICIPANT]


@router.post(
    "/batches",
    operation_id="submit_batch",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": lines(NDJSON, "Submissions as /v1/entries takes them, one a line."),
        }
    },
    response_class=StreamingResponse,
    responses={
        HTTPStatus.OK: {
            "content": lines(
                NDJSON,
                "For each line its `line`, `status`, and `receipt` or the members of a Problem.",
            ),
            "description": "A result for each line.",
        }
    },
)
def batch(caller: Caller, context: Context, data: Body) -> StreamingResponse:
    """Submit many statements of any kind but registrations, a submission a line."""
    context.quota.require_patience(caller.organisation)
    submitted = [line for line in data.split(b"\n") if line.strip()]
    if not submitted:
        raise CradleError("batch.empty", "A batch has at least one line; this one has none.")
    most = context.configuration.batch_lines
    if len(submitted) > most:
        detail = (
            f"A batch has at most {most} lines; this one has {len(submitted)}. Send it in parts."
        )
        raise CradleError("batch.lines", detail)
    return StreamingResponse(_results(context, caller, submitted), media_type=NDJSON)


def _results(context: AppContext, caller: Principal, lines: Sequence[bytes]) -> Iterator[bytes]:
    read = [_read(caller, line) for line in lines]
    taken = _take(context, [one for one in read if isinstance(one, Submission)])
    for start in range(0, len(read), BATCH):
        outcomes = [
            next(taken) if isinstance(one, Submission) else one
            for one in read[start : start + BATCH]
        ]
        _note_refused(context, caller, outcomes)
        told = [_told(start + at + 1, outcome) for at, outcome in enumerate(outcomes)]
        yield b"".join(orjson.dumps(row) + b"\n" for row in told)


def _take(
    context: AppContext, submissions: Sequence[Submission]
) -> Iterator[Receipt | CradleError]:
    """What becomes of each; what keeps one batch out is told of all that are left."""
    try:
        for outcomes in submit_batches(context.ledger, submissions):
            yield from outcomes
    except CradleError as error:
        while True:
            yield error


def _note_refused(
    context: AppContext, caller: Principal, outcomes: Iterable[Receipt | CradleError]
) -> None:
    refused = [one for one in outcomes if isinstance(one, CradleError)]
    if refused:
        context.quota.count_refusal(caller.organisation)
        events = [Done("refused", "batch", None, error.code) for error in refused]
        note(context.ledger.store, caller, context.now(), events)


def _read(caller: Principal, line: bytes) -> Submission | CradleError:
    try:
        return read_submission(caller, line, KINDS)
    except CradleError as refused:
        return refused


def _told(line: int, outcome: Receipt | CradleError) -> dict[str, object]:
    if isinstance(outcome, CradleError):
        return {"line": line, **problem_members(outcome)}
    return {"line": line, "status": HTTPStatus.CREATED.value, "receipt": outcome.to_json()}
