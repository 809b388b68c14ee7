"""A restatement: the figures that changes of the registry touch, each before and after them, in all digits.

The changes are the leaves from one registry size up to another, such as a single correction. A calculation is touched
if one of them replaces or withdraws a statement behind it, or adds a batch of its product. Its figures are those of its
assertions at the two sizes (`restated`). Where the calculation is of a later state than the first size, that state is
the one before, and the figure is the signed one. An entry behind the figure is computed again if it rests on a change;
each other one has the value of before, digit for digit (`ledger.state.figures`).

Left out: figures of deliveries, which are rounded and which their suppliers state again.
"""

from dataclasses import dataclass

from ledger.append.ledger import Ledger
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import format_decimal
from ledger.service.answers.calculate import evaluate_request
from ledger.service.answers.restated import request_of
from ledger.service.answers.restated_entries import RestatedEntry, restated_entries
from ledger.state.evaluation import Evaluation
from ledger.state.stale import LineageChange, calculation_changes, live_calculations
from ledger.state.view import View
from ledger.store.statements import ids_about
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.statement import Kind, SectionName


@dataclass(frozen=True, slots=True)
class RestatedFigure:
    """A calculation that changes of the registry touch, before and after them, in kg CO2e per kWh of total energy.

    Attributes:
        declarations: of the calculation.
        changes: that touch it.
        before: the exact figure; None if there was none.
        after: the exact figure; None if there is none.
        problem: why there is no figure after the changes, as a code and a sentence.
        recomputed: the entries behind the later figure whose values are new, suppliers first.
        kept: the number of all other entries behind it, whose values are those of before.
    """

    id: str
    issuer: str
    model: str
    site: str
    declarations: tuple[str, ...]
    changes: tuple[LineageChange, ...]
    before: str | None
    after: str | None
    problem: str | None
    recomputed: tuple[str, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class Restatement:
    """The figures that leaves of the registry from `since` to `until` - 1 touch, in the order of the log.

    `wave` are the entries whose values are new, each once, those of one figure suppliers first.
    """

    since: int
    until: int
    figures: tuple[RestatedFigure, ...]
    wave: tuple[RestatedEntry, ...]


def restate(ledger: Ledger, since: int, until: int | None = None) -> Restatement:
    """The restatement by the registry's changes from one of its sizes up to another, or up to now.

    Raises:
        CradleError: `registry.size` if there are no leaves between the two sizes.
    """
    with ledger.view() as view:
        reached = view.registry().size
        end = reached if until is None else until
        if not 0 <= since < end <= reached:
            detail = (
                f"There are no changes from registry size {since} to {end}; name two sizes"
                f" of which the second is larger, up to {reached}."
            )
            raise CradleError("registry.size", detail)
        restated_figures = [
            touched
            for name in live_calculations(view)
            if (touched := _restated(view, ledger.origin, name, since, end)) is not None
        ]
    wave: dict[str, RestatedEntry] = {}
    for row in (row for _, entries in restated_figures for row in entries):
        wave.setdefault(row.id, row)
    return Restatement(since, end, tuple(row for row, _ in restated_figures), tuple(wave.values()))


def _restated(
    view: View, origin: str, name: str, since: int, until: int
) -> tuple[RestatedFigure, tuple[RestatedEntry, ...]] | None:
    """The figure of a calculation before and after the changes, with its wave; None if they do not touch it."""
    calculation = view.statement(name, Calculation)
    if calculation is None or calculation.as_of.size >= until:
        return None
    start = max(since, calculation.as_of.size)
    changes = tuple(calculation_changes(view, calculation, start, until))
    if not changes:
        return None
    request = request_of(
        calculation, view.section(calculation, SectionName.COMPOSITION, Composition)
    )
    before, _ = _figure(view, origin, request, start)
    after, problem = _figure(view, origin, request, until)
    recomputed = _recomputed(before, after)
    wave = () if after is None else restated_entries(view, before, after, recomputed, until)
    figure = RestatedFigure(
        id=name,
        issuer=calculation.issuer,
        model=calculation.model,
        site=calculation.site,
        declarations=ids_about(view.connection, Kind.DECLARATION.value, [name]),
        changes=changes,
        before=_total(before),
        after=_total(after),
        problem=problem,
        recomputed=recomputed,
        kept=0 if after is None else len(after.computed.lineages) - len(recomputed),
    )
    return figure, tuple(wave)


def _figure(
    view: View, origin: str, request: CalculationRequest, size: int
) -> tuple[Evaluation | None, str | None]:
    """The evaluation of a calculation's assertions as of a registry size, or the reason why there is none."""
    try:
        return evaluate_request(view, origin, request, size).declared, None
    except CradleError as error:
        return None, f"{error.code}: {error.detail}"


def _recomputed(before: Evaluation | None, after: Evaluation | None) -> tuple[str, ...]:
    """The entries of the later graph that rest on other statements than in the earlier one."""
    if after is None:
        return ()
    lineages = {} if before is None else before.computed.lineages
    return tuple(
        entry for entry, digest in after.computed.lineages.items() if lineages.get(entry) != digest
    )


def _total(declared: Evaluation | None) -> str | None:
    return None if declared is None else format_decimal(total_of(declared.cells))
