"""Who may submit what, before a ledger looks at it.

The order of the work is that of cost: size, login and quota come before anything here; then the outer form is
read (`ledger.trust.submission`), then what is here; everything else is the ledger's to say.
"""

from collections.abc import Sequence
from typing import Annotated

import orjson
from fastapi import Depends, Request

from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.kinds import REGISTRY_KINDS
from schemas.statement import Kind


def require_may(principal: Principal, submission: Submission, kinds: Sequence[Kind]) -> Kind:
    """Refuse a statement that is not for this door, or not this principal's to submit; its kind.

    Whether it is well formed and rightly signed is not looked at: a wrong one is refused later.

    Raises:
        CradleError: `kind.elsewhere`, `access.*`, or as `parse_envelope`.
    """
    named = submission.opened().payload_type
    kind = next((one for one in kinds if one.payload_type == named), None)
    if kind is None:
        able = ", ".join(one.payload_type for one in kinds)
        detail = f"Here one submits {able}; other kinds have addresses of their own."
        raise CradleError("kind.elsewhere", detail, "envelope.payloadType")
    action = Action.REGISTER if kind in REGISTRY_KINDS else Action.SUBMIT
    if scope_of(principal, action) is Scope.ALL:
        return kind
    if kind is Kind.PARTICIPANT:
        if principal.participant is not None:
            detail = "This organisation is registered already; the registrar registers others."
            raise CradleError("access.registered", detail)
        return kind
    if _issuer(submission.opened().payload) != require_participant(principal):
        detail = "One submits what one has issued; the issuer of this statement is another."
        raise CradleError("access.issuer", detail, "issuer")
    return kind


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
