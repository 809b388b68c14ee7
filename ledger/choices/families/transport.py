"""Choices of transport: goods without a leg, and legs with fewer tonne-kilometres than the way needs.

All goods with a mass that come from another site have a way, whatever they are for, also inside a country. A leg that
names deliveries carries them in the ratio of their masses; a row that names none carries, by mass, all of them. It is
in tkm: power and fuel that are called transport explain energy, and may be the plant's. A delivery has no leg, or one
below kg / 1000 x 0.98 x the least distance of the two countries (`distances`; 0.98 for the error of a place). Of a
region word no distance is known, and a row that names no delivery says nothing about single goods: both must reach the
default legs. The alternative is the rulebook's default legs, the ship or plane of a known country among them, or where
it has none the usual way, less what the rows count already. Legs that the calculation fills in are stated.

A country is a claim: of those stated and confirmed for both firms the dearest pair counts. Left out: the way to the
customer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.distances import least_km
from ledger.choices.freight import freight
from ledger.footprint.graph.goods import GOODS, EntryGoods, UsedGoods, used_goods
from ledger.footprint.graph.legs import goods_without_leg, legs, named_deliveries
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, explained_sum, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.graph.transport_defaults import (
    EUROPE,
    FAR,
    AssumedLeg,
    default_legs,
    tonne_kilometres,
    unstated_distance,
)
from ledger.footprint.plausibility.context import product
from schemas.signed.rows import Row
from schemas.signed.rulebook import Rulebook
from schemas.values import REGIONS
from schemas.vocabulary import Purpose, Stage, Unit

PLACE_ERROR = Decimal("0.98")
"""The part of a distance that is certain in spite of the places' error."""

Pair = tuple[str, str]
"""The country or region that goods come from, and the one that they come to."""


class Carried(NamedTuple):
    """The transport of one delivery: tkm, and kg CO2e over the entry's period."""

    tkm: Decimal
    kg: Decimal

    @property
    def is_missing(self) -> bool:
        """True if no row carries the delivery."""
        return not self.tkm and not self.kg


class Shared(NamedTuple):
    """A transport row, and the kg of all goods that it carries."""

    row: Row
    whole: Decimal


class Load(NamedTuple):
    """The goods of one delivery.

    Attributes:
        delivery: as the rows cite it.
        rows: its goods.
        kg: their mass, None if it is not stated.
        is_filled: true if the calculation fills in its default legs.
    """

    delivery: str
    rows: tuple[UsedGoods, ...]
    kg: Decimal | None
    is_filled: bool

    @property
    def origin(self) -> str:
        """The country that the supplier states."""
        return self.supplier.entry.site.country

    @property
    def supplier(self) -> EntryRecord:
        """The entry that made the goods."""
        return self.rows[0].supplier


def transport_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The entries whose goods lack a leg, or have too short a one."""
    for it in context.entries:
        short_loads = [*_short(context, it)]
        if short_loads:
            yield _choice(context, it, short_loads)


def shortfalls(context: ChoiceContext, it: EntryGoods) -> Mapping[str, Decimal]:
    """The kg CO2e that each delivery's transport lacks over the entry's period, by the delivery."""
    lacking = ((load, _lacking(context, it, load, way)) for load, way in _short(context, it))
    return {load.delivery: kg for load, kg in lacking if kg > ZERO}


def _lacking(context: ChoiceContext, it: EntryGoods, load: Load, carried: Carried) -> Decimal:
    """The kg CO2e by which the rulebook's legs exceed those stated; zero if they have no value."""
    cost = _cost(context, it, load)
    return ZERO if cost is None else EXPLAIN.subtract(cost, carried.kg)


def _choice(context: ChoiceContext, it: EntryGoods, loads: list[tuple[Load, Carried]]) -> Choice:
    here = it.record.entry.site.country
    origins = [
        f"{load.origin} ({'no leg' if way.is_missing else f'{_per_tonne(load, way)} km'})"
        for load, way in loads
    ]
    changes = [
        RowChange(it.record.id, f"transport.leg {delivery}", (Option(kg),))
        for delivery, kg in shortfalls(context, it).items()
    ]
    detail = f"goods for {it.inventory.main.name} come to {here} from {', '.join(origins)}"
    rows = [row for row in it.inventory.inputs if row.purpose is Purpose.TRANSPORT]
    return context.choice("transport.leg", it.record, detail, changes, *rows, at="")


