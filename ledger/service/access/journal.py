"""The journal of access: every read of confidential data, every preview, every refusal, every change of access.

A line is written after the read and before the answer, so nothing is shown without a record. A read
of another participant's data waits until the line is on disk, and fails if it cannot be written.
The lines of one read are one insert. A line that concerns no owner's data (a refusal) is written in a
transaction that a power loss may undo. The owner of the data reads the lines about it; a read of
one's own data is not noted.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.store.access.journal import Event, events_of
from ledger.store.rows import put
from ledger.store.store import Store

NEWEST = 2**31 - 1
"""A number above that of every line of the journal."""


class AccessRecord(NamedTuple):
    """An action of a principal.

    Attributes:
        action: the action, such as `read`.
        subject: the id of the statement or other object of the action.
        owner: the participant whose data it concerned, if any.
        detail: the parts, or the reason of a refusal.
        is_unnamed: true if its owner must not learn which organisation it was.
    """

    action: str
    subject: str
    owner: str | None
    detail: str
    is_unnamed: bool = False


UNNAMED = "-"
"""The organisation and the login of a line whose owner must not learn them; a name that no organisation can have."""


def lines_of(principal: Principal, now: int, done: Iterable[AccessRecord]) -> list[Event]:
    """The journal lines of a principal's actions on data of others."""
    return [
        event_of(principal, now, record)
        for record in done
        if record.owner is None or record.owner != principal.participant
    ]


def event_of(principal: Principal, now: int, done: AccessRecord) -> Event:
    """The journal line of a principal's action, whoever owns the data."""
    return Event(
        at=now,
        credential=UNNAMED if done.is_unnamed else principal.credential,
        organisation=UNNAMED if done.is_unnamed else principal.organisation,
        action=done.action,
        subject=done.subject,
        owner=done.owner,
        detail=done.detail,
    )


def note(store: Store, principal: Principal, now: int, done: Iterable[AccessRecord]) -> None:
    """Write a principal's actions on data of others to the journal.

    Raises:
        CradleError: `store.failed`; the caller must then not show the data.
    """
    events = lines_of(principal, now, done)
    if events:
        durable = any(event.owner is not None for event in events)
        with store.write(durable=durable) as connection:
            put(connection, *events)


def read_journal(store: Store, principal: Principal, before: int, count: int) -> tuple[Event, ...]:
    """The newest lines before a number: those about the principal's data, or all for the operator.

    Raises:
        CradleError: `access.*`.
    """
    scope = scope_of(principal, Action.JOURNAL)
    owner = None if scope is Scope.ALL else require_participant(principal)
    with store.read() as connection:
        return events_of(connection, owner, before, count)
