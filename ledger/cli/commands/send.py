"""`cradle send`: submit statements that were signed before, from a file with one submission a line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import Status, console, print_line
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.client.ledger_desk import LedgerDesk
    from ledger.trust.submission import Submission
    from schemas.errors import CradleError
    from schemas.signed.log import Receipt

REFUSED = 1


def command(
    file: Annotated[
        Path,
        typer.Argument(help="A file of signed submissions, one a line (docs/http.md)."),
    ],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Submit a file of signed statements.

    Each line is answered, in order, by its receipt or its refusal. Sending the file again changes nothing: a
    statement in the log is answered with its first receipt. The exit status is 1 if any was refused. With `--json`
    each answer is one line.

    Example: cradle send signed.ndjson --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.files import read_file
    from ledger.trust.submission import parse_submission
    from schemas.errors import CradleError

    lines = [line for line in read_file(file).splitlines() if line.strip()]
    if not lines:
        detail = "The file holds no submission; write signed submissions to it, one a line."
        raise CradleError("file.no_submission", detail, str(file))
    submissions = [parse_submission(line) for line in lines]
    refused = False
    with select_backend(ledger) as backend:
        for number, outcome in enumerate(_submit_all(backend, submissions), start=1):
            refused |= isinstance(outcome, CradleError)
            _show(number, outcome, as_json=as_json)
    if refused:
        raise Status(REFUSED)


def _submit_all(
    backend: "LedgerDesk", submissions: "list[Submission]"
) -> "Iterator[Receipt | CradleError]":
    """Submit registrations one by one, and the statements between them in batches."""
    from itertools import groupby

    from ledger.client.api_client import LOST
    from schemas.errors import CradleError

    for alone, group in groupby(submissions, key=_is_registration):
        if not alone:
            yield from backend.submit_many(group)
            continue
        for submission in group:
            try:
                yield backend.submit(submission)
            except CradleError as error:
                if error.code == LOST:
                    raise
                yield error


def _is_registration(submission: "Submission") -> bool:
    from schemas.signed.statement import Kind

    return submission.parsed_envelope.payload_type == Kind.PARTICIPANT.payload_type


def _show(number: int, outcome: "Receipt | CradleError", *, as_json: bool) -> None:
    from schemas.errors import CradleError

    if isinstance(outcome, CradleError):
        refusal = {"code": outcome.code, "detail": outcome.detail, "place": outcome.place}
        if as_json:
            print_line({"line": number, "error": refusal})
        else:
            console.print(f"{number:>6}  refused: {outcome}", markup=False)
    elif as_json:
        print_line({"line": number, "receipt": outcome.to_json()})
    else:
        console.print(f"{number:>6}  {outcome.id}", markup=False)
