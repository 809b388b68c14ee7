"""Progress of a request below its addressee: counts, tier by tier, and nothing else.

The parties, product, due day and amounts of a request are between its asker and addressee. An asker
further up learns how many are open, answered, declined and overdue. A withdrawn request is not
counted, nor are those below it, because they serve no asker above any more. Small counts disclose
more than large ones: with a single request below, its count is its state (docs/requests.md).
"""

from ledger.service.requests.state import statuses_of, tally
from ledger.store.engine import Connection
from ledger.store.requests.requests import Request, requests_below
from schemas.exchanged.request import Progress


def progress_below(connection: Connection, request: Request, today: str) -> Progress:
    """The counts of all requests below one, the nearest tier first; empty below a withdrawn one."""
    every, tiers = [], []
    above = [] if request.withdrawn is not None else [request.id]
    while above and (rows := requests_below(connection, above)):
        statuses = statuses_of(connection, rows, today)
        every += statuses
        tiers.append(tally(statuses))
        above = [row.id for row in rows]
    return Progress(total=tally(every), tiers=tuple(tiers))
