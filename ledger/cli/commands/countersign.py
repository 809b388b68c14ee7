"""`cradle countersign`: a registrar adds its signature to a registration that was signed elsewhere.

The registration is in a file, or waits in the ledger, where a firm left it from a browser.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import short, show_moment
from ledger.cli.terminal.options import (
    DEFAULT_LEDGER,
    AsJson,
    Force,
    LedgerFolder,
    Quiet,
    RegistrarFolder,
    Yes,
    show_receipt,
    show_request,
)
from ledger.cli.terminal.page import print_aside, show_report
from ledger.documents.page import Page, listing

if TYPE_CHECKING:
    from ledger.trust.submission import Submission
    from schemas.signed.participant import Participant
    from schemas.views.registration import WaitingRegistrations


def command(
    request: Annotated[
        str | None,
        typer.Argument(
            help="The file that `cradle register --request` wrote, or the first digits of a"
            " registration that waits in the ledger. Default: list those that wait."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write the countersigned registration to this file instead of submitting it."
        ),
    ] = None,
    identity: RegistrarFolder = None,
    yes: Yes = False,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show a registration, countersign it and submit it.

    You vouch that this firm holds these keys: confirm that with the firm before, and not from the file.

    Example: cradle countersign request.json --ledger my-ledger
    """
    from ledger.cli.backend.folder import choose_registrar
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.confirmation import confirm
    from ledger.cli.terminal.files import require_new, write_file
    from ledger.state.drafting import countersign
    from ledger.trust.submission import format_submission

    if out is not None:
        require_new(out, force=force)
    if request is None:
        with select_backend(ledger) as backend:
            registrations = backend.waiting_registrations()
        show_report(registrations, _layout, as_json=as_json, as_csv=False)
        return
    submission = _read(request, ledger)
    statement = _registration(submission)
    registrar = choose_registrar(identity, ledger)
    _require_named(statement, registrar.id)
    if not quiet:
        _show(statement, submission)
    confirm("Countersign this registration?", silent=yes or quiet or as_json)
    signed = countersign(submission, registrar.working)
    if out is not None:
        write_file(out, format_submission(signed) + b"\n")
        show_request(signed.id, out, as_json=as_json, quiet=quiet)
        return
    with select_backend(ledger) as backend:
        show_receipt(backend.submit(signed), as_json=as_json, quiet=quiet)


def _read(request: str, folder: Path) -> "Submission":
    """Read a registration from its file or, if there is no such file, from those that wait in the ledger.

    Raises:
        CradleError: as `read_file` and `parse_submission`, or as `complete_id`.
    """
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.files import read_file
    from ledger.cli.terminal.ids import beginning_with, complete_id, is_full
    from ledger.trust.submission import parse_submission
    from schemas.errors import CradleError

    is_id = request.startswith("sha256:") or not is_full(request)
    if Path(request).exists() or not is_id:
        return parse_submission(read_file(Path(request)))
    with select_backend(folder) as backend:
        waiting = {row.id: row.submission for row in backend.waiting_registrations().items}
    name = complete_id(request, lambda digits: beginning_with(digits, waiting), "request")
    if name not in waiting:
        detail = "No registration of this id waits; `cradle countersign` lists those that do."
        raise CradleError("statement.unknown", detail, request)
    return parse_submission(waiting[name].model_dump_json().encode())


def _layout(waiting: "WaitingRegistrations") -> Page:
    layout = listing(
        "Registrations that wait",
        ("id", "firm", "account", "left"),
        lambda row: (short(row.id), row.firm, row.organisation, show_moment(row.left)),
    )
    return layout(waiting.items)


def _registration(submission: "Submission") -> "Participant":
    from schemas.errors import CradleError
    from schemas.signed.participant import Participant
    from schemas.signed.statement import Kind

    envelope = submission.parsed_envelope
    if envelope.payload_type != Kind.PARTICIPANT.payload_type:
        detail = "This file holds another statement; a registrar countersigns registrations only."
        raise CradleError("kind.wrong_endpoint", detail, "envelope.payloadType")
    return Participant.parse(envelope.payload)


def _require_named(statement: "Participant", registrar: str) -> None:
    from schemas.errors import CradleError

    if statement.registrar != registrar:
        detail = (
            f"The registration names {statement.registrar} as its registrar and you are {registrar};"
            " ask the firm to name you."
        )
        raise CradleError("registrar.other", detail, "registrar")


def _show(statement: "Participant", submission: "Submission") -> None:
    """Show on standard error the firm and keys that the registrar is about to vouch for."""
    from ledger.trust.leaves import digest
    from schemas.signed.kinds import open_section
    from schemas.signed.statement import Section

    profile = next(
        (
            open_section(Section.parse(data)).to_json()
            for data in submission.sections
            if digest(data) == statement.sections.profile
        ),
        {},
    )
    keys = (("key", row.key) for row in (*statement.root_keys, *statement.working_keys))
    roles = ", ".join(statement.roles)
    print_aside(rows=[("registration", submission.id), *profile.items(), ("roles", roles), *keys])
