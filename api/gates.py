"""Who reads the logs: anybody where the operator has opened them, else a login or the operator's token."""

from hmac import compare_digest

from fastapi import Request

from api.doors import TheDoors
from api.who import bearer_of, who
from ledger.service.access.permissions import Action, scope_of


def admit_to_logs(request: Request, doors: TheDoors) -> None:
    """Let a reader of the logs in, or refuse.

    Raises:
        CradleError: `login.*`, `token.*` or `access.denied`.
    """
    configuration = doors.configuration
    if configuration.logs_open:
        return
    token, bearer = configuration.log_token, bearer_of(request)
    if token is not None and bearer is not None and compare_digest(bearer.encode(), token.encode()):
        return
    scope_of(who(request, doors), Action.READ_LOGS)