def _per_tonne(load: Load, carried: Carried) -> str:
    """The km that the tkm of a delivery give."""
    tonnes = EXPLAIN.divide(load.kg or ZERO, Decimal(1000))
    return format_rounded(EXPLAIN.divide(carried.tkm, tonnes))


def _short(context: ChoiceContext, it: EntryGoods) -> Iterator[tuple[Load, Carried]]:
    """The deliveries whose transport is missing or too short, unless the calculation fills it in whole."""
    loads = [*_loads(context, it)]
    by_name = _by_name(it, loads)
    pooled = _pooled(it, loads) if by_name is None else ()
    for load in loads:
        shared = pooled if by_name is None else by_name[load.delivery]
        carried = _sum(context, it, load, shared)
        bound = max(
            _bound(context, load, pair, named=by_name is not None)
            for pair in _pairs(context, it, load)
        )
        if carried.tkm < bound or (carried.is_missing and not load.is_filled):
            yield load, carried


def _pairs(context: ChoiceContext, it: EntryGoods, load: Load) -> list[Pair]:
    """The pairs of countries between which goods may have travelled, as stated first."""
    return [
        (there, here)
        for there in context.countries(load.supplier)
        for here in context.countries(it.record)
    ]


def _movable(context: ChoiceContext, it: EntryGoods) -> Iterator[UsedGoods]:
    """The goods with a mass under deliveries that come from another site."""
    here = it.record.entry
    for row in used_goods(it.inventory, context.graph.resolution, frozenset(Purpose)):
        there = row.supplier.entry
        is_elsewhere = (there.issuer, there.site.code) != (here.issuer, here.site.code)
        if is_elsewhere and (row.purpose in GOODS or row.weight is not None):
            yield row


def _loads(context: ChoiceContext, it: EntryGoods) -> Iterator[Load]:
    by_delivery: dict[str, list[UsedGoods]] = {}
    for row in _movable(context, it):
        by_delivery.setdefault(row.delivery, []).append(row)
    filled = _filled(context, it)
    for delivery, rows in by_delivery.items():
        yield Load(delivery, tuple(rows), _mass(rows), delivery in filled)


def _mass(rows: Iterable[UsedGoods]) -> Decimal | None:
    """The kg of goods; None if one is not stated."""
    masses = [row.weight for row in rows]
    return None if None in masses else explained_sum(kg for kg in masses if kg is not None)


def _by_name(it: EntryGoods, loads: Iterable[Load]) -> Mapping[str, Sequence[Shared]] | None:
    """The legs that name each delivery; None if none names any."""
    carried = legs(it.inventory)
    if not named_deliveries(carried):
        return None
    kg = {load.delivery: explained_sum(row.weight or ZERO for row in load.rows) for load in loads}
    legs_by_delivery: dict[str, list[Shared]] = {delivery: [] for delivery in kg}
    for row, leg in carried:
        named = [delivery for delivery in leg.deliveries if delivery in kg]
        whole = explained_sum(kg[delivery] for delivery in named)
        for delivery in named:
            legs_by_delivery[delivery].append(Shared(row, whole))
    return legs_by_delivery


def _pooled(it: EntryGoods, loads: Iterable[Load]) -> Sequence[Shared]:
    """All transport in tkm of an entry, which carries all of its deliveries."""
    whole = explained_sum(load.kg or ZERO for load in loads)
    rows = (row for row in it.inventory.inputs if row.purpose is Purpose.TRANSPORT)
    return [Shared(row, whole) for row in rows if row.unit is Unit.TKM]


def _part(kg: Decimal | None, whole: Decimal) -> Decimal:
    """The part of goods in a load; goods of unstated mass may be all of it."""
    return EXPLAIN.divide(kg, whole) if kg is not None and whole else Decimal(1)


