"""Derive notices from both logs, the requests and the engagements; no act writes one.

Each run reads the leaves that are new since the last one, and the requests and engagements since its time. It stores
the notices, what waits to be sent, and how far it has read in one transaction. So an event is noticed once, also after
a crash, and whoever submits a statement waits for none of it.

The time of requests and engagements is read with an overlap, since a transaction that began earlier may end later.

    request.arrived       to the addressee
    request.reminder      to both parties, on the day, while the request waits for an answer
    figure.changed        to the readers of a figure that was replaced, or rests on a statement that changed
    case.opened           to the engaged auditor
    attestation.arrived   to the readers of the figure
    objection.arrived     to the readers of the contested statement
    declaration.replaced  to the readers of a declaration that was superseded

The issuer of a statement is not notified of it. It is notified of a figure that its own correction changes, because a
firm need not know which figures rest on an entry.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final, NamedTuple

from ledger.append.ledger import Ledger
from ledger.service.notices.readers import (
    organisations_of,
    readers_of,
)
from ledger.service.requests.state import WAITING, day_of, statuses_of
from ledger.state.stale import find_stale, own_calculations
from ledger.state.view import View
from ledger.store.access.engagements import engagements_since
from ledger.store.changes import StatementChange, changes_since, made_since
from ledger.store.deliveries import recipients_of
from ledger.store.engine import Connection
from ledger.store.log import latest_checkpoint
from ledger.store.notices.notices import (
    Notice,
    NoticeReach,
    notice_reach,
    notices_named,
    put_notice,
    put_notice_reach,
)
from ledger.store.notices.sendings import Sending, Subscription, subscriptions_of
from ledger.store.requests.requests import requests_since
from ledger.store.rows import put
from ledger.store.statements import statements_in
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.delivery import Delivery
from schemas.signed.objection import Objection
from schemas.signed.statement import Issued, Kind
from schemas.views.notices import NoticeKind

AT_ONCE: Final = 500
"""The number of leaves of a log that one transaction reads."""

OVERLAP: Final = 3600
"""Seconds before the last run whose requests and engagements are read again."""

DIGEST_HOUR: Final = 6
"""The hour of UTC from which a daily mail is sent."""


class Event(NamedTuple):
    """An event that concerns an organisation: its kind, what it is about, and what it came by."""

    organisation: str
    kind: NoticeKind
    subject: str
    cause: str


def derive_notices(ledger: Ledger, now: int) -> int:
    """Store the notices of all that is new; return their number."""
    count = 0
    while True:
        stored, is_done = _derive_some(ledger, now)
        count += stored
        if is_done:
            return count


def _derive_some(ledger: Ledger, now: int) -> tuple[int, bool]:
    with ledger.view() as view:
        former = notice_reach(view.connection)
        signed = [latest_checkpoint(view.connection, log)[0] for log in ("entries", "registry")]
        entries = min(signed[0], former.entries_size + AT_ONCE)
        registry = min(signed[1], former.registry_size + AT_ONCE)
        events = (
            *_of_entries(view, former.entries_size, entries, now),
            *_of_registry(view, former.registry_size, registry, now),
            *_of_requests(view, former.time, now),
            *_of_engagements(view, former.time),
        )
        fresh = _unknown(view.connection, events)
    time = now if now - former.time >= OVERLAP else former.time
    reached = NoticeReach(entries_size=entries, registry_size=registry, time=time)
    is_done = [entries, registry] == signed
    if not fresh and reached == former:
        return 0, is_done
    with ledger.store.write() as connection:
        if not put_notice_reach(connection, former, reached):
            return 0, False  # Another one has derived these meanwhile.
        return _store(connection, fresh, now), is_done


def _unknown(connection: Connection, events: Iterable[Event]) -> list[Event]:
    """The events of which there is no notice yet."""
    named = {notice_id(event): event for event in events}
    known = {row.id for row in notices_named(connection, named)} if named else set()
    return [event for name, event in named.items() if name not in known]


def _store(connection: Connection, events: Iterable[Event], now: int) -> int:
    subscribed: dict[str, tuple[Subscription, ...]] = {}
    count = 0
    for event in events:
        name = notice_id(event)
        notice = Notice(id=name, at=now, **event._asdict())
        if not put_notice(connection, notice):
            continue
        count += 1
        if event.organisation not in subscribed:
            subscribed[event.organisation] = subscriptions_of(connection, event.organisation)
        for row in subscribed[event.organisation]:
            due = next_digest(now) if row.daily else now
            put(connection, Sending(notice=name, subscription=row.id, due=due, at=now))
    return count


def notice_id(event: Event) -> str:
    """The id of the notice of an event."""
    return sha256("\n".join(event).encode("utf-8")).hexdigest()[:32]


def next_digest(now: int) -> int:
    """The time from which the next daily mail may be sent."""
    hour = DIGEST_HOUR * 3600
    return now if (now - hour) % 86_400 == 0 else now + 86_400 - (now - hour) % 86_400


def _of_entries(view: View, start: int, end: int, now: int) -> Iterator[Event]:
    """The attestations and objections of these leaves."""
    for stored in statements_in(view.connection, "entries", start, end) if start < end else ():
        if stored.kind not in {Kind.ATTESTATION.value, Kind.OBJECTION.value}:
            continue
        statement = view.statement(stored.id, Issued)
        if isinstance(statement, Attestation):
            yield from _event(view, "attestation.arrived", statement.subject, stored.id, now)
        elif isinstance(statement, Objection):
            yield from _event(view, "objection.arrived", statement.subject, stored.id, now)


def _event(
    view: View, kind: NoticeKind, subject: str, cause: str, now: int, *, is_own: bool = False
) -> Iterator[Event]:
    """An event for each reader of its subject; the issuer of the cause is left out unless `is_own`."""
    by = view.statement(cause, Issued)
    own = () if by is None or is_own else organisations_of(view, [by.issuer])
    for reader in readers_of(view, subject, now):
        if reader not in own:
            yield Event(reader, kind, subject, cause)


def _of_registry(view: View, start: int, end: int, now: int) -> Iterator[Event]:
    """The replaced declarations and the changed figures of these leaves."""
    if start == end:
        return
    changes = [row for row in changes_since(view.connection, start) if row.registry_index < end]
    for change in changes:
        old = view.statement(change.old, Issued)
        if isinstance(old, Declaration):
            yield from _event(view, "declaration.replaced", change.old, change.by, now)
        elif isinstance(old, Calculation) or (isinstance(old, Delivery) and old.figure is not None):
            yield from _event(view, "figure.changed", change.old, change.by, now)
    added = made_since(view.connection, start, end)
    for name, by in _touched(view, changes, [row.entry for row in added], (start, end)).items():
        yield from _event(view, "figure.changed", name, by, now, is_own=True)


def _touched(
    view: View,
    changes: Collection[StatementChange],
    added: Collection[str],
    between: tuple[int, int],
) -> Mapping[str, str]:
    """The figures that leaves of the registry touch, each with the first statement that did so.

    Only those of the firms that issued these statements and of the firms below them are looked at: a figure rests on
    another firm's statements by deliveries alone.
    """
    names = [*added, *(name for change in changes for name in (change.old, change.by))]
    issuers = {row.issuer for row in view.read(names).values() if isinstance(row, Issued)}
    firms = _below(view.connection, issuers) if changes else issuers
    figures = [
        name
        for firm in sorted(firms)
        for name in (*own_calculations(view, firm), *view.issued(firm, Kind.DELIVERY))
    ]
    touched = dict[str, str]()
    for row in find_stale(view, figures):
        for touch in row.touches:
            if between[0] <= touch.index < between[1]:
                touched.setdefault(row.id, touch.by)
    return touched


def _below(connection: Connection, firms: Collection[str]) -> set[str]:
    """These firms, and all that they supplied, directly or not."""
    found, step = set(firms), set(firms)
    while step:
        step = {*recipients_of(connection, step)} - found
        found |= step
    return found


def _of_requests(view: View, since: int, now: int) -> Iterator[Event]:
    """The requests that have arrived since a time, and those that have fallen due."""
    today, after = day_of(now), since - OVERLAP
    rows = requests_since(view.connection, after, today, day_of(max(after, 0)))
    for status in statuses_of(view.connection, rows, today) if rows else ():
        request = status.request
        if status.state not in WAITING:
            continue
        received = {*organisations_of(view, [request.addressee])}
        if request.organisation is not None:
            received.add(request.organisation)
        if request.created > after:
            for name in received:
                yield Event(name, "request.arrived", request.id, request.id)
        if request.due <= today:
            for name in {*received, *organisations_of(view, [request.asker])}:
                yield Event(name, "request.reminder", request.id, request.due)


def _of_engagements(view: View, since: int) -> Iterator[Event]:
    """The engagements that have begun since a time."""
    for row in engagements_since(view.connection, since - OVERLAP):
        yield Event(row.auditor, "case.opened", row.subject, row.id)
