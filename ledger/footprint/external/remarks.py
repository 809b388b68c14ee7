"""Findings on imported figures that are formally sound: totals, methods, boundaries.

The findings: a total that differs from the sum of the file's own parts (three of the four samples that PACT publishes
have one), a figure by another IPCC report than the rulebook's, parts of a file that do not count, and parts that count
beyond the gate. They change no figure. A file that is missing or cannot be read is reported by other checks.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.footprint.external.counting import counted
from ledger.footprint.external.figure import ExternalFigure, Sum
from ledger.footprint.external.formats import parse_external
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, format_decimal, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation, Resolution
from schemas.errors import CradleError
from schemas.signed.rows import ExternalInput
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Stage

IPCC_REPORTS: Mapping[str, str] = {"EF 3.1": "AR6", "IPCC AR5": "AR5", "IPCC AR6": "AR6"}
"""The IPCC report behind a rulebook's characterization method, if known."""


def external_faults(
    resolution: Resolution, rulebook: Rulebook, files: Mapping[str, bytes]
) -> Iterator[Observation]:
    """The faults of all imported figures in a graph whose files are available."""
    table = FactorTable((), rulebook)
    for node in resolution.order:
        record = resolution.record(node)
        for row in () if record.inventory is None else record.inventory.external_inputs:
            try:
                figure = parse_external(files[row.file])
            except (KeyError, CradleError):
                continue
            yield from _sums(node, row, figure)
            yield from _method(node, figure, rulebook)
            yield from _not_counted(node, row, table)
            yield from _boundary(record, row, table)


def sum_faults(figure: ExternalFigure) -> Iterator[tuple[Sum, str]]:
    """The totals that differ from the sum of the file's parts, each with a sentence."""
    for total in figure.sums:
        if total.stated != total.summed:
            stated_total, summed = format_decimal(total.stated), format_decimal(total.summed)
            yield (
                total,
                f"the file states {total.name} {stated_total}, and its parts come to {summed}",
            )


def _sums(node: str, row: ExternalInput, figure: ExternalFigure) -> Iterator[Observation]:
    for total, detail in sum_faults(figure):
        excess = EXACT.subtract(total.summed, total.stated)
        effect = _over_period(excess, row) if total.counts else None
        yield Observation("external.sum", node, f"{figure.products[0]}: {detail}", effect)


def _method(node: str, figure: ExternalFigure, rulebook: Rulebook) -> Iterator[Observation]:
    method = rulebook.characterization.method
    report = IPCC_REPORTS.get(method)
    if report is not None and set(figure.methods) - {report}:
        used = ", ".join(figure.methods)
        detail = f"{figure.products[0]} is by {used}, and {method} of the rulebook by {report}"
        yield Observation("external.method", node, detail)


def _not_counted(node: str, row: ExternalInput, table: FactorTable) -> Iterator[Observation]:
    left = [value for value in row.values if not tuple(counted(value, table))]
    if left:
        parts = ", ".join(sorted({value.part.value for value in left}))
        kg = _over_period(exact_sum(Decimal(value.value) for value in left), row)
        detail = (
            f"{row.product}: {parts}, {format_rounded(kg)} kg, does not count under the rulebook"
        )
        yield Observation("external.not_counted", node, detail)


def _boundary(record: EntryRecord, row: ExternalInput, table: FactorTable) -> Iterator[Observation]:
    """Goods used end at the gate; their end of life is counted for the whole product."""
    if row.boundary == "cradle_to_gate" or record.entry.process.stage is Stage.END_OF_LIFE:
        return
    beyond = [value for value in row.values if value.stage is Stage.END_OF_LIFE]
    if beyond:
        kg = exact_sum(kg for value in beyond for _, kg in counted(value, table))
        detail = f"{row.product} counts its end of life, which is counted for the whole battery too"
        yield Observation("external.boundary", record.id, detail, _over_period(kg, row))
    elif not any(value.stage for value in row.values):
        detail = f"{row.product} counts its whole life, and does not state the part after the gate"
        yield Observation("external.boundary", record.id, detail)


def _over_period(per_declared: Decimal, row: ExternalInput) -> Decimal:
    """The value of the file over the period or lot of the entry."""
    whole = EXPLAIN.multiply(per_declared, Decimal(row.amount))
    return EXPLAIN.divide(whole, Decimal(row.declared_amount))
