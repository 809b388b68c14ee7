"""Distribution compared with the method's default distances, for products whose distance is not stated.

Without specific information PEF has default legs from the factory to the client: local, within a continent,
international, and from a distribution centre on (docs/method_checks.md gives the sentences). The finding is a product
whose transport states no leg (kg and km) and adds up to less than the shortest of them; its effect is the default.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.composition import Part, product_mass, product_rows
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_rounded
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.graph.transport_defaults import THOUSANDTH, tonne_kilometres
from ledger.footprint.plausibility.context import PlausibilityContext, product
from ledger.footprint.tally.recursion import share
from ledger.footprint.valuation.stage_assignment import assign_stage
from schemas.signed.rows import ActivityInput
from schemas.signed.transport import DistributionDefaults, Legs
from schemas.vocabulary import CompositionRole, Purpose, Stage, Unit

COUNTED = frozenset({CompositionRole.PRODUCT, CompositionRole.DISTRIBUTION})


def distribution_faults(
    rows: Sequence[Part], context: PlausibilityContext
) -> Iterator[Observation]:
    """Products that are carried less far than the method assumes, by rows that state no leg."""
    transport = context.rulebook.transport
    defaults = None if transport is None else transport.distribution
    products = product_rows(rows)
    mass = product_mass(products)
    carried = [row for part in rows for row in _carried(part, context)]
    if defaults is None or not mass or any(row.leg is not None for row, _ in carried):
        return
    tkm = [(row, EXPLAIN.multiply(Decimal(row.amount), part)) for row, part in carried]
    km = EXPLAIN.divide(exact_sum(amount for _, amount in tkm), product(mass, THOUSANDTH))
    if km >= _length(defaults.local):
        return
    missing = _missing(defaults.local, mass, tkm, context)
    for part in products:
        weight = product_mass([part])
        effect = None
        if missing is not None and weight is not None:
            effect = EXPLAIN.divide(product(missing, weight), mass).copy_negate()
        lines = None if effect is None else {part.row.line: effect}
        detail = _detail(km, defaults)
        yield Observation("transport.distribution", part.entry, detail, effect, lines)


def _carried(part: Part, context: PlausibilityContext) -> Iterator[tuple[ActivityInput, Decimal]]:
    """The transport in tkm that a row of the composition brings to distribution, each with its counted part."""
    inventory, output = part.record.inventory, part.output
    if inventory is None or output is None or part.row.role not in COUNTED:
        return
    numerator, denominator = share(inventory, output)
    counted = EXPLAIN.divide(product(Decimal(part.row.amount), numerator), denominator)
    counted = EXPLAIN.divide(counted, Decimal(output.amount))
    for row in inventory.inputs:
        if isinstance(row, ActivityInput) and row.unit is Unit.TKM:
            stage = assign_stage(part.record.entry, row.stage, row.purpose, context.rulebook)
            if row.purpose is Purpose.TRANSPORT and stage is Stage.DISTRIBUTION:
                yield row, counted


def _length(legs: Legs) -> Decimal:
    return exact_sum(Decimal(leg.km.value) for leg in legs)


def _missing(
    legs: Legs,
    mass: Decimal,
    tkm: Sequence[tuple[ActivityInput, Decimal]],
    context: PlausibilityContext,
) -> Decimal | None:
    """The kg CO2e of the default legs above those stated; None if a leg has no factor."""
    default = [(leg.flow, tonne_kilometres(mass, Decimal(leg.km.value))) for leg in legs]
    stated_legs = [(row.flow, amount.copy_negate()) for row, amount in tkm]
    total = ZERO
    for flow, amount in (*default, *stated_legs):
        price = context.price(flow, Unit.TKM)
        if price is None:
            return None
        total = EXPLAIN.add(total, product(amount, price))
    return total


def _detail(km: Decimal, defaults: DistributionDefaults) -> str:
    tkm_per_tonne = format_rounded(km)
    local, continental = _length(defaults.local), _length(defaults.continental)
    far = " + ".join(f"{leg.km.value} km {leg.mode}" for leg in defaults.international)
    client = " + ".join(f"{leg.km.value} km {leg.mode}" for leg in defaults.to_client)
    return (
        f"distribution is {tkm_per_tonne} tkm per t of product and states no leg; without one the method assumes "
        f"{local} km locally, {continental} km within a continent, {far} beyond, and {client} to the client"
    )
