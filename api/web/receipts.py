"""A signed statement of the firm: submitting its file, and its receipt.

The receipt is made anew each time the page is opened, under the newest checkpoint. It proves that the statement is in
the log, not that it is true.
"""

from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, File, Response, UploadFile

from api.paths import IdDigits
from api.submissions import accept_submission
from api.web.drafts import ENTRY_KINDS, Answered, receipt_path, refused_page
from api.web.workspace import PRIVATE, Visit, Visited
from api.web.workspaces import AUDITOR, workspace_of_kind
from ledger.append.submit import receipt_of
from ledger.operation.published_checkpoints import cosigned_receipt
from ledger.service.access.cases import case_about
from ledger.service.access.visible_statements import place_of
from ledger.state.declared import calculation_behind
from ledger.store.changes import changes_of
from ledger.trust.checkpoint import parse_checkpoint
from ledger.trust.note import parse_note
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation
from schemas.signed.commitment import Commitment
from schemas.signed.log import Receipt
from schemas.signed.statement import Kind

router = APIRouter(prefix="/statements", include_in_schema=False)


_NEXT: Final = {
    Kind.ENTRY.value: "deliver",
    Kind.CALCULATION.value: "calculation",
    Kind.DECLARATION.value: "declaration",
}
"""The words of what follows a statement of one's own, by its kind."""


class Proof(NamedTuple):
    """The content of a receipt's proof."""

    origin: str
    size: int
    root: str
    witnesses: int


@router.post("")
def submit_file(
    visit: Visited, file: Annotated[UploadFile | None, File()] = None, request: Answered = ""
) -> Response:
    """Submit a statement that was signed elsewhere, from its file."""
    data = b"" if file is None else file.file.read()
    try:
        receipt = accept_submission(visit.context, visit.caller, data, ENTRY_KINDS)
    except CradleError as error:
        workspace = workspace_of_kind(Kind.ENTRY, visit.caller.roles)
        return refused_page(visit, error, workspace, workspace.drafts)
    return visit.go(receipt_path(receipt.id, request))


@router.get("/{digits}.json")
def receipt_data(visit: Visited, digits: IdDigits) -> Response:
    """Return the receipt as data."""
    return visit.data(_receipt(visit, digits))


@router.get("/{digits}/proof.txt")
def proof_file(visit: Visited, digits: IdDigits) -> Response:
    """Return the proof as the text of C2SP tlog-proof."""
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{digits[:12]}.tlog-proof"'}
    return Response(_receipt(visit, digits).proof, media_type="text/plain", headers=headers)


@router.get("/{digits}")
def receipt_page(visit: Visited, digits: IdDigits, request: Answered = "") -> Response:
    """Show the receipt of a statement, and what comes next."""
    ledger = visit.ledger
    stored = place_of(ledger, visit.caller, f"sha256:{digits}")
    with ledger.view() as view:
        change = changes_of(view.connection, [stored.id]).get(stored.id)
    receipt = _receipt(visit, digits)
    workspace = workspace_of_kind(Kind(stored.kind), visit.caller.roles)
    return visit.page(
        "receipt.html",
        frame=workspace.frame("history"),
        title=visit.say("receipt.title", kind=visit.say(f"receipt.kind.{stored.kind}")),
        receipt=receipt,
        digits=digits,
        proof=_proof(receipt),
        change=change,
        request=request,
        is_delivery=stored.kind == Kind.DELIVERY,
        next=_NEXT.get(stored.kind) if stored.issuer == visit.caller.participant else None,
        figure=_figure(visit, stored.id),
        case=_case(visit, stored.id),
    )


def _figure(visit: Visit, name: str) -> str:
    """The digits of the calculation that a statement is, or that it declares."""
    with visit.ledger.view() as view:
        return calculation_behind(view, name).removeprefix("sha256:")


def _case(visit: Visit, name: str) -> str:
    """The digits of the caller's case that an attestation is about; empty if it has none."""
    ledger = visit.ledger
    if not AUDITOR.has(visit.caller.roles):
        return ""
    with ledger.view() as view:
        word = view.statement(name, Attestation) or view.statement(name, Commitment)
    subject = None if word is None else case_about(ledger, visit.caller, word.subject)
    return "" if subject is None else subject.removeprefix("sha256:")


def _receipt(visit: Visit, digits: str) -> Receipt:
    """The newest receipt of a statement that the caller is shown, cosigned if a cosigned one covers it."""
    ledger, name = visit.ledger, f"sha256:{digits}"
    place_of(ledger, visit.caller, name)
    receipt = receipt_of(ledger, name)
    try:
        return cosigned_receipt(ledger.store, receipt)
    except CradleError as error:
        if error.code != "receipt.not_cosigned":
            raise
        return receipt


def _proof(receipt: Receipt) -> Proof:
    note = parse_note(parse_tlog_proof(receipt.proof.encode()).checkpoint)
    checkpoint = parse_checkpoint(note.text)
    return Proof(
        checkpoint.origin, checkpoint.size, checkpoint.root.hex(), len(note.signatures) - 1
    )
