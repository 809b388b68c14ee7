"""Events of partners that were refused for their content, each kept with the reason so that the operator can see it.

The sender's organisation and the operator see them. A partner repeats a refused event for days, so the same bytes count
once, with their last time. The newest `MOST` of an organisation are kept; the body of a large one is not.
"""

from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.store.pact.refused import RefusedEvent, keep_refused
from ledger.store.store import Store
from ledger.trust.leaves import digest
from schemas.errors import CradleError

MOST, LARGEST = 100, 1 << 20
"""The refused events of an organisation, and the bytes of a kept body."""


def keep_refused_event(
    store: Store, principal: Principal, body: bytes, now: int, error: CradleError
) -> None:
    """Keep a refused event and the reason.

    Raises:
        CradleError: `access.denied` if the caller may not send footprints.
    """
    scope_of(principal, Action.RECEIVE)
    kept = RefusedEvent(
        organisation=principal.organisation,
        digest=digest(body),
        at=now,
        code=error.code,
        detail=error.detail,
        place=error.place,
        size=len(body),
        body=body if len(body) <= LARGEST else b"",
    )
    with store.write() as connection:
        keep_refused(connection, kept, MOST)
