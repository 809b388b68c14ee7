"""How far a request has come below its addressee: counts, tier by tier, and nothing else.

Who asked whom for what, by when, in what amounts is between the two; whoever is above learns how many are
open, answered, declined and overdue. A withdrawn request is not counted, and what hangs below it neither: it
serves no one above any more. Small counts tell more than large ones: with a single request below, its count is
its state (docs/requests.md).
"""

from ledger.service.requests.judging import judge, tally
from ledger.store.engine import Connection
from ledger.store.requests.requests import Request, requests_below
from schemas.request import Progress


def progress_below(connection: Connection, request: Request, today: str) -> Progress:
    """The counts of all that is below a request, the nearest tier first; of nothing below a withdrawn one."""
    every, tiers = [], []
    above = [] if request.withdrawn is not None else [request.id]
    while above and (rows := requests_below(connection, above)):
        judged = judge(connection, rows, today)
        every += judged
        tiers.append(tally(judged))
        above = [row.id for row in rows]
    return Progress(total=tally(every), tiers=tuple(tiers))
