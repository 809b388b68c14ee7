"""How a principal stands to a request: it asked, it is asked, it runs the doors, or there is no such request."""

from enum import StrEnum

from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.store.engine import Connection
from ledger.store.requests.requests import Request, request_of
from schemas.errors import CradleError


class Standing(StrEnum):
    """From where a principal looks at a request."""

    ASKER = "asker"
    ADDRESSEE = "addressee"
    OPERATOR = "operator"


def standing_of(principal: Principal, request: Request) -> Standing | None:
    """How a principal that may read requests stands to one; None where it is not shown it."""
    own = principal.participant
    if own is not None and own == request.asker:
        return Standing.ASKER
    if principal.organisation == request.organisation:
        return Standing.ADDRESSEE
    if own is not None and own == request.addressee:
        return Standing.ADDRESSEE
    reads_all = scope_of(principal, Action.READ_REQUESTS) is Scope.ALL
    return Standing.OPERATOR if reads_all else None


def require_request(
    connection: Connection, principal: Principal, action: Action, name: str, *able: Standing
) -> tuple[Request, Standing]:
    """A request that a principal stands to in one of these ways, and which.

    Raises:
        CradleError: `access.denied`; `request.unknown` also where it is not shown, or the other party acts.
    """
    scope_of(principal, action)  # First, so that who may not learns nothing of what there is.
    found = request_of(connection, name)
    standing = None if found is None else standing_of(principal, found)
    if found is None or standing is None:
        raise CradleError("request.unknown", f"There is no request {name:.80}.")
    if standing not in able:
        detail = f"This is for the {able[0].value} of a request; here it is the {standing.value}'s."
        raise CradleError("request.party", detail)
    return found, standing
