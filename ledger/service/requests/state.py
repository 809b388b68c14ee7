"""The states of requests, computed from the log and the requests below them at each reading.

Only a decline or a withdrawal is stored as a party stated it. A request is answered as long as a
live delivery of the product goes from the addressee to the asker whose entry, in its newest
version, shares a day with the period; a withdrawal, or a correction that moves it elsewhere, opens
the request again. A request for papers is about goods that were delivered, so no delivery answers
it. A request is passed on as long as a request below it is not withdrawn. The state withdrawn comes
before all, and answered before declined, because a delivery counts after a decline too. A waiting
request is overdue from the day after its due day, in UTC, by the caller's clock.

Left out: a check that the amounts suffice; the customer sees what was delivered to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal

import orjson

from ledger.footprint.graph.numbers import format_decimal
from ledger.store.engine import Connection
from ledger.store.requests.answers import answers_to
from ledger.store.requests.requests import Request, passed_on
from schemas.exchanged.request import State, Tally, Wanted

WAITING = frozenset({State.OPEN, State.PASSED_ON})
_SHARE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class RequestStatus:
    """A request, its state on a day, and the delivery that answers it."""

    request: Request
    state: State
    overdue: bool
    delivery: str | None = None


def day_of(now: int) -> str:
    """The day in UTC of a time in seconds since 1970, as YYYY-MM-DD."""
    return datetime.fromtimestamp(now, UTC).date().isoformat()


def statuses_of(
    connection: Connection, requests: Sequence[Request], today: str
) -> list[RequestStatus]:
    """The states of some requests, in their order."""
    names = [request.id for request in requests]
    of_goods = [request for request in requests if not wants_papers(request)]
    answers, above = answers_to(connection, of_goods), passed_on(connection, names)
    return [
        _status(request, answers.get(request.id), today, is_passed_on=request.id in above)
        for request in requests
    ]


def wants_papers(request: Request) -> bool:
    """True if a request asks for papers, and not for a delivery."""
    return bool(orjson.loads(request.asked).get("wants") == Wanted.PAPERS)


def _status(
    request: Request, delivery: str | None, today: str, *, is_passed_on: bool
) -> RequestStatus:
    state = State.PASSED_ON if is_passed_on else State.OPEN
    if request.withdrawn is not None:
        state = State.WITHDRAWN
    elif delivery is not None:
        state = State.ANSWERED
    elif request.declined is not None:
        state = State.DECLINED
    overdue = state in WAITING and request.due < today
    return RequestStatus(request, state, overdue, delivery if state is State.ANSWERED else None)


def tally(statuses: Iterable[RequestStatus]) -> Tally:
    """The counts of some requests, without withdrawn ones."""
    rows = [status for status in statuses if status.state is not State.WITHDRAWN]
    overdue = sum(status.overdue for status in rows)
    return Tally(
        open=sum(status.state in WAITING for status in rows),
        answered=sum(status.state is State.ANSWERED for status in rows),
        declined=sum(status.state is State.DECLINED for status in rows),
        overdue=overdue,
        overdue_share=_share(overdue, len(rows)) if rows else None,
    )


def _share(part: int, whole: int) -> str:
    share = (Decimal(part) / Decimal(whole)).quantize(_SHARE, ROUND_HALF_EVEN)
    return format_decimal(share)
