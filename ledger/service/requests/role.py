"""A principal's role in a request: its asker, its addressee, the operator, or none."""

from enum import StrEnum

from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.store.engine import Connection
from ledger.store.requests.requests import Request, request_of
from schemas.errors import CradleError


class RequestRole(StrEnum):
    """A principal's role in a request."""

    ASKER = "asker"
    ADDRESSEE = "addressee"
    OPERATOR = "operator"


def role_of(principal: Principal, request: Request) -> RequestRole | None:
    """The role in a request of a principal that may read requests; None where it is not shown it."""
    own = principal.participant
    if own is not None and own == request.asker:
        return RequestRole.ASKER
    if principal.organisation == request.organisation:
        return RequestRole.ADDRESSEE
    if own is not None and own == request.addressee:
        return RequestRole.ADDRESSEE
    reads_all = scope_of(principal, Action.READ_REQUESTS) is Scope.ALL
    return RequestRole.OPERATOR if reads_all else None


def require_request(
    connection: Connection, principal: Principal, action: Action, name: str, *able: RequestRole
) -> tuple[Request, RequestRole]:
    """A request in which a principal has one of these roles, and that role.

    Raises:
        CradleError: `access.denied`; `request.unknown`, also if not shown; `request.party` for another role.
    """
    # The permission comes first, so that a refused caller does not learn which requests exist.
    scope_of(principal, action)
    request = request_of(connection, name)
    role = None if request is None else role_of(principal, request)
    if request is None or role is None:
        raise CradleError("request.unknown", f"There is no request {name:.80}.")
    if role not in able:
        detail = f"This is for the {able[0].value} of a request; you are its {role.value}."
        raise CradleError("request.party", detail)
    return request, role
