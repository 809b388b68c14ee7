"""Events of partners that were refused for their content, each kept with the reason so that the operator can see it.

The sender's organisation and the operator see them. A partner repeats a refused event for days, so the same bytes count
once, with their last time. The newest `MOST` of an organisation are kept; the body of a large one is not.
"""

from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.store.pact.refused import RefusedEvent, keep_refused, refused_events
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


def read_refused_events(store: Store, principal: Principal) -> tuple[RefusedEvent, ...]:
    """Read the refused events of the caller's organisation, newest first; for the operator those of all.

    Raises:
        CradleError: `access.denied`.
    """
    scope = scope_of(principal, Action.RECEIVE)
    with store.read() as connection:
        return refused_events(connection, None if scope is Scope.ALL else principal.organisation)


def read_refused_body(store: Store, principal: Principal, name: str) -> bytes:
    """Return the bytes of a refused event.

    Raises:
        CradleError: `access.denied`; `document.unknown` if it was not kept, or is not visible.
    """
    for event in read_refused_events(store, principal):
        if event.digest == name and event.body:
            return event.body
    detail = f"No refused event with the digest {name:.80} was kept; see the list."
    raise CradleError("document.unknown", detail)


def refused_to_json(event: RefusedEvent) -> dict[str, object]:
    """The members of a refused event without its body."""
    return {
        "organisation": event.organisation,
        "digest": event.digest,
        "at": event.at,
        "code": event.code,
        "detail": event.detail,
        "place": event.place,
        "size": event.size,
    }
