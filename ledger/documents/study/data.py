"""The data behind a figure: shares by origin, basis and collection, factor sets, datasets, gases, and allocation.

Shares are of the sum of absolute contributions, because a credit would otherwise make shares of a net total exceed one
(PEF, most relevant processes). The names of datasets show what a supplier uses, so they are left out of the public
scope and shown to a manufacturer for its own rows only.
"""

from collections.abc import Callable, Iterator

from ledger.documents.study.context import (
    StudyContext,
    absolute_sum,
    exact,
    key_of,
    share_of,
)
from ledger.footprint.analysis.contributions import Contribution, coverage
from ledger.footprint.battery.company_specific import missing_processes
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import FlowKey, group_values
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from ledger.footprint.quality.own_data import collection_of, is_company_specific, is_silent
from ledger.footprint.tally.recursion import share
from ledger.footprint.valuation.dataset import dataset_of
from schemas.signed.inventory import Inventory
from schemas.signed.rulebook import Factor
from schemas.views.study_data import (
    AllocatedLine,
    CompanySpecificData,
    Gases,
    SharedProcess,
    ShareOf,
    StudyData,
    UncountedGas,
    UsedDataset,
    UsedFactorSet,
)
from schemas.vocabulary import AllocationBasis, ProcessCode


def state_data(context: StudyContext) -> StudyData:
    """The data of the calculation, as far as the reader may see them."""
    rows = context.contributions
    return StudyData(
        sources=_shares(rows, lambda row: row.source),
        bases=_shares(rows, lambda row: row.basis.value),
        collection=_shares(rows, lambda row: collection_of(row.row)),
        company_specific=_company_specific(context),
        factor_sets=tuple(_factor_sets(context)),
        datasets=tuple(_datasets(context)),
    )


def _shares(
    rows: tuple[Contribution, ...], key: Callable[[Contribution], str]
) -> tuple[ShareOf, ...]:
    parts = coverage(rows, key)
    return tuple(ShareOf(key=name, share=format_rounded(part)) for name, part in parts.items())


def _company_specific(context: StudyContext) -> CompanySpecificData:
    rulebook, rows = context.rulebook, context.contributions
    missing = missing_processes(context.graph.resolution, rulebook)
    own = [row for row in rows if is_company_specific(row)]
    silent = [row for row in rows if is_silent(row)]
    return CompanySpecificData(
        required=tuple(row.process for row in rulebook.company_specific),
        missing=tuple(map(ProcessCode, missing)),
        share=share_of(absolute_sum(own), absolute_sum(rows)),
        not_stated=share_of(absolute_sum(silent), absolute_sum(rows)),
    )


def used_factors(context: StudyContext, *, shown: bool) -> dict[FlowKey, Factor]:
    """The factors behind the figure, by flow, unit and direction; with `shown` only those of rows the reader sees."""
    factors: dict[FlowKey, Factor] = {}
    for row in context.contributions:
        if shown and not context.shows(row.entry):
            continue
        factor = dataset_of(row.label, row.row, context.graph.table)
        if factor is not None:
            factors[key_of(factor)] = factor
    return factors


def _factor_sets(context: StudyContext) -> Iterator[UsedFactorSet]:
    used = used_factors(context, shown=False)
    for digest, factor_set in context.factor_sets.items():
        yield UsedFactorSet(
            id=factor_set.id,
            version=factor_set.version,
            title=factor_set.title,
            licence=factor_set.licence,
            digest=digest,
            used=sum(context.set_of(key) is factor_set for key in used),
        )


def value_of(context: StudyContext, key: FlowKey, factor: Factor) -> str | None:
    """The kg CO2e per unit of a factor; None if the licence of its set forbids to pass it on."""
    if context.set_of(key).licence != "open":
        return None
    return exact(exact_sum(group_values(factor).values()))


def _datasets(context: StudyContext) -> Iterator[UsedDataset]:
    for key, factor in sorted(used_factors(context, shown=True).items()):
        yield UsedDataset(
            flow=factor.flow,
            unit=factor.unit,
            direction=factor.direction,
            name=factor.name,
            value=value_of(context, key, factor),
            source=factor.source,
            geography=factor.geography or factor.grid,
            years=factor.years or (None if factor.year is None else str(factor.year)),
            rating=factor.rating,
            factor_set=context.set_of(key).id,
        )


def state_gases(context: StudyContext) -> Gases:
    """The characterization that the rulebook contains."""
    characterization = context.rulebook.characterization
    return Gases(
        characterization=tuple(row for row in characterization.rows if row.value != "0"),
        set_id=characterization.id,
        set_version=characterization.version,
        method=characterization.method,
        implementation=characterization.implementation,
        dataset=characterization.dataset,
        left_out=tuple(
            UncountedGas(gas=row.gas, origin=row.origin)
            for row in characterization.rows
            if row.value == "0"
        ),
        timing="at_once",
    )


def state_allocation(context: StudyContext) -> tuple[SharedProcess, ...]:
    """The processes with several products behind the figure, by the basis of their allocation."""
    shared: dict[AllocationBasis, list[tuple[str, Inventory]]] = {}
    for entry in dict.fromkeys(row.entry for row in context.contributions):
        inventory = context.record(entry).inventory
        if inventory is not None and inventory.allocation is not None:
            shared.setdefault(inventory.allocation, []).append((entry, inventory))
    return tuple(
        SharedProcess(
            basis=basis,
            processes=len(shared[basis]),
            lines=tuple(
                line
                for entry, inventory in shared[basis]
                if context.shows(entry)
                for line in _lines(context, entry, inventory)
            ),
        )
        for basis in AllocationBasis
        if basis in shared
    )


def _lines(context: StudyContext, entry: str, inventory: Inventory) -> Iterator[AllocatedLine]:
    for output in inventory.outputs:
        numerator, denominator = share(inventory, output)
        yield AllocatedLine(
            entry=entry,
            process=context.record(entry).entry.process,
            line=output.line,
            role=output.role,
            share=exact(EXPLAIN.divide(numerator, denominator)),
        )