def _sum(context: ChoiceContext, it: EntryGoods, load: Load, rows: Iterable[Shared]) -> Carried:
    """The part of a delivery in transport rows, by mass."""
    contributions = context.contributions[it.record.id]
    parts = [(row, _part(load.kg, whole)) for row, whole in rows]
    return Carried(
        explained_sum(product(Decimal(row.amount), part) for row, part in parts),
        explained_sum(product(contributions.get(id(row), ZERO), part) for row, part in parts),
    )


def _bound(context: ChoiceContext, load: Load, pair: Pair, *, named: bool) -> Decimal:
    """The least tkm of a delivery between two countries; zero if none is known."""
    rule = context.rule
    if load.kg is None:
        return ZERO
    least = None if rule is None else least_km(rule, *pair)
    if least is None or load.is_filled:
        return explained_sum(leg.tkm for leg in _default(context, load, pair))
    is_listed = rule is not None and rule.least_km(*pair) is not None
    bounds = [product(tonne_kilometres(load.kg, least), PLACE_ERROR)]
    if not (named or is_listed):
        bounds.append(explained_sum(leg.tkm for leg in _default(context, load, pair)))
    return max(bounds)


def _default(context: ChoiceContext, load: Load, pair: Pair) -> list[AssumedLeg]:
    """The rulebook's legs of a delivery, without those that the calculation fills in."""
    rulebook = context.graph.rulebook
    assumed_legs = list[AssumedLeg]()
    for row in load.rows:
        kg = row.weight or ZERO
        if not load.is_filled:
            legs_of = default_legs(kg, *pair, rulebook, row.purpose)
            assumed_legs += legs_of if not _is_domestic(pair) else _by_land(legs_of, rulebook)
        assumed_legs += unstated_distance(kg, *pair, rulebook)
    return assumed_legs


def _is_domestic(pair: Pair) -> bool:
    """True for goods that stay in one country; a region is none."""
    return pair[0] == pair[1] and pair[0] not in REGIONS


def _by_land(assumed_legs: Iterable[AssumedLeg], rulebook: Rulebook) -> list[AssumedLeg]:
    """The legs of goods that cross no sea."""
    defaults = rulebook.transport
    far = {leg.flow for leg in (() if defaults is None else defaults.other) if leg.mode in FAR}
    return [leg for leg in assumed_legs if leg.flow not in far]


def _filled(context: ChoiceContext, it: EntryGoods) -> AbstractSet[str]:
    """The deliveries whose default legs the calculation fills in."""
    filling, rulebook = context.graph.filling, context.graph.rulebook
    if filling is None or filling.transport is None or rulebook.transport is None:
        return frozenset()
    if it.record.entry.process.stage is Stage.END_OF_LIFE:
        return frozenset()  # There nothing is filled in.
    left = goods_without_leg(it.record, it.inventory, it.goods, rulebook)
    return {row.delivery for row in left if row.mass is not None}


def _cost(context: ChoiceContext, it: EntryGoods, load: Load) -> Decimal | None:
    """The kg CO2e of the dearest legs that a delivery may have had; None without a mass or legs."""
    if load.kg is None:
        return None
    costs = (_cost_of(context, load, pair) for pair in _pairs(context, it, load))
    dearest = max((cost for cost in costs if cost is not None), default=None)
    if dearest is None:
        return None
    return context.graph.counted(dearest, it.record.id, Purpose.TRANSPORT)


def _cost_of(context: ChoiceContext, load: Load, pair: Pair) -> Decimal | None:
    """The kg CO2e of the rulebook's legs between two countries, or of the usual way where no set values them."""
    assumed_legs = _default(context, load, pair)
    prices = [context.graph.price(leg.flow, Unit.TKM) for leg in assumed_legs]
    if assumed_legs and None not in prices:
        priced = zip(assumed_legs, prices, strict=True)
        return explained_sum(product(leg.tkm, price or ZERO) for leg, price in priced)
    rule = context.rule
    if rule is None or rule.freight is None or load.is_filled:
        return None
    is_near = EUROPE.issuperset(pair)
    usual = rule.freight.in_europe if is_near else rule.freight.other
    if _is_domestic(pair) and not is_near:
        usual = tuple(leg for leg in usual if leg.mode not in FAR)
    return freight(usual, load.kg or ZERO)
