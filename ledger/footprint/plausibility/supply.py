"""The chain's own supply of materials, and the virgin production that rows name as replaced.

E*v is by default Ev: recyclate replaces the virgin material that the product itself used (PEF method, Annex I). So a
recovered or recycled material may be valued only by a supply that feeds the product: goods of a supplier, by firm, site
and product, or a flow that an entry uses as that material. Recycled feedstock is not virgin supply; neither are work,
energy and transport.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.analysis.contributions import demand_of, reach
from ledger.footprint.circular.recycled_content import is_closed_loop
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.goods import GOODS
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.plausibility.context import PlausibilityContext
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, Avoided, DeliveryInput, ExternalInput, Recycled
from schemas.vocabulary import Stage, Unit


class Goods(NamedTuple):
    """A product that a firm makes at a site, in any period."""

    issuer: str
    site: str
    product: str


class Flow(NamedTuple):
    """A flow that an entry uses, and the material that its row states."""

    flow: str
    unit: Unit
    material: str | None


VirginSupply = Mapping[Goods | Flow, Decimal]
"""Amounts of virgin goods and flows."""


class ReplacedProduction(NamedTuple):
    """Virgin production that a row names as replaced: by an avoided line, or by recycled feedstock (`rows`)."""

    record: EntryRecord
    row: Avoided | Recycled
    unit: Unit
    feedstock: DeliveryInput | ActivityInput | None = None

    @property
    def label(self) -> str:
        """The delivery or flow that it names, else its material."""
        return self.row.delivery or self.row.flow or str(self.row.material)


@dataclass(frozen=True, slots=True)
class Source:
    """The goods behind a delivery that a row names: the entry that made them, their line, and their supply key."""

    maker: EntryRecord
    line: str
    goods: Goods


def chain_parts(products: Iterable[str], resolution: Resolution) -> dict[str, Decimal]:
    """The entries that the entries of a product rest on, these included, each with the part one."""
    parts: dict[str, Decimal] = {}
    waiting = list(products)
    while waiting:
        node = waiting.pop()
        inventory = resolution.record(node).inventory
        if node not in parts:
            parts[node] = ONE
            line_draws = () if inventory is None else inventory.delivery_inputs
            cited = (resolution.sources.get(row.delivery) for row in line_draws)
            waiting.extend(source[1] for source in cited if source is not None)
    return parts


def virgin_supply(parts: Mapping[str, Decimal], resolution: Resolution) -> VirginSupply:
    """The virgin material that entries use, times the part of each that counts."""
    taken: dict[Goods | Flow, Decimal] = {}
    for node, part in parts.items():
        inventory = resolution.record(node).inventory
        for row in () if inventory is None else inventory.inputs:
            if row.purpose in GOODS and not isinstance(row, ExternalInput) and not row.recycled:
                key = _key(row, resolution)
                if key is not None:
                    amount = EXPLAIN.multiply(part, Decimal(row.amount))
                    taken[key] = EXPLAIN.add(taken.get(key, ZERO), amount)
    return taken


def by_flow(taken: VirginSupply) -> VirginSupply:
    """Amounts of goods, and of flows over all the materials they are used as."""
    sums: dict[Goods | Flow, Decimal] = {}
    for key, amount in taken.items():
        plain = key._replace(material=None) if isinstance(key, Flow) else key
        sums[plain] = EXPLAIN.add(sums.get(plain, ZERO), amount)
    return sums


def entry_parts(rows: Sequence[Part], context: PlausibilityContext) -> Mapping[str, Decimal]:
    """The part of each entry that the rows of a composition need."""
    demand = demand_of(rows, context.rulebook)
    return reach(demand, context.resolution, context.figures).parts


def _key(row: DeliveryInput | ActivityInput, resolution: Resolution) -> Goods | Flow | None:
    if isinstance(row, ActivityInput):
        return Flow(row.flow, row.unit, row.material)
    source = source_of(row.delivery, resolution)
    return None if source is None else source.goods


def source_of(delivery: str | None, resolution: Resolution) -> Source | None:
    """The goods behind a delivery; None if they are unknown."""
    newest, entry = resolution.sources.get(delivery or "", ("", ""))
    maker, line = resolution.nodes.get(entry), resolution.lines.get(newest, "")
    output = None if maker is None or maker.inventory is None else maker.inventory.output(line)
    if maker is None or output is None:
        return None
    goods = Goods(maker.entry.issuer, maker.entry.site.code, output.product)
    return Source(maker, line, goods)


def supply_key(
    flow: str | None, unit: Unit, material: str | None, source: Source | None
) -> Goods | Flow:
    """The supply that a row names: goods, else a flow as that material."""
    return Flow(str(flow), unit, material) if source is None else source.goods


def replaced_production(resolution: Resolution) -> Iterator[ReplacedProduction]:
    """The production that the rows of a graph name as replaced; recovered energy and closed loops left out."""
    for node in resolution.order:
        record = resolution.record(node)
        if record.inventory is not None:
            for row in record.inventory.avoided:
                if row.recovery is None:
                    yield ReplacedProduction(record, row, row.unit)
            if record.entry.process.stage is not Stage.END_OF_LIFE:
                yield from _feedstock(record, record.inventory, resolution)


def _feedstock(
    record: EntryRecord, inventory: Inventory, resolution: Resolution
) -> Iterator[ReplacedProduction]:
    for row, said in inventory.recycled:
        source = source_of(row.delivery, resolution) if isinstance(row, DeliveryInput) else None
        if source is None or not is_closed_loop(record.entry, source.maker.entry):
            yield ReplacedProduction(record, said, row.unit, row)
