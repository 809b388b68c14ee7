"""Health: what the server knows of itself, its ledger and its disk; and the journal of access in pages."""

import shutil
from collections.abc import Iterable
from importlib.metadata import version
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api.telemetry import Metrics
from api.web.twins import csv_response, iso_time, twins
from api.web.workspace import Visited
from api.web.workspaces import OPERATOR
from ledger.append.ledger import Ledger
from ledger.operation.witness_states import log_heads
from ledger.service.access.journal import NEWEST
from ledger.service.access.journal_page import journal_page, refusals_of_day
from ledger.service.access.registrations import all_waiting_registrations
from ledger.store.engine import is_server
from ledger.store.head import read_heads
from schemas.errors import CradleError
from schemas.views.operation import HealthReport, JournalLineShown, JournalPage

LINES: Final = 100
"""Lines of the journal on a page."""

ALL: Final = 10_000
"""The most lines of the table."""

LITTLE: Final = 10
"""The share of the disk, one in so many, below which the room is called little."""

Before = Annotated[int, Query(ge=0, le=NEWEST)]
router = APIRouter(prefix=OPERATOR.root, include_in_schema=False)


@twins(router, "/health")
def report(visit: Visited) -> HealthReport:
    """Return the state of the server and the ledger as data."""
    ledger, now = visit.ledger, visit.now
    closed = _reason(ledger)
    disk = shutil.disk_usage(ledger.store.folder)
    refused, cut = refusals_of_day(ledger.store, visit.caller, now)
    requests, failures = _requests(visit.request)
    with ledger.store.read() as connection:
        heads = log_heads(connection)
        epoch = max(epoch for _, epoch in read_heads(connection).values())
    return HealthReport(
        version=version("cradle-ledger"),
        at=now,
        accepts=closed is None,
        code=None if closed is None else closed.code,
        reason=None if closed is None else closed.detail,
        database="server" if is_server(ledger.store.engine) else "sqlite",
        free=disk.free,
        capacity=disk.total,
        heads=heads,
        epoch=epoch,
        waiting=ledger.sequencer.waiting,
        registrations=len(all_waiting_registrations(ledger.store).items),
        requests=requests,
        failures=failures,
        refused=refused,
        cut=cut,
    )


@router.get("/health")
def health_page(visit: Visited) -> Response:
    """Show the state of the server and the ledger."""
    health_report = report(visit)
    return visit.page(
        "operator/health.html",
        report=health_report,
        disk=(_gigabytes(health_report.free), _gigabytes(health_report.capacity)),
        little=health_report.free * LITTLE < health_report.capacity,
    )


@twins(router, "/journal")
def lines(visit: Visited, before: Before = NEWEST) -> JournalPage:
    """Return a page of the journal as data."""
    return journal_page(visit.store, visit.caller, before, LINES)


@router.get("/journal")
def journal(visit: Visited, before: Before = NEWEST) -> Response:
    """Show a page of the journal, the newest lines first."""
    return visit.page("operator/journal.html", found=lines(visit, before))


@router.get("/journal.csv")
def journal_table(visit: Visited, before: Before = NEWEST) -> Response:
    """Return the newest lines of the journal before a number as a table; times are in UTC."""
    page = journal_page(visit.store, visit.caller, before, ALL)
    names = list(JournalLineShown.model_fields)
    return csv_response("journal", names, map(_cells, page.items))


def _cells(row: JournalLineShown) -> Iterable[object]:
    values = {**row.to_json(), "at": iso_time(row.at)}
    return [values.get(name) for name in JournalLineShown.model_fields]


def _reason(ledger: Ledger) -> CradleError | None:
    """Why the ledger accepts no statements, as `/ready` finds it; None if it accepts them."""
    try:
        ledger.sequencer.require_open()
        ledger.store.require_writable()
    except CradleError as error:
        return error
    return None


def _requests(request: Request) -> tuple[int, int]:
    """The requests since the server's start, and those that the server itself failed at."""
    metrics: Metrics = request.app.state.metrics
    every = [
        (sample.labels["status"], int(sample.value))
        for family in metrics.requests.collect()
        for sample in family.samples
        if sample.name.endswith("_total")
    ]
    return sum(count for _, count in every), sum(
        count for status, count in every if status.startswith("5")
    )


def _gigabytes(size: int) -> str:
    return f"{size // 10**9}\u00a0GB" if size >= 10**10 else f"{size // 10**6}\u00a0MB"
