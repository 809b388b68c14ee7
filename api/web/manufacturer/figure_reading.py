"""What the page of a figure shows, read through the functions that every other reader uses.

Each of them decides what this reader may know and writes it to the journal; nothing is read past them.
"""

from dataclasses import dataclass
from typing import NamedTuple

from api.declaration_address import with_address
from api.web.workspace import Visit
from ledger.desk import differences, flows
from ledger.desk.readiness import AT_ONCE
from ledger.service.access.audited import audit_report, known_report
from ledger.service.access.bundles import audiences_for
from ledger.service.portfolio.kept_spread import KnownSpread, find_spread
from ledger.state.declared import calculation_behind, live_declarations
from ledger.state.evaluation import evaluate_stated
from ledger.state.view import View
from ledger.store.statements import statement_of
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.difference import Comparison, Difference
from schemas.views.flows import CalculationFlows
from schemas.views.report import Report
from schemas.views.standing import FigureStanding
from schemas.vocabulary import Audience


class Places(NamedTuple):
    """The positions in the log of calculation, attestation and declaration, where there is one."""

    calculation: int
    attestation: int | None
    declaration: int | None


@dataclass(frozen=True, slots=True)
class FigureReading:
    """Everything behind the page of a figure.

    Attributes:
        digits: of the id in the address.
        document: the declaration document.
        standing: of the figure, as far as the reader may know it.
        places: of the statements.
        flows: behind the figure, as far as the reader may look.
        report: of the verifier; None if it was not run.
        comparison: the same data under other rulebooks; None if it was not asked for.
        difference: to the figure before; None if there is none, it cannot be compared, or it was not asked for.
        incomparable: the reason why not.
        audiences: whose bundles the reader may have, from the one that shows most.
        is_long: True if many entries are behind the figure, so that comparisons are made on request.
    """

    digits: str
    document: DeclarationDocument
    standing: FigureStanding
    places: Places
    flows: CalculationFlows
    report: Report | None
    comparison: Comparison | None
    difference: Difference | None
    incomparable: str
    audiences: tuple[Audience, ...]
    is_long: bool
    spread: KnownSpread | None = None


def read_figure(
    visit: Visit, digits: str, *, verify: bool = False, compare: bool = False
) -> FigureReading:
    """Read everything behind a calculation or declaration.

    Args:
        visit: of the reader.
        digits: of the statement's id.
        verify: True to run the verifier also on a long chain.
        compare: True to compare with the figure before, and by other rulebooks, also on a long chain.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as the functions that read.
    """
    ledger, caller = visit.ledger, visit.caller
    name = f"sha256:{digits}"
    shown_flows = read_flows_of(visit, digits)
    document = visit.desk.declaration_document(name)
    calculation = document.digests.calculation
    with ledger.view() as view:
        is_long = behind(view, calculation) > AT_ONCE
        places = _places(view, document)
        earlier = _earlier(view, document)
        spread = find_spread(view.memory, calculation, view.registry().size)
    report = known_report if is_long and not verify else audit_report
    difference, incomparable = None, ""
    if earlier is not None and (compare or not is_long):
        try:
            with visit.desk.opened() as desk:
                difference = differences.difference.function(desk, earlier, calculation)
        except CradleError as error:
            incomparable = error.detail
    return FigureReading(
        digits=digits,
        document=with_address(document, visit.context.configuration),
        standing=visit.desk.standing(name).model_copy(update=_worth(document)),
        places=places,
        flows=shown_flows,
        report=report(ledger, calculation),
        comparison=_compared(visit, calculation) if compare or not is_long else None,
        difference=difference,
        incomparable=incomparable,
        audiences=audiences_for(ledger, caller, name),
        is_long=is_long,
        spread=spread,
    )


def _worth(document: DeclarationDocument) -> dict[str, object]:
    """The parts of a standing that the document's evaluation gave."""
    known = document.standing
    return {"conservative": known.conservative, "incomplete": known.incomplete, "bars": known.bars}


def read_flows_of(visit: Visit, digits: str) -> CalculationFlows:
    """The flows of a calculation, or of the one that a declaration declares."""
    with visit.desk.opened() as desk:
        return flows.flows.function(desk, calculation_behind(desk.view, f"sha256:{digits}"))


def _compared(visit: Visit, calculation: str) -> Comparison:
    """The figure under all rulebooks; the page is one reading, so this part of it is not counted by itself."""
    with visit.desk.opened() as desk:
        return differences.comparison.function(desk, calculation)


def behind(view: View, calculation: str) -> int:
    """The number of entries behind a calculation."""
    _, evaluated = evaluate_stated(view, calculation)
    return len(evaluated.computed.resolution.order)


def _places(view: View, document: DeclarationDocument) -> Places:
    """Where the statements are; the calculation always has a place, because it was just read."""
    digests = document.digests
    named = (digests.calculation, digests.attestation, digests.declaration)
    statements = (None if name is None else statement_of(view.connection, name) for name in named)
    first, *rest = (None if stored is None else stored.index for stored in statements)
    return Places(first or 0, *rest)


def _earlier(view: View, document: DeclarationDocument) -> str | None:
    """The figure before this one: the one that it replaces, else the last one of an earlier period."""
    name = document.digests.calculation
    calculation = view.statement(name, Calculation)
    if document.supersedes is not None:
        return document.supersedes
    if calculation is None:
        return None
    if calculation.supersedes is not None:
        return calculation.supersedes.id
    own = (calculation.issuer, calculation.model, calculation.site)
    declarations = [
        row for row in live_declarations(view, calculation.issuer) if row.product == own
    ]
    before = [row for row in declarations if row.calculation.period.end <= calculation.period.start]
    return max(before, key=lambda row: row.calculation.period.end).id if before else None
