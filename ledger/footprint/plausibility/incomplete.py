"""Rows valued by a dataset that leaves inputs out, so that they count too little.

An importer of background data may count inputs without a maker as zero, and marks each factor that rests on them
(`incomplete`). Nobody knows how much is missing, so there is no effect, and no sum of effects can clear the row. A
credit by such a dataset is too small, which lowers no figure, and is no fault.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import group_values
from ledger.footprint.graph.goods import per_unit, unit_of
from ledger.footprint.graph.numbers import format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.dataset import dataset_of
from schemas.signed.rows import Row
from schemas.signed.rulebook import Factor


def incomplete_faults(context: PlausibilityContext) -> Iterator[Observation]:
    """The entries with rows that an incomplete dataset values, once for each dataset."""
    for record, inventory in context.entries if context.table.has_incomplete else ():
        for factor, rows in _by_dataset(context, record).items():
            amount = exact_sum(Decimal(row.amount) for row in rows)
            unit, per = factor.unit.value, format_rounded(exact_sum(group_values(factor).values()))
            detail = (
                f"{unit_of(inventory)} {per_unit(amount, inventory)} {unit} counted by {factor.flow}"
                f" at {per} kg CO2e per {unit}, a dataset that leaves inputs out"
            )
            yield Observation("factor.incomplete", record.id, detail)


def incomplete_datasets(context: PlausibilityContext) -> frozenset[str]:
    """The flows whose incomplete datasets value a row behind the figure."""
    entries = context.entries if context.table.has_incomplete else ()
    return frozenset(
        factor.flow for record, _ in entries for factor in _by_dataset(context, record)
    )


def _by_dataset(context: PlausibilityContext, record: EntryRecord) -> dict[Factor, list[Row]]:
    """The rows that each incomplete dataset values; a row has a term for each group, and counts once."""
    rows_by_factor: dict[Factor, dict[int, Row]] = {}
    figure = context.figures.entries.get(record.id)
    for term in () if figure is None else figure.terms:
        factor = dataset_of(term.label, term.row, context.table)
        if factor is not None and factor.incomplete and term.row is not None and term.purpose:
            rows_by_factor.setdefault(factor, {})[id(term.row)] = term.row
    return {factor: list(rows.values()) for factor, rows in rows_by_factor.items()}
