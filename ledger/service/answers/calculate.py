"""Calculations: from a manufacturer's assertions to a draft that it can sign.

The product lines are found by the registry's `made` leaves of the model and site. Each is followed
to its newest version and counted if it ends in the calculation's period; the mass that end of life
treats follows from them. At submission the draft is checked by the same rules as any other
statement.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from ledger.append.ledger import Ledger
from ledger.choices.report import ReportedChoices, choices_for
from ledger.footprint.battery.functional_unit import ServiceLife, total_energy
from ledger.footprint.graph.cells import exact_sum, format_cells, state_cells
from ledger.footprint.graph.composition import Part, product_mass
from ledger.footprint.graph.numbers import STATED_DIGITS, format_decimal
from ledger.footprint.graph.resolution import EntryRecord
from ledger.service.answers.choices import choice_remarks, choices_of, read_around
from ledger.service.answers.end_of_life import end_of_life_rows
from ledger.state.closure import read_versions
from ledger.state.drafting import Draft, SaltSource, seal
from ledger.state.evaluation import Evaluation, as_told, evaluate, require_computable
from ledger.state.figures import Method, read_document
from ledger.state.software import SOFTWARE
from ledger.state.surroundings import LoggedFigure
from ledger.state.view import View
from ledger.store.changes import made_of
from ledger.trust.leaves import made_subject
from schemas.errors import CradleError, sentence
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.calculation import (
    AssertedCalculation,
    Calculation,
    CalculationSections,
    Composition,
    CompositionRow,
    DeclaredUnit,
)
from schemas.signed.exact_cells import ExactCells
from schemas.signed.rulebook import Rulebook
from schemas.signed.statement import Kind, SectionName
from schemas.vocabulary import CompositionRole, OutputRole


class DraftedCalculation(NamedTuple):
    """A calculation that is ready to be signed, with its composition and the choices behind it.

    `declared` is its evaluation as its issuer can know it.
    """

    draft: Draft
    calculation: Calculation
    composition: Composition
    declared: Evaluation
    known: ReportedChoices


class EvaluatedRequest(NamedTuple):
    """The asserted part of a calculation, the rows that it counts, and its evaluation."""

    product: AssertedCalculation
    composition: Composition
    declared: Evaluation


def build_calculation(ledger: Ledger, asserted: CalculationRequest, fresh: SaltSource) -> Draft:
    """Build the calculation of a product from one plant as of now, ready to be signed.

    Raises:
        CradleError: as `draft_calculation`.
    """
    return draft_calculation(ledger, asserted, fresh).draft


def draft_calculation(
    ledger: Ledger, asserted: CalculationRequest, fresh: SaltSource
) -> DraftedCalculation:
    """Draft the calculation of a product from one plant as of now, and keep what it was made from.

    Args:
        ledger: the ledger with the product's entries.
        asserted: the values that the manufacturer supplies: `capacity_kwh` is the usable energy of one
            battery, and without it and a category the figure is of a product, per unit of its line,
            `rulebook` and `factor_sets` are digests of documents that the ledger keeps,
            `end_of_life` names representative deliveries that treat or collect the product's mass,
            `rows` are further rows of the composition, such as a transport in distribution,
            `exclusions` are entries of the model and period to leave out, with reasons,
            `filling` lists the gaps to fill, and `supersedes` names the calculation to correct.
        fresh: the source of salts.

    Raises:
        CradleError: `calculation.no_product`, `functional_unit.*`, and all that `evaluate` raises.
    """
    with ledger.view() as view:
        state = view.registry()
        product, composition, declared = evaluate_request(view, ledger.origin, asserted, state.size)
        about = LoggedFigure(state.size)
        around = read_around(view, product, composition, declared.computed, about)
    cells, short = declared.cells, declared.short
    exact = ExactCells(cells=format_cells(cells))
    sections = {SectionName.COMPOSITION: composition, SectionName.EXACT: exact}
    sealed = seal(Kind.CALCULATION, asserted.issuer, sections, fresh)
    method = method_of(asserted)
    told = as_told(declared, product, method.filling)
    rounded_figure = state_cells(told.cells, rounded=True)
    calculation = Calculation(
        **dict(product),
        digits=STATED_DIGITS,
        cells=rounded_figure.cells,
        stages=rounded_figure.stages,
        total=rounded_figure.total,
        rulebook=method.rulebook,
        factor_sets=method.factor_sets,
        filling=method.filling,
        as_of=state,
        software=SOFTWARE,
        supersedes=asserted.supersedes,
        sections=CalculationSections.model_validate(sealed.digests),
    )
    draft = Draft(calculation, sealed.documents)
    choices = choices_of(draft.id, product, declared, method, around, Decimal(rounded_figure.total))
    remarks = choice_remarks(
        choices_for(choices, asserted.issuer), calculation.total, calculation.unit
    )
    if short is not None:
        remarks = (f"Too short for a declaration: {sentence(short.detail)}", *remarks)
    draft = replace(draft, remarks=remarks)
    return DraftedCalculation(draft, calculation, composition, told, choices)


def evaluate_request(
    view: View, origin: str, asserted: CalculationRequest, size: int
) -> EvaluatedRequest:
    """Evaluate a manufacturer's assertions as of a registry size.

    Raises:
        CradleError: as `draft_calculation`.
    """
    products = _products(view, asserted, size)
    composition = _composition(view, asserted, products)
    rulebook = read_document(view, asserted.rulebook, Rulebook, "rulebook")
    require_computable(rulebook)
    product = _asserted(origin, asserted, products, rulebook)
    declared = evaluate(view, product, composition, method_of(asserted), size)
    return EvaluatedRequest(product, composition, declared)


def method_of(asserted: CalculationRequest) -> Method:
    """The method that a request names."""
    return Method(asserted.rulebook, tuple(sorted(asserted.factor_sets)), asserted.filling)


def _asserted(
    origin: str, asserted: CalculationRequest, products: Sequence[Part], rulebook: Rulebook
) -> AssertedCalculation:
    """The part of the calculation that is known before its figure."""
    build = partial(
        AssertedCalculation,
        origin=origin,
        issuer=asserted.issuer,
        model=asserted.model,
        site=asserted.site,
        period=asserted.period,
    )
    outputs = [part.output for part in products if part.output is not None]
    battery = asserted.battery
    if battery is None:
        amount = exact_sum(Decimal(output.amount) for output in outputs)
        unit = DeclaredUnit(unit=outputs[0].unit, amount=format_decimal(amount))
        return build(declared_unit=unit)
    life = ServiceLife(battery.warranties, battery.cycle_life)
    kind = battery.category, battery.vehicle_category
    return build(
        **battery._asdict(),
        batteries=sum(output.batteries or 0 for output in outputs),
        total_energy=total_energy(*kind, battery.capacity_kwh, life, rulebook),
    )


def _products(view: View, asserted: CalculationRequest, size: int) -> Sequence[Part]:
    """The product lines of this model and site in the period, newest versions only."""
    subject = made_subject(asserted.issuer, asserted.model, asserted.site)
    production_entries = [row.entry for row in made_of(view.connection, subject, 0, size)]
    excluded = [row.entry for row in asserted.exclusions]
    records = read_versions(view, [*production_entries, *excluded], size)
    left_out = {records.newest(entry) for entry in excluded}
    newest = {records.newest(entry) for entry in production_entries} - left_out - {None}
    parts = [
        Part(row, name, records.entries[name], None)
        for name in sorted(name for name in newest if name is not None)
        if records.entries[name].entry.period.ends_within(asserted.period)
        for row in _product_rows(asserted, records.entries[name])
    ]
    if not parts:
        detail = (
            f"No entry that made {asserted.model} at site {asserted.site} ends in this period; check model,"
            " site and period, or submit the entry first."
        )
        raise CradleError("calculation.no_product", detail, "model")
    return parts


def _product_rows(asserted: CalculationRequest, record: EntryRecord) -> Iterator[CompositionRow]:
    """The lines of an entry that are the product: those that count batteries, or its main line."""
    for output in record.inventory.outputs if record.inventory else ():
        is_battery = output.batteries is not None
        if is_battery if asserted.battery is not None else output.role is OutputRole.MAIN:
            yield CompositionRow(
                role=CompositionRole.PRODUCT,
                entry=record.id,
                line=output.line,
                amount=output.amount,
                unit=output.unit,
            )


def _composition(view: View, asserted: CalculationRequest, products: Sequence[Part]) -> Composition:
    rows = [*(part.row for part in products), *asserted.rows]
    mass = product_mass(products)
    rows += end_of_life_rows(view, asserted.end_of_life, asserted.rows, mass)
    rows.sort(key=lambda row: (row.role.value, row.entry or row.delivery or "", row.line))
    exclusions = sorted(asserted.exclusions, key=lambda row: row.entry)
    return Composition(rows=tuple(rows), exclusions=tuple(exclusions))
