"""Submission of many statements in batches, with one result a line and repetition after a lost connection.

Results come in the order of the submissions. Each is a receipt that was checked against its submission, or an error:
a refusal, or a receipt whose proof is not valid. If the connection breaks, only submissions without a result are sent
again; a statement that the server had accepted gets its first receipt. The sender gives up after as many attempts
without one new result as a single request has.
"""

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import orjson

from ledger.client.api_client import LOST, PAUSES, ApiClient
from ledger.client.problems import read_object, stated_problem, unexpected
from ledger.client.receipts import LogKeys, check_receipt
from ledger.trust.submission import Submission, format_submission
from schemas.errors import CradleError
from schemas.signed.log import Receipt

NDJSON: Final = "application/x-ndjson"
LINES: Final = 1000
BYTES: Final = 16 * 1024 * 1024
"""A batch is full at this many lines or bytes, whichever comes first."""

Outcome = Receipt | CradleError


def send_many(
    api: ApiClient, keys: LogKeys, submissions: Iterable[Submission]
) -> Iterator[Outcome]:
    """Yield the outcome of each submission, in order, as it arrives.

    Raises:
        CradleError: the refusal of a whole batch, or `remote.*`; earlier submissions have had their outcomes.
    """
    waiting = iter(submissions)
    batch: list[Submission] = []
    size = 0
    while (submission := next(waiting, None)) is not None:
        batch.append(submission)
        size += len(submission.envelope) + sum(map(len, submission.sections)) * 4 // 3
        if len(batch) == LINES or size >= BYTES:
            yield from _send(api, keys, batch)
            batch, size = [], 0
    if batch:
        yield from _send(api, keys, batch)


def _send(api: ApiClient, keys: LogKeys, batch: list[Submission]) -> Iterator[Outcome]:
    """Yield the outcomes of one batch, over as many requests as it needs."""
    done, pauses = 0, iter(PAUSES)
    while done < len(batch):
        before = done
        lost = CradleError(LOST, f"{api.base} broke off before its last result.")
        try:
            for outcome in _request(api, keys, batch[done:]):
                done += 1
                yield outcome
        except CradleError as error:
            if error.code != LOST:
                raise
            lost = error
        if done < len(batch):
            pauses = iter(PAUSES) if done > before else pauses
            pause = next(pauses, None)
            if pause is None:
                raise lost
            time.sleep(pause)


def _request(api: ApiClient, keys: LogKeys, batch: list[Submission]) -> Iterator[Outcome]:
    body = b"".join(format_submission(submission) + b"\n" for submission in batch)
    with api.stream("/v1/batches", body, NDJSON) as answer:
        for submission, line in zip(batch, islice(answer.lines(), len(batch)), strict=False):
            yield _outcome(submission, read_object(line), keys)


def _outcome(sent: Submission, members: dict[str, object], keys: LogKeys) -> Outcome:
    refused = stated_problem(members)
    if refused is not None:
        return refused
    try:
        return read_receipt(members.get("receipt"), sent, keys)
    except CradleError as unproved:
        return unproved


def read_receipt(members: object, sent: Submission, keys: LogKeys) -> Receipt:
    """The receipt in a response, after checking that it proves the submission.

    Raises:
        CradleError: `remote.answer`, or as `check_receipt`.
    """
    if not isinstance(members, dict):
        raise unexpected("receipt")
    receipt = Receipt.parse(orjson.dumps(members))
    check_receipt(receipt, sent.parsed_envelope, keys)
    return receipt
