"""The journal of access: every read of what is confidential, every preview, every refusal.

Written after the fact and before the answer, so that nothing is shown that is not recorded: a read that
opens somebody's data waits for the disk, and fails where its line cannot be written. The lines of one read
are one insert. What opens nobody's data (a refusal) is noted in a transaction that a power loss may undo.
Whom the data belong to reads its own lines; what somebody reads of its own is not noted.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.store.access.journal import Event, NumberedEvent, events_of, put_events
from ledger.store.store import Store

NEWEST = 2**31 - 1
"""A number beyond all lines of the journal."""


class Done(NamedTuple):
    """What a principal did: `owner` is whose data it was about, None where it is nobody's."""

    action: str
    subject: str
    owner: str | None
    detail: str


def lines_of(principal: Principal, now: int, done: Iterable[Done]) -> list[Event]:
    """The lines of what a principal did with data of others."""
    return [
        Event(
            at=now,
            credential=principal.credential,
            organisation=principal.organisation,
            action=one.action,
            subject=one.subject,
            owner=one.owner,
            detail=one.detail,
        )
        for one in done
        if one.owner is None or one.owner != principal.participant
    ]


def note(store: Store, principal: Principal, now: int, done: Iterable[Done]) -> None:
    """Write down what a principal did with data of others.

    Raises:
        CradleError: `store.failed`; what was read is then not to be shown.
    """
    events = lines_of(principal, now, done)
    if events:
        durable = any(event.owner is not None for event in events)
        with store.write(durable=durable) as connection:
            put_events(connection, events)


def read_journal(
    store: Store, principal: Principal, before: int, count: int
) -> tuple[NumberedEvent, ...]:
    """The newest lines before a number that are about the principal's data; the operator's are all.

    Raises:
        CradleError: `access.*`.
    """
    scope = scope_of(principal, Action.JOURNAL)
    owner = None if scope is Scope.ALL else require_participant(principal)
    with store.read() as connection:
        return events_of(connection, owner, before, count)
