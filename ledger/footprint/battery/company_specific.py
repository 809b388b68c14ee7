"""Processes for which a method requires the company's own data: each has an entry with own amounts.

A rulebook lists them by process code (the draft's list is known from a worked case). A listed process without an entry
in the lineage was left to a dataset, or hidden under an unspecified code. All missing processes are one finding, on the
battery as delivered, and it blocks a declaration under Article 7. An entry of a listed process whose amounts are
estimated, or reported by a customer, is only partly own data, and so is one whose rows do not say how the amounts are
known. The finding states the share of its rows; it has no effect, because no source gives the right amounts.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation, Resolution
from ledger.footprint.plausibility.context import PlausibilityContext, product
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, DeliveryInput, Row
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import DataBasis, Known

_HUNDRED = Decimal(100)

_NOT_OWN = (
    (Known.ESTIMATED, "states estimated amounts"),
    (None, "does not state how it knows amounts"),
)
"""The ways of knowing that do not make own data, in words."""


def missing_processes(resolution: Resolution, rulebook: Rulebook) -> tuple[str, ...]:
    """The processes of the rulebook's list that no entry of the graph has."""
    graph_processes = {record.entry.process for record in resolution.nodes.values()}
    return tuple(
        row.process.value for row in rulebook.company_specific if row.process not in graph_processes
    )


def company_faults(context: PlausibilityContext) -> Iterator[Observation]:
    """Listed processes without an entry, and entries of such a process that rest on other data."""
    missing = missing_processes(context.resolution, context.rulebook)
    if missing and context.resolution.order:
        detail = (
            f"rulebook {context.rulebook.id} requires company-specific data of {', '.join(missing)}"
        )
        yield Observation("company_specific.missing", _product(context.resolution), detail)
    demanded = {row.process for row in context.rulebook.company_specific}
    for record, inventory in context.entries if demanded else ():
        if record.entry.process in demanded:
            yield from _secondary(context, record, inventory)


def _product(resolution: Resolution) -> str:
    """The battery as delivered; if there is none, the last customer."""
    batteries = [
        node for node in resolution.order if resolution.record(node).entry.model is not None
    ]
    return (batteries or resolution.order)[-1]


def _secondary(
    context: PlausibilityContext, record: EntryRecord, inventory: Inventory
) -> Iterator[Observation]:
    process = record.entry.process.value
    if record.entry.basis is DataBasis.REPORTED_BY_CUSTOMER:
        detail = (
            f"{process} is reported by a customer, and the rulebook requires the company's own data"
        )
        yield Observation("company_specific.secondary", record.id, detail)
    rows = [*_valued(context, record, inventory)]
    whole = exact_sum(kg for _, kg in rows)
    for known, words in _NOT_OWN:
        found = [kg for row, kg in rows if row.known is known]
        if found:
            part = product(exact_sum(found), _HUNDRED)
            share = EXPLAIN.divide(part, whole) if whole else whole
            detail = (
                f"{process} {words}: {format_rounded(share)} % of "
                "the value of its rows, and the rulebook requires the company's own data"
            )
            yield Observation("company_specific.secondary", record.id, detail)


def _valued(
    context: PlausibilityContext, record: EntryRecord, inventory: Inventory
) -> Iterator[tuple[Row, Decimal]]:
    """The rows of an inventory with their values, regardless of sign; empty if a value is missing."""
    for row, values in _priced(context, record, inventory):
        yield row, product(Decimal(row.amount), exact_sum(values)).copy_abs()


def _priced(
    context: PlausibilityContext, record: EntryRecord, inventory: Inventory
) -> Iterator[tuple[Row, Iterable[Decimal]]]:
    for row in inventory.inputs:
        if isinstance(row, ActivityInput):
            yield row, context.used_values(record, row).values()
        elif isinstance(row, DeliveryInput):
            yield row, context.delivered_values(row.delivery)
        else:
            yield row, context.imported_values(row)
    for waste in inventory.wastes:
        yield waste, context.used_values(record, waste).values()
    for gas in inventory.emissions:
        yield gas, context.gas_values(gas)
