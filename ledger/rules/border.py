"""The quantities of the carbon border that a delivery states, recomputed: one function for ledger and verifier.

Both compute with the rulebook and the tables that come with Cradle; a delivery that names others cannot be checked here
and is refused by the ledger. It names the attestations by which its precursors count, each of which must count by
`verified_goods`; those that it leaves out count for nothing, so that the default stands in.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import Problem, Resolution
from ledger.footprint.trade.cbam.context import CbamContext
from ledger.footprint.trade.cbam.delivered import CbamSource, quantities_of
from ledger.footprint.trade.cbam.results import results
from ledger.footprint.trade.cbam.tables import Tables
from ledger.footprint.trade.cbam.tallies import Line, quantities
from ledger.rulebooks.cbam_catalog import load_cbam_rulebook, load_cbam_tables
from ledger.rules.verified_goods import GoodsAttestation, verified_quantities
from ledger.trust.leaves import digest, model_bytes
from schemas.cbam_result import CbamResult
from schemas.delivery import DeliveredCbam
from schemas.errors import CradleError


class BorderMethod(NamedTuple):
    """The digests of a rulebook and of tables."""

    rulebook: str
    tables: str


@cache
def border_method() -> BorderMethod:
    """The digests of the rulebook and the tables that come with Cradle."""
    documents = load_cbam_rulebook(), load_cbam_tables()
    return BorderMethod(*(digest(model_bytes(document)) for document in documents))


@cache
def _tables() -> Tables:
    return Tables(load_cbam_tables())


class Year(NamedTuple):
    """The year that defaults and benchmarks are of, and its cross-sectoral correction factor."""

    year: int
    cscf: Decimal


def border_context(
    resolution: Resolution, table: FactorTable, year: Year, counted: Iterable[GoodsAttestation]
) -> CbamContext:
    """The context of a graph's quantities by the method that comes with Cradle.

    Raises:
        CradleError: `cbam.year`.
    """
    return CbamContext(
        resolution=resolution,
        rulebook=load_cbam_rulebook(),
        tables=_tables(),
        table=table,
        year=year.year,
        cscf=year.cscf,
        verified=verified_quantities(counted),
    )


class RecomputedGoods(NamedTuple):
    """The goods of a delivery: their quantities as it may state them, and the result behind these."""

    quantities: DeliveredCbam
    result: CbamResult


def recompute_quantities(
    name: str,
    line: Line,
    stated: DeliveredCbam,
    graph: tuple[Resolution, FactorTable],
    counted: Mapping[str, GoodsAttestation],
) -> RecomputedGoods | Problem:
    """Recompute the quantities of a delivery, by the year, the correction and the attestations that it states.

    The problem is another method, an attestation that does not count, or a quantity that cannot be computed.

    Args:
        name: of the delivery.
        line: the newest entry behind it, and the line.
        stated: its quantities.
        graph: the graph behind it, and the factors of fuels and electricity.
        counted: the attestations that count, by id.
    """
    if (stated.rulebook, stated.tables) != border_method():
        detail = "its quantities are by another rulebook or other tables than those that come with this version"
        return Problem("cbam.method", name, detail, "figure.cbam")
    lacking = [one for one in stated.attestations if one not in counted]
    if lacking:
        detail = f"its quantities rest on {lacking[0]}, which is no attestation that counts for goods behind them"
        return Problem("cbam.attestation", name, detail, "figure.cbam.attestations")
    year = Year(stated.year, Decimal(stated.cscf))
    resolution, table = graph
    try:
        context = border_context(
            resolution, table, year, (counted[one] for one in stated.attestations)
        )
        (result,) = results([line], quantities(context, [line]))
    except CradleError as error:
        return Problem.of(error, name)
    source = CbamSource(*border_method(), stated.attestations)
    return RecomputedGoods(quantities_of(result, context, source), result)


def border_quantities_problem(
    name: str, stated: DeliveredCbam, found: RecomputedGoods | Problem
) -> Problem | None:
    """The fault of a delivery's quantities: what prevents their recomputation, or other values than it gives."""
    if isinstance(found, Problem):
        return found
    if found.quantities == stated:
        return None
    detail = (
        f"it states {stated.see_direct} t CO2e direct and {stated.sefa} of free allocation per tonne, and the"
        f" recomputation gives {found.quantities.see_direct} and {found.quantities.sefa}"
    )
    return Problem("delivery.cbam", name, detail, "figure.cbam")
