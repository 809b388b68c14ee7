"""The goal of a study, and the product system: unit, reference flow, boundary, processes, and what is left out."""

from decimal import Decimal

from ledger.documents.study.context import StudyContext
from ledger.footprint.analysis.unit_of_figure import peak_power, per_unit
from ledger.footprint.graph.composition import (
    product_mass,
    product_name,
    product_rows,
)
from ledger.footprint.graph.numbers import EXPLAIN
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.calculation import DeclaredUnit
from schemas.views.study_scope import (
    CutOffs,
    ExcludedEntry,
    Goal,
    ProductSystem,
    StageProcesses,
    StudiedUnit,
)
from schemas.vocabulary import ProcessCode, Stage


def state_goal(context: StudyContext) -> Goal:
    """The application, its reason, the audience, the commissioner, and the auditors."""
    law = context.standing.law
    return Goal(
        application=law,
        reasons="article_7" if law == "declared" else None,
        audience="public" if context.reader == "public" else "caller",
        commissioner=context.firm,
        verifiers=tuple(dict.fromkeys(row.auditor for row in context.attestations)),
    )


def state_system(context: StudyContext) -> ProductSystem:
    """The product system of the calculation."""
    calculation = context.calculation
    product = product_rows(context.rows)[0]
    return ProductSystem(
        site=calculation.site,
        country=product.record.entry.site.country,
        functional_unit=_unit(context),
        reference_flow=_reference_flow(context),
        **_product(context),
        boundary=context.rulebook.boundary,
        processes=_processes(context),
        use_stage="excluded" if context.calculation.declared_unit is None else "after_gate",
        period=calculation.period,
        cut_offs=_cut_offs(context),
        exclusions=tuple(
            ExcludedEntry(
                entry=row.entry,
                period=record.entry.period,
                batteries=_batteries(context, record),
                reason=row.reason,
            )
            for row, record in context.excluded
        ),
        not_covered=context.rulebook.not_covered,
    )


def _batteries(context: StudyContext, record: EntryRecord) -> int | None:
    """The batteries of an entry that is left out; None of another product, or if it does not show them."""
    of_product = context.calculation.declared_unit is not None
    return None if of_product or record.inventory is None else record.inventory.main.batteries


def _unit(context: StudyContext) -> StudiedUnit | DeclaredUnit:
    declared = context.calculation.declared_unit
    if declared is not None:
        return declared
    calculation = context.calculation.battery
    units = context.rulebook.functional_units
    return StudiedUnit(
        category=calculation.category,
        vehicle_category=calculation.vehicle_category,
        rule=next(row.service_life for row in units if row.category is calculation.category),
        capacity_kwh=calculation.capacity_kwh,
        warranties=calculation.warranties,
        cycle_life=calculation.cycle_life,
        batteries=calculation.batteries,
    )


def _reference_flow(context: StudyContext) -> str | None:
    """The kg of product per unit of the figure; None if a product line states no mass."""
    mass = product_mass(product_rows(context.rows))
    if mass is None:
        return None
    return context.stated_value(EXPLAIN.multiply(mass, per_unit(context.calculation)))


def _product(context: StudyContext) -> dict[str, str | None]:
    """The name of a product, the kWp of its unit, and the signed figure per kWp; empty of a battery."""
    if context.calculation.declared_unit is None:
        return {}
    products = product_rows(context.rows)
    name, kwp = {"name": product_name(products)}, peak_power(products, context.calculation)
    if kwp is None:
        return {**name}
    figure = EXPLAIN.divide(Decimal(context.calculation.total), kwp)
    told = {"peak_power": context.stated_value(kwp), "per_kwp": context.signed_value(figure)}
    return {**name, **told}


def _processes(context: StudyContext) -> tuple[StageProcesses, ...]:
    """The kinds of processes that the figure draws on, in the order of the vocabulary."""
    drawn = {context.record(row.entry).entry.process for row in context.contributions}
    by_stage = (
        (stage, tuple(code for code in ProcessCode if code in drawn and code.stage is stage))
        for stage in Stage
    )
    return tuple(StageProcesses(stage=stage, processes=codes) for stage, codes in by_stage if codes)


def _cut_offs(context: StudyContext) -> CutOffs | None:
    rulebook, filling = context.rulebook, context.calculation.filling
    component, cumulative = rulebook.cut_off, rulebook.cumulative_cut_off
    if component is None and cumulative is None:
        return None
    return CutOffs(
        component=None if component is None else component.value,
        cumulative=None if cumulative is None else cumulative.value,
        filled=() if filling is None else tuple(filling.to_json()),
    )
