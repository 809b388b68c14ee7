"""The inbox of a firm: the requests that wait for its delivery, the most urgent first, with who asks."""

from datetime import date
from typing import Final

from ledger.append.ledger import Ledger
from ledger.service.access.principal import Principal
from ledger.service.requests.shown_requests import (
    NEWEST,
    RequestQuery,
    query_requests,
    read_request,
)
from ledger.service.requests.state import day_of
from ledger.state.profiles import profile_of
from schemas.exchanged.request import RequestView, Side, State
from schemas.views.inbox import Inbox, InboxRow

MOST: Final = 200
"""The most requests of an inbox."""

_WAITING: Final = frozenset({State.OPEN, State.PASSED_ON})


def inbox_of(ledger: Ledger, principal: Principal, now: int) -> Inbox:
    """The received requests that are not answered, declined or withdrawn.

    Raises:
        CradleError: `access.denied`.
    """
    wanted = RequestQuery(Side.RECEIVED, _WAITING)
    requests = query_requests(ledger, principal, wanted, NEWEST, MOST + 1, now)
    rows = [_row(ledger, item.shown, now) for item in requests[:MOST]]
    ordered = sorted(rows, key=lambda row: (row.days, row.request.id))
    return Inbox(rows=tuple(ordered), more=len(requests) > MOST)


def inbox_row(ledger: Ledger, principal: Principal, name: str, now: int) -> InboxRow:
    """One request with the name of its asker, whatever its state.

    Raises:
        CradleError: `access.denied`, `request.unknown`.
    """
    return _row(ledger, read_request(ledger, principal, name, now), now)


def _row(ledger: Ledger, shown: RequestView, now: int) -> InboxRow:
    with ledger.view() as view:
        profile = profile_of(view, shown.asker)
    days = date.fromisoformat(shown.due) - date.fromisoformat(day_of(now))
    return InboxRow(
        request=shown, asker=profile.legal_name, country=profile.country, days=days.days
    )
