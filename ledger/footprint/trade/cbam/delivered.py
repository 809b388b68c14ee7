"""The quantities of the carbon border as a supplier states them with a delivery: per tonne, to six decimals.

They follow from what the supplier can know, its own rows and what it is told of others' goods, so no further lot tells
it or its customer more (`ledger.footprint.tally.told`).
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.trade.cbam.context import CbamContext
from ledger.footprint.trade.cbam.results import results
from ledger.footprint.trade.cbam.tallies import Line, quantities, round_per_tonne, told_quantities
from schemas.signed.delivery import DeliveredCbam, PaidPerTonne
from schemas.views.cbam_result import CbamResult, PrecursorResult

_QUANTITIES: Final = ("see_", "sefa", "net", "embedded_", "default_share")
"""The beginnings of the names of quantities in a result."""


class CbamSource(NamedTuple):
    """What a delivered quantity names beside its values: digests, and the attestations that it rests on."""

    rulebook: str
    tables: str
    attestations: tuple[str, ...]


def delivered_cbam(line: Line, context: CbamContext, source: CbamSource) -> DeliveredCbam:
    """The quantities of a line, rounded half-even.

    Raises:
        CradleError: as `results`.
    """
    (result,) = results([line], told_quantities(quantities(context, [line])))
    return quantities_of(result, context, source)


def quantities_of(result: CbamResult, context: CbamContext, source: CbamSource) -> DeliveredCbam:
    """The quantities of a result, rounded half-even."""
    return DeliveredCbam(
        rulebook=source.rulebook,
        tables=source.tables,
        year=context.year,
        cscf=format_decimal(context.cscf),
        attestations=source.attestations,
        cn=result.cn,
        route=result.route,
        carbon_prices=_prices(result.carbon_prices),
        **_rounded(result),
    )


def rounded_result(result: CbamResult) -> CbamResult:
    """A result as its maker may see it: every quantity to six decimals."""
    quantities = _quantities(result)
    made_of = tuple(row.model_copy(update=_quantities(row, "tonnes")) for row in result.precursors)
    more = {"precursors": made_of, "carbon_prices": _prices(result.carbon_prices)}
    return result.model_copy(update={**quantities, **more})


def _quantities(row: CbamResult | PrecursorResult, *more: str) -> dict[str, str]:
    """The quantities of a row to six decimals, by name."""
    return {
        name: _round(value)
        for name, value in row
        if name.startswith((*_QUANTITIES, *more)) and name != "sefa_standing" and value is not None
    }


def _rounded(result: CbamResult) -> dict[str, str]:
    names = ("see_direct", "see_indirect", "embedded_electricity", "default_share", "sefa")
    values = ((name, getattr(result, name)) for name in names)
    return {name: _round(value) for name, value in values if value is not None}


def _prices(paid: Iterable[PaidPerTonne]) -> tuple[PaidPerTonne, ...]:
    return tuple(row.model_copy(update={"amount": _round(row.amount)}) for row in paid)


def _round(value: str) -> str:
    return format_decimal(round_per_tonne(Decimal(value)))
