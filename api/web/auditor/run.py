"""The recomputation that a page of a case rests on: the kept one, or one under the server's own policy."""

from api.context import AppContext
from api.recomputations import Key, Recomputation
from api.web.auditor.cases import day_of
from api.web.workspace import Visit
from ledger.audit.policy import format_policy
from ledger.service.access.cases import read_case
from ledger.service.access.own_policy import own_policy
from schemas.errors import CradleError
from schemas.vocabulary import Audience


def key_of(visit: Visit, subject: str) -> Key:
    """The key under which a firm's run of a case is kept."""
    return visit.caller.organisation, subject


def kept_run(visit: Visit, subject: str) -> Recomputation | None:
    """The kept run of a case of the caller; None if there is none.

    Raises:
        CradleError: as `read_case`.
    """
    read_case(visit.ledger, visit.caller, subject)
    return visit.context.recomputations.get(key_of(visit, subject))


def require_run(visit: Visit, subject: str) -> Recomputation:
    """The kept run of a case.

    Raises:
        CradleError: as `read_case`; `audit.no_run` if there is none.
    """
    run = kept_run(visit, subject)
    if run is None:
        detail = (
            "The server keeps a recomputation for an hour at most, and has none of this case;"
            " recompute it."
        )
        raise CradleError("audit.no_run", detail)
    return run


def begin_run(visit: Visit, subject: str, policy: bytes) -> Recomputation:
    """Begin a run of a case on the newest audit bundle.

    Args:
        visit: of the engaged auditor.
        subject: of the case.
        policy: the bytes of the auditor's policy; empty for the server's own.

    Raises:
        CradleError: as `read_case`, `bundle` and `Recomputations.begin`.
    """
    context = visit.context
    read_case(visit.ledger, visit.caller, subject)
    bundle = visit.desk.bundle(subject, Audience.AUDITOR).content
    file = policy or _server_policy(context)
    run = Recomputation(bundle, file, not policy, day_of(visit.now))
    return context.recomputations.begin(key_of(visit, subject), run)


def some_run(visit: Visit, subject: str) -> Recomputation:
    """The kept run of a case, or a new one under the server's own policy.

    Raises:
        CradleError: as `begin_run`.
    """
    return kept_run(visit, subject) or begin_run(visit, subject, b"")


def _server_policy(context: AppContext) -> bytes:
    return format_policy(own_policy(context.ledger))
