"""Who reads the logs: anybody where the operator has opened them, else a login or the operator's token."""

from hmac import compare_digest

from fastapi import Request

from api.authentication import authenticate, bearer_of
from api.context import Context
from ledger.service.access.permissions import Action, scope_of


def admit_to_logs(request: Request, context: Context) -> None:
    """Let a reader of the logs in, or refuse.

    Raises:
        CradleError: `login.*`, `token.*` or `access.denied`.
    """
    configuration = context.configuration
    if configuration.logs_open:
        return
    token, bearer = configuration.log_token, bearer_of(request)
    if token is not None and bearer is not None and compare_digest(bearer.encode(), token.encode()):
        return
    scope_of(authenticate(request, context), Action.READ_LOGS)
