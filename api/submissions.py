"""Taking submissions in: whose turn it is, and who may submit what, before a ledger looks at it.

The order of the work is that of cost: size, login and quota, then the outer form (`ledger.trust.submission`),
then whether this principal may; everything else is the ledger's to say. A thread is entered once for all of it:
a handler that goes to one for the login, one for the work and one for the answer pays for each. A body no
larger than what a connection has at hand anyway is therefore collected before its sender is known, and
nobody looks into it until then; a larger one is waited for only once its sender is known.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Final

import orjson
from fastapi import Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from api.doors import Doors
from api.who import who
from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.trust.envelope import Envelope
from ledger.trust.submission import Submission, parse_submission
from schemas.errors import CradleError
from schemas.kinds import REGISTRY_KINDS
from schemas.statement import Kind

AT_HAND: Final = 64 * 1024
"""Bytes that the server's own flow control takes in of any connection."""


async def take_in(
    request: Request, doors: Doors, work: Callable[[Principal, bytes], Response]
) -> Response:
    """The answer of `work`, which runs in a thread, to the sender and the body of a request.

    Raises:
        CradleError: as `who`, or what `work` raises.
    """
    announced = request.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) <= AT_HAND:
        data = await request.body()
        return await run_in_threadpool(lambda: work(who(request, doors), data))
    sender = await run_in_threadpool(who, request, doors)
    return await run_in_threadpool(work, sender, await request.body())


def read_submission(principal: Principal, data: bytes, kinds: Sequence[Kind]) -> Submission:
    """The submission of a principal, of one of these kinds; who may submit nothing is told so unread.

    Raises:
        CradleError: `access.*`, `kind.elsewhere`, or as `parse_submission`.
    """
    scope_of(principal, Action.SUBMIT)
    submission = parse_submission(data)
    _require_may(principal, submission.parsed_envelope, kinds)
    return submission


def _require_may(principal: Principal, envelope: Envelope, kinds: Sequence[Kind]) -> None:
    """Refuse a statement that is not for this door, or not this principal's to submit.

    Whether it is well formed and rightly signed is not looked at: a wrong one is refused later.
    """
    kind = next((one for one in kinds if one.payload_type == envelope.payload_type), None)
    if kind is None:
        able = ", ".join(one.payload_type for one in kinds)
        detail = f"Here one submits {able}; other kinds have addresses of their own."
        raise CradleError("kind.elsewhere", detail, "envelope.payloadType")
    action = Action.REGISTER if kind in REGISTRY_KINDS else Action.SUBMIT
    if scope_of(principal, action) is Scope.ALL:
        return
    if kind is Kind.PARTICIPANT:
        if principal.participant is not None:
            detail = "This organisation is registered already; the registrar registers others."
            raise CradleError("access.registered", detail)
        return
    if _issuer(envelope.payload) != require_participant(principal):
        detail = "One submits what one has issued; the issuer of this statement is another."
        raise CradleError("access.issuer", detail, "issuer")


def _issuer(payload: bytes) -> object:
    """Who the payload says has issued it; None where that cannot be read."""
    try:
        members = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None
    return members.get("issuer") if isinstance(members, dict) else None


async def read_body(request: Request) -> bytes:
    """All bytes of a request, read once its sender is known."""
    return await request.body()


Body = Annotated[bytes, Depends(read_body)]
