"""Transport legs: the receiver states who carried its goods, and tonne-kilometres are kg x km.

The receiver reports every leg from the supplier's gate to its own. A leg that states its kg and km is recomputed, and
must be as heavy as the deliveries it names. Goods that no leg carried (`legs`) are reported: one by one if legs name
deliveries, else all that crossed a border at once. Their price is that of the rulebook's default legs, if a factor set
values them; a calculation that fills them in has them in its figure, and the fault has no effect. A distance by ship or
plane from a known country has to be stated; it is not filled in and keeps its effect.

Not checked: a leg that is too short, a chain of legs with one missing, and goods that two legs carried in parts, which
look too heavy for each.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.goods import UsedGoods, per_unit, unit_of
from ledger.footprint.graph.legs import Leg, goods_without_leg, legs, named_deliveries
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ZERO, format_decimal
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.graph.transport_defaults import (
    AssumedLeg,
    default_legs,
    tonne_kilometres,
    unstated_distance,
)
from ledger.footprint.plausibility.context import PlausibilityContext, product
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput
from schemas.vocabulary import Purpose, Unit


def transport_faults(context: PlausibilityContext) -> Iterator[Observation]:
    """Legs that disagree with their kg and km, and goods that no leg carried."""
    for record, inventory, goods in context.entry_goods:
        carried = legs(inventory)
        for leg in carried:
            yield from _leg_faults(context, record, leg, goods)
        left = goods_without_leg(record, inventory, goods, context.rulebook)
        if left:
            tell = _unnamed if named_deliveries(carried) else _unstated
            yield from tell(context, record, inventory, left)


def _leg_faults(
    context: PlausibilityContext, record: EntryRecord, leg: Leg, goods: Iterable[UsedGoods]
) -> Iterator[Observation]:
    row, transport = leg
    kg, km = Decimal(transport.kg), Decimal(transport.km)
    tkm = tonne_kilometres(kg, km)
    over = EXACT.subtract(Decimal(row.amount), tkm)
    if over:
        detail = (
            f"{row.flow} states {row.amount} tkm; {transport.kg} kg over {transport.km} km are"
            f" {format_decimal(tkm)}"
        )
        effect = _effect(context, record, row, over)
        yield Observation("transport.tkm", record.id, detail, effect)
    heavy = exact_sum(row.mass or ZERO for row in goods if row.delivery in transport.deliveries)
    if heavy > kg:
        detail = f"{row.flow} carries {transport.kg} kg, and names deliveries of {format_decimal(heavy)} kg"
        short = tonne_kilometres(EXACT.subtract(kg, heavy), km)
        effect = _effect(context, record, row, short)
        yield Observation("transport.mass", record.id, detail, effect)


def _effect(
    context: PlausibilityContext, record: EntryRecord, row: ActivityInput, tkm: Decimal
) -> Decimal | None:
    """The kg CO2e that a number of tkm of a row counts in the entry's figure."""
    price = context.price(row.flow, row.unit)
    return None if price is None else context.counted(product(tkm, price), record.id, row.purpose)


def _unnamed(
    context: PlausibilityContext, record: EntryRecord, inventory: Inventory, goods: list[UsedGoods]
) -> Iterator[Observation]:
    """Goods under deliveries that no leg names, if legs name deliveries."""
    by_delivery: dict[str, list[UsedGoods]] = {}
    for row in goods:
        by_delivery.setdefault(row.delivery, []).append(row)
    for delivery, rows in by_delivery.items():
        detail = (
            f"no leg names delivery {delivery} from {rows[0].supplier.entry.site.country}; "
            f"{unit_of(inventory)} {_weight(rows, inventory)}{_to_be_stated(context, record, rows)}"
        )
        effect = _default_effect(context, record, rows)
        yield Observation("transport.missing_leg", record.id, detail, effect)


def _unstated(
    context: PlausibilityContext, record: EntryRecord, inventory: Inventory, goods: list[UsedGoods]
) -> Iterator[Observation]:
    """Goods from another country, or another site, without any transport."""
    here = record.entry.site.country
    countries = sorted({row.supplier.entry.site.country for row in goods})
    come = f"come from {', '.join(countries)} to {here}"
    if countries == [here]:
        come = f"of other sites in {here} come in"
    detail = (
        f"goods {come} and no transport is stated; "
        f"{unit_of(inventory)} {_weight(goods, inventory)}{_to_be_stated(context, record, goods)}"
    )
    effect = _default_effect(context, record, goods)
    yield Observation("transport.missing_leg", record.id, detail, effect)


def _weight(goods: list[UsedGoods], inventory: Inventory) -> str:
    masses = [row.mass for row in goods]
    known_masses = [kg for kg in masses if kg is not None]
    weight = f"{per_unit(exact_sum(known_masses), inventory)} kg"
    return weight if len(known_masses) == len(masses) else f"{weight} and goods of unstated mass"


def _to_be_stated(context: PlausibilityContext, record: EntryRecord, goods: list[UsedGoods]) -> str:
    """The countries from which the distance by ship or plane has to be stated, in words."""
    here, rulebook = record.entry.site.country, context.rulebook
    origins = {row.supplier.entry.site.country for row in goods}
    countries = sorted(there for there in origins if unstated_distance(ZERO, there, here, rulebook))
    return f"; state the distance by ship or plane from {', '.join(countries)}" if countries else ""


def _default_effect(
    context: PlausibilityContext, record: EntryRecord, goods: list[UsedGoods]
) -> Decimal | None:
    """The kg CO2e of the default legs of goods, with the sign of a figure that is too low."""
    missing: list[AssumedLeg] = []
    here, rulebook = record.entry.site.country, context.rulebook
    filled = context.filling is not None and context.filling.transport is not None
    for row in goods:
        if row.mass is None:
            return None
        there = row.supplier.entry.site.country
        if not filled:
            missing += default_legs(row.mass, there, here, rulebook, row.purpose)
        missing += unstated_distance(row.mass, there, here, rulebook)
    cost = ZERO
    for leg in missing:
        price = context.price(leg.flow, Unit.TKM)
        if price is None:
            return None
        cost = EXPLAIN.add(cost, product(leg.tkm, price))
    return context.counted(cost, record.id, Purpose.TRANSPORT).copy_negate() if missing else None
