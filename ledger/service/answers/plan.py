"""The way down from a calculation of the log, whole for who sees it whole, and in bands for its issuer.

Choices that the audit which the figure's standing names has settled are settled in the whole plan. An issuer is shown
its own choices, as `known_choices` tells them, and for each direct supplier one band.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from ledger.choices.choice import Examined
from ledger.choices.plan import make_plan
from ledger.choices.plan_report import PlannedFigure, PlanWords, plan_lines, report_plan
from ledger.choices.report import choices_for
from ledger.choices.supplied_effects import supplied_effects
from ledger.disclosure.bands import band_of
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.resolution import Resolution
from ledger.service.answers.choices import known_choices, logged_context, standing_audit
from ledger.state.evaluation import Evaluation
from ledger.state.kept import Kept
from ledger.state.profiles import name_of
from ledger.state.surroundings import present_sizes
from ledger.state.view import View
from ledger.store.statements import ids_about
from schemas.exchanged.examination_prices import ExaminationPrices
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation
from schemas.signed.statement import Kind
from schemas.views.plan import SettlingPlan, SupplierBand

_PLANS: Final = Kept[SettlingPlan]("plans")
_BANDS: Final = Kept[tuple[SupplierBand, ...]]("bands")


def whole_plan(
    view: View,
    name: str,
    calculation: Calculation,
    declared: Evaluation,
    prices: ExaminationPrices | None = None,
) -> SettlingPlan:
    """The plan of a reader that sees the whole calculation; kept until a log grows.

    Args:
        view: the transaction.
        name: the id of the calculation.
        calculation: the calculation.
        declared: its exact evaluation.
        prices: the reader's price list.
    """

    def build() -> SettlingPlan:
        about = logged_context(view, name, calculation, declared)
        issuers = {record.entry.issuer for record in about.resolution.nodes.values()}
        firms = {it: name_of(view, it) for it in {*issuers, calculation.issuer}}
        words = PlanWords(firms, prices)
        plan = make_plan(about, Examined.by(standing_audit(view, name)), words.costs)
        figure = PlannedFigure(name, model=calculation.model, unit=calculation.unit)
        if plan is None:
            return plan_lines((), calculation.total, words).model_copy(update=figure._asdict())
        return report_plan(plan, figure, words)

    key = name, present_sizes(view), None if prices is None else prices.model_dump_json()
    return _PLANS.of(view.memory, key, build)


def own_plan(
    view: View,
    name: str,
    calculation: Calculation,
    declared: Evaluation,
    prices: ExaminationPrices | None = None,
) -> SettlingPlan:
    """The plan of the issuer of a calculation; arguments as `whole_plan`."""
    shown = choices_for(known_choices(view, name, calculation, declared), calculation.issuer)
    words = PlanWords({calculation.issuer: name_of(view, calculation.issuer)}, prices)
    lines = plan_lines(shown.choices or (), calculation.total, words)
    figure = PlannedFigure(name, model=calculation.model, unit=calculation.unit)
    return lines.model_copy(
        update={
            **figure._asdict(),
            "conservative": shown.conservative,
            "sensitivity": shown.sensitivity or (),
            "hidden": shown.hidden,
            "suppliers": _suppliers(view, name, calculation, declared),
        }
    )


def _suppliers(
    view: View, name: str, calculation: Calculation, declared: Evaluation
) -> tuple[SupplierBand, ...] | None:
    """The direct suppliers, by their names; None of a figure that is neither declared nor attested."""
    if not _is_fixed(view, name):
        return None

    def build() -> tuple[SupplierBand, ...]:
        about = logged_context(view, name, calculation, declared)
        effects = supplied_effects(about) or {}
        rows = (
            SupplierBand(
                participant=supplier,
                firm=name_of(view, supplier),
                products=tuple(dict.fromkeys(_products(about.graph.resolution, it.lines))),
                band=band_of(it.share),
            )
            for supplier, it in effects.items()
        )
        return tuple(sorted(rows, key=lambda row: (row.firm, row.participant)))

    return _BANDS.of(view.memory, (name, present_sizes(view)), build)


def _products(resolution: Resolution, lines: Iterable[Line]) -> Iterator[str]:
    """The products of output lines."""
    for entry, line in lines:
        inventory = resolution.record(entry).inventory
        output = None if inventory is None else inventory.output(line)
        if output is not None:
            yield output.product


def _is_fixed(view: View, name: str) -> bool:
    """True if a calculation is declared, or an auditor attested it, so that its issuer cannot vary it freely."""
    connection = view.connection
    if ids_about(connection, Kind.DECLARATION.value, [name]):
        return True
    attestations = ids_about(connection, Kind.ATTESTATION.value, [name])
    said = (view.statement(it, Attestation) for it in attestations)
    return any(it is not None and it.outcome != "refused" for it in said)
