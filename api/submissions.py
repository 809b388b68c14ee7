"""Parsing and authorisation of submissions, before the ledger checks them.

Cheap checks come first: size, login and quota, then the outer form (`ledger.trust.submission`), then permission;
the ledger checks everything else. The permission depends on the issuer, so the statement is decoded here, and not
again by the ledger. The whole request runs in one thread, because each change of thread costs time.
A small body is therefore read before authentication, but parsed after it; `api.limits` reads a larger one only after
authentication.
"""

from asyncio import get_running_loop
from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import Depends, Request, Response
from pydantic import Field

from api.authentication import authenticate
from api.context import AppContext
from api.problems import is_own_failure
from ledger.append.submit import is_known, submit
from ledger.service.access.accounts import bind
from ledger.service.access.asking import asking
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.registrations import settle_registration
from ledger.trust.submission import Submission, parse_submission
from schemas.errors import CradleError
from schemas.signed.kinds import REGISTRY_KINDS, issuer_of
from schemas.signed.log import Receipt
from schemas.signed.statement import Kind


async def run_for_caller(
    request: Request, context: AppContext, work: Callable[[Principal, bytes], Response]
) -> Response:
    """Call `work` in a thread with a request's principal and body, and return its response.

    Raises:
        CradleError: as `authenticate`, or what `work` raises.
    """
    data = await request.body()

    def submit() -> Response:
        return work(authenticate(request, context), data)

    return await get_running_loop().run_in_executor(context.submitters, submit)


def accept_submission(
    context: AppContext, caller: Principal, data: bytes, kinds: Sequence[Kind]
) -> Receipt:
    """Check that the caller may submit a statement, append it to the ledger, and return its receipt.

    An organisation becomes the participant whose registration it was the first to submit, or left for the registrar. A
    registration that is in the log already binds nobody: every login can read it.

    Raises:
        CradleError: any refusal; it is written into the journal and counted, unless the server itself failed.
    """
    context.quota.require_patience(caller.organisation)
    try:
        submission = read_submission(caller, data, kinds)
        registers = submission.kind is Kind.PARTICIPANT
        is_in_log = registers and is_known(context.ledger, submission.id)
        with asking(context.ledger, caller, context.now()) as answers:
            receipt = submit(answers, submission)
    except CradleError as error:
        what = kinds[0].value if len(kinds) == 1 else "statement"
        note_refused(context, caller, what, [error])
        raise
    if registers:
        store = context.ledger.store
        settle_registration(store, receipt.id)
        if not is_in_log and scope_of(caller, Action.REGISTER) is Scope.OWN:
            bind(store, caller.organisation, receipt.id)
    return receipt


def note_refused(
    context: AppContext, caller: Principal, what: str, refused: Sequence[CradleError]
) -> None:
    """Write refusals into the journal, and count a refused submission; failures of the server are no refusals.

    Raises:
        CradleError: `store.failed` if they cannot be written.
    """
    lines = [
        AccessRecord("refused", what, None, error.code)
        for error in refused
        if not is_own_failure(error)
    ]
    if lines:
        note(context.ledger.store, caller, context.now(), lines)
        context.quota.count_refusal(caller.organisation)


def read_submission(principal: Principal, data: bytes, kinds: Sequence[Kind]) -> Submission:
    """Parse a submission and check that the principal may submit it.

    A principal that may submit nothing is refused before its submission is parsed.

    Raises:
        CradleError: `access.*`, `kind.wrong_endpoint`, or as `parse_submission` and `Submission.statement`.
    """
    scope_of(principal, Action.SUBMIT)
    submission = parse_submission(data)
    _require_may(principal, submission, kinds)
    return submission


def _require_may(principal: Principal, submission: Submission, kinds: Sequence[Kind]) -> None:
    """Refuse a statement of another kind, or one that this principal may not submit.

    Sections and signatures are not checked here; the ledger checks them later.
    """
    payload_type = submission.parsed_envelope.payload_type
    kind = next((candidate for candidate in kinds if candidate.payload_type == payload_type), None)
    if kind is None:
        accepted = ", ".join(candidate.payload_type for candidate in kinds)
        detail = f"This address accepts {accepted}; submit other kinds at their own address."
        raise CradleError("kind.wrong_endpoint", detail, "envelope.payloadType")
    action = Action.REGISTER if kind in REGISTRY_KINDS else Action.SUBMIT
    if scope_of(principal, action) is Scope.ALL:
        return
    if kind is Kind.PARTICIPANT:
        if principal.participant is not None:
            detail = (
                "Your organisation is registered already; ask the registrar to register another."
            )
            raise CradleError("access.registered", detail)
        return
    if issuer_of(submission.statement) != require_participant(principal):
        detail = "The issuer of this statement is another participant; submit only your own."
        raise CradleError("access.issuer", detail, "issuer")


async def read_body(request: Request) -> bytes:
    """Return the body of a request, which a dependency reads after authentication."""
    return await request.body()


Body = Annotated[bytes, Depends(read_body)]

FileName = Annotated[str, Field(max_length=255, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""The name of an uploaded file: one line."""
