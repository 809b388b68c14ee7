"""The quantities of the carbon border that a delivery states, recomputed: one function for ledger and verifier.

Both compute with the rulebook and the tables that come with Cradle; a delivery that names others cannot be checked here
and is refused by the ledger. It names the attestations by which its precursors count, each of which must count by
`verified_goods`; those that it leaves out count for nothing, so that the default stands in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.homes import Homes
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.graph.resolution import Problem, Resolution
from ledger.footprint.trade.cbam.context import CbamContext
from ledger.footprint.trade.cbam.delivered import CbamSource, quantities_of
from ledger.footprint.trade.cbam.results import results
from ledger.footprint.trade.cbam.tables import Tables
from ledger.footprint.trade.cbam.tallies import Line, quantities, told_quantities
from ledger.rulebooks.cbam_catalog import load_cbam_rulebook, load_cbam_tables
from ledger.rules.verified_goods import GoodsAttestation, verified_quantities
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.signed.cbam_rulebook import CbamRulebook
from schemas.signed.delivery import DeliveredCbam
from schemas.views.cbam_result import CbamResult

LIMIT: Final = "cbam.resource_limit"
"""The code of quantities that are not recomputed, because that would cost more than the bundle weighs."""

RUNS: Final = 32
"""The largest number of terms by which quantities of one bundle are recomputed, so that its cost has a bound."""

_LIMITED: Final = (
    f"deliveries here state quantities by more than {RUNS} selections of year and attestations; verify the"
    " bundle of this delivery alone"
)


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
    """The year that defaults and benchmarks are of, and its cross-sectoral correction factor if one is stated.

    The rulebook's counts; a stated one must be it.
    """

    year: int
    cscf: Decimal | None = None


class BorderGraph(NamedTuple):
    """The graph behind goods, the factors of fuels and electricity, and the registration of each firm."""

    resolution: Resolution
    table: FactorTable
    homes: Homes


def border_context(
    graph: BorderGraph, year: Year, counted: Iterable[GoodsAttestation]
) -> CbamContext:
    """The context of a graph's quantities by the method that comes with Cradle.

    Raises:
        CradleError: `cbam.year`, or `cbam.correction` if another correction is stated than the rulebook's.
    """
    rulebook = load_cbam_rulebook()
    require_correction(year, rulebook)
    return CbamContext(
        resolution=graph.resolution,
        rulebook=rulebook,
        tables=_tables(),
        table=graph.table,
        homes=graph.homes,
        year=year.year,
        verified=verified_quantities(counted),
    )


def require_correction(year: Year, rulebook: CbamRulebook) -> None:
    """Refuse a stated correction that is not the rulebook's: no supplier and no importer chooses it.

    Raises:
        CradleError: `cbam.correction`.
    """
    own = rulebook.of_year(year.year).correction.value
    if year.cscf is not None and year.cscf != Decimal(own):
        detail = (
            f"The cross-sectoral correction factor of {year.year} is {own} by the rulebook {rulebook.id}, and"
            f" {format_decimal(year.cscf)} is stated; leave it out, or state {own}."
        )
        raise CradleError("cbam.correction", detail, "cscf")


class StatedGoods(NamedTuple):
    """The goods of a delivery: the newest entry behind it and its line, and the quantities that it states."""

    line: Line
    quantities: DeliveredCbam


class RecomputedGoods(NamedTuple):
    """The goods of a delivery.

    Attributes:
        quantities: as it may state them, by what its issuer can know.
        older: as older deliveries state them, rounded from exact ones.
        result: the exact result.
    """

    quantities: DeliveredCbam
    older: DeliveredCbam
    result: CbamResult


Recomputed = Mapping[str, RecomputedGoods | Problem]
"""By delivery its goods, or what prevents their recomputation."""


def recompute_quantities(
    goods_by_delivery: Mapping[str, StatedGoods],
    graph: BorderGraph,
    counted: Mapping[str, GoodsAttestation],
) -> Recomputed:
    """Recompute the quantities of deliveries, each by the year and the attestations that it states.

    A problem is another method or correction, an attestation that does not count, a quantity that cannot be computed,
    or `LIMIT`: the tallies run once for all deliveries of the same terms, and at most `RUNS` times.

    Args:
        goods_by_delivery: the goods by delivery.
        graph: the graph behind them.
        counted: the attestations that count, by id.
    """
    outcomes: dict[str, RecomputedGoods | Problem] = {}
    for name, goods in goods_by_delivery.items():
        fault = _method_problem(name, goods.quantities, counted)
        if fault is not None:
            outcomes[name] = fault
    sound = {name: goods for name, goods in goods_by_delivery.items() if name not in outcomes}
    for at, (terms, names) in enumerate(_by_terms(sound, graph.resolution, counted).items()):
        if at < RUNS:
            outcomes |= _recomputed(terms, {name: sound[name] for name in names}, graph, counted)
        else:
            outcomes |= {name: Problem(LIMIT, name, _LIMITED) for name in names}
    return outcomes


def _method_problem(
    name: str, statement: DeliveredCbam, counted: Mapping[str, GoodsAttestation]
) -> Problem | None:
    if (statement.rulebook, statement.tables) != border_method():
        detail = "its quantities are by another rulebook or other tables than those that come with this version"
        return Problem("cbam.method", name, detail, "figure.cbam")
    try:
        require_correction(Year(statement.year, Decimal(statement.cscf)), load_cbam_rulebook())
    except CradleError as error:
        return Problem.of(error, name)
    lacking = [attestation for attestation in statement.attestations if attestation not in counted]
    if lacking:
        detail = f"its quantities rest on {lacking[0]}, which is not an attestation that counts for goods behind them"
        return Problem("cbam.attestation", name, detail, "figure.cbam.attestations")
    return None


class _Terms(NamedTuple):
    """A year, and the attestations by which data of precursors count."""

    year: int
    attestations: frozenset[str]


def _by_terms(
    goods_by_delivery: Mapping[str, StatedGoods],
    resolution: Resolution,
    counted: Mapping[str, GoodsAttestation],
) -> Mapping[_Terms, list[str]]:
    """The deliveries by their terms.

    An attestation of goods that are not behind a delivery changes nothing in it. So a delivery is computed by all
    attestations that deliveries of its year name, unless it leaves one of them out that is of goods behind it.
    """
    years: dict[int, list[str]] = defaultdict(list)
    for name, goods in goods_by_delivery.items():
        years[goods.quantities.year].append(name)
    names_by_terms: dict[_Terms, list[str]] = defaultdict(list)
    for year, names in years.items():
        named = {name: frozenset(goods_by_delivery[name].quantities.attestations) for name in names}
        every = frozenset[str]().union(*named.values())
        bits = {attestation: 1 << at for at, attestation in enumerate(sorted(every))}
        behind = _attested_behind(bits, resolution, counted)
        for name in names:
            relevant = behind.get(goods_by_delivery[name].line[0], 0)
            shares = not relevant & ~sum(bits[attestation] for attestation in named[name])
            names_by_terms[_Terms(year, every if shares else named[name])].append(name)
    return names_by_terms


def _attested_behind(
    bits: Mapping[str, int], resolution: Resolution, counted: Mapping[str, GoodsAttestation]
) -> Mapping[str, int]:
    """The attestations of goods behind each entry, each a bit: a set would make every entry cost all of them."""
    of_delivery: dict[str, int] = defaultdict(int)
    for name, bit in bits.items():
        of_delivery[counted[name].attestation.delivery or ""] |= bit
    masks: dict[str, int] = {}
    for node in resolution.order if bits else ():
        inventory = resolution.record(node).inventory
        mask = 0
        for cited in () if inventory is None else inventory.cited:
            if cited in resolution.sources:
                newest, maker = resolution.sources[cited]
                mask |= of_delivery.get(newest, 0) | masks.get(maker, 0)
        masks[node] = mask
    return masks


def _recomputed(
    terms: _Terms,
    goods_by_delivery: Mapping[str, StatedGoods],
    graph: BorderGraph,
    counted: Mapping[str, GoodsAttestation],
) -> Recomputed:
    """The goods of deliveries that have the same terms."""
    try:
        context = border_context(
            graph, Year(terms.year), (counted[attestation] for attestation in terms.attestations)
        )
    except CradleError as error:
        return {name: Problem.of(error, name) for name in goods_by_delivery}
    exact = quantities(context, [goods.line for goods in goods_by_delivery.values()])
    told = told_quantities(exact)
    outcomes: dict[str, RecomputedGoods | Problem] = {}
    for name, goods in goods_by_delivery.items():
        source = CbamSource(*border_method(), goods.quantities.attestations)
        try:
            (told_result,), (result,) = results([goods.line], told), results([goods.line], exact)
        except CradleError as error:
            outcomes[name] = Problem.of(error, name)
        else:
            outcomes[name] = RecomputedGoods(
                quantities=quantities_of(told_result, context, source),
                older=quantities_of(result, context, source),
                result=result,
            )
    return outcomes


def border_quantities_problem(
    name: str, statement: DeliveredCbam, outcome: RecomputedGoods | Problem, *, is_new: bool
) -> Problem | None:
    """The fault of a delivery's quantities: what prevents their recomputation, or other values than it gives.

    Args:
        name: of the delivery.
        statement: its quantities.
        outcome: the recomputation.
        is_new: the delivery is not in the log yet, so the older quantities are refused.
    """
    if isinstance(outcome, Problem):
        return outcome
    if statement == outcome.quantities or (not is_new and statement == outcome.older):
        return None
    detail = (
        f"it states {statement.see_direct} t CO2e direct and {statement.sefa} of free allocation per tonne, and the"
        f" recomputation gives {outcome.quantities.see_direct} and {outcome.quantities.sefa}"
    )
    return Problem("delivery.cbam", name, detail, "figure.cbam")
