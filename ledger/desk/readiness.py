"""The readiness of a calculation or declaration as a principal may know it.

The operator and the engaged auditor read each finding. A manufacturer reads those about its own statements; of those
about others it reads code and number, because a finding names amounts that their issuers hold back.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal

from ledger.choices.report import choices_for
from ledger.desk.desk import Desk
from ledger.desk.open_figure import open_figure
from ledger.desk.question import Doc, question
from ledger.documents.readiness.build import build_readiness
from ledger.documents.readiness.source import LogPosition, ReadinessSource, Refusal
from ledger.footprint.quality.quality_document import round_quality
from ledger.operation.published_checkpoints import present_pair
from ledger.rules.declarations import DeclaredFigure, overlap_problems
from ledger.service.access.audited import audit_report, known_report
from ledger.service.access.permissions import Action
from ledger.service.answers.choices import known_choices
from ledger.service.answers.declaration import known_declaration
from ledger.service.answers.quality import summarize_quality
from ledger.state.declared import calculation_behind, live_declarations
from ledger.state.production import short_period
from ledger.state.standing import standing_of
from ledger.state.view import View
from schemas.signed.calculation import Calculation
from schemas.values import StatementId
from schemas.views.readiness import Readiness

RESERVED = "demo.invalid/"
"""The beginning of the demo's origin, whose keys are all in one folder."""

AT_ONCE = 300
"""The most entries behind a figure whose bundle is verified without being asked: more takes seconds."""


@question(
    "/calculations/{statement:id}/readiness",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get the readiness of a battery",
    operation="read_readiness",
    told="The points and the dates of the duties.",
)
def readiness(
    desk: Desk,
    statement: StatementId,
    verify: Annotated[
        Literal["yes"] | None,
        Doc("`yes`: run the verifier also if many entries are behind the figure."),
    ] = None,
) -> Readiness:
    """Return what would bar a calculated or declared battery from the market, and who must act.

    A manufacturer reads the findings about its own statements, and the number of the others.
    """
    return build_readiness(gather_readiness(desk, statement, verify=verify is not None))


def gather_readiness(desk: Desk, statement: str, *, verify: bool = False) -> ReadinessSource:
    """The values from which the readiness of a calculation, or of the one that a declaration names, is judged.

    Args:
        desk: of the reader.
        statement: the id of either.
        verify: run the verifier also on a large graph.

    Raises:
        CradleError: as `open_figure`.
    """
    figure = open_figure(desk, statement, "readiness")
    name, calculation, declared, whole = *figure[:3], figure.whole
    ledger, view = desk.ledger, desk.view
    declaration = known_declaration(view, statement)
    choices = known_choices(view, name, calculation, declared, is_exact=whole)
    if not whole:
        choices = choices_for(choices, calculation.issuer)
    order, rated = declared.computed.resolution.order, summarize_quality(calculation, declared)
    published = present_pair(ledger.store, view.connection)
    read = audit_report if verify or len(order) <= AT_ONCE else known_report
    source = ReadinessSource(
        declared=declaration.source,
        document=declaration.document,
        quality=rated if rated is None or whole else round_quality(rated),
        short=short_period(view, name, calculation),
        refusals=tuple(_refusals(view, name, calculation)),
        standing=standing_of(view, statement),
        report=read(ledger, name),
        choices=choices.choices or (),
        own=None if whole else _own(view, calculation, order) | {name, statement},
        positions={},
        witnesses=len(published.witnesses()),
        checkpoint=published.entries_size,
        is_demo=ledger.origin.startswith(RESERVED),
        today=datetime.fromtimestamp(desk.now, UTC).date(),
    )
    return source._replace(positions=_positions(view, _named(source)))


def _refusals(view: View, calculation: str, statement: Calculation) -> Iterator[Refusal]:
    """The declarations of other calculations that share a day with this one."""
    new = DeclaredFigure(calculation, statement)
    for row in live_declarations(view, statement.issuer):
        if calculation_behind(view, row.id) != calculation:
            yield from (Refusal(row.id, problem) for problem in overlap_problems(new, [row]))


def _named(source: ReadinessSource) -> Iterator[str]:
    """The statements since which a point may hold."""
    declared, report = source.declared, source.report
    yield declared.id
    if source.standing.audit is not None:
        yield source.standing.audit.attestation
    yield from (row.by for row in source.refusals)
    if declared.declaration is not None:
        yield declared.declaration[0]
    if report is not None:
        yield from (row.subject for row in report.findings)


def _positions(view: View, names: Iterable[str]) -> dict[str, LogPosition]:
    """The position of each statement among these ids."""
    return {row.id: LogPosition(row.log, row.index) for row in view.stored(dict.fromkeys(names))}


def _own(view: View, calculation: Calculation, entries: tuple[str, ...]) -> frozenset[str]:
    """The statements behind the figure that its issuer wrote itself."""
    records = (view.entry(name) for name in entries)
    own = {
        record.id
        for record in records
        if record is not None and record.entry.issuer == calculation.issuer
    }
    return frozenset(own)
