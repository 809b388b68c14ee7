"""The goods that reach the entries of one firm from others: one block for each supplier, and what it opens.

Beside the flows between entries that a reader may look into (`flows`), these are the flows into them from all others. A
supplier whose deliveries state a figure by the same method is a block of its own; behind it are the suppliers that its
deliveries open, as `opening` has them. All other goods are one block without a name.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ledger.footprint.analysis.contributions import Demand, Line, declared_demand, reach
from ledger.footprint.analysis.opening import (
    Firm,
    SupplierPart,
    SupplyChain,
    SupplyDraw,
    add_part,
    entry_draws,
)
from ledger.footprint.graph.cells import CellKey
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.resolution import Resolution
from schemas.signed.calculation import AssertedCalculation
from schemas.signed.rulebook import Rulebook

Path = tuple[Firm, ...]
"""A block: its firm, after those before which it is open; the empty path is the block without a name."""

Target = str | Path | None
"""An open entry, a block, or None for the target of the whole demand."""


@dataclass(frozen=True, slots=True)
class ClosedSupply:
    """What goes from each block to an entry, to the block before it, or to the target."""

    between: dict[tuple[Path, Target], dict[CellKey, Fraction]] = field(default_factory=dict)

    def add(self, source: Path, target: Target, cells: Mapping[CellKey, Fraction]) -> None:
        """Add cells to one flow."""
        sums = self.between.setdefault((source, target), {})
        for key, value in cells.items():
            sums[key] = sums.get(key, Fraction(0)) + value

    def add_parts(
        self, parts: Mapping[Firm, SupplierPart], target: Target, before: Path = ()
    ) -> None:
        """Add the parts of a target, and those open behind them."""
        for firm, part in parts.items():
            self.add((*before, firm), target, part.cells)
            self.add_parts(part.suppliers, (*before, firm), (*before, firm))

    @property
    def blocks(self) -> list[Path]:
        """The blocks in the order of their names; the one without a name is the first."""
        return sorted({source for source, _ in self.between})


def closed_supply(
    demand: Demand, direct: Iterable[SupplyDraw], chain: SupplyChain, closed: Collection[Line]
) -> ClosedSupply:
    """The flows from closed lines into the open entries behind a demand, and into the target itself.

    Args:
        demand: amounts of (entry, line) that one unit of the target needs.
        direct: the draws of the target itself on deliveries.
        chain: the graph; every entry that the demand reaches has a figure.
        closed: the lines whose entries are not looked into; the reader is the recipient of what they deliver.
    """
    flows = ClosedSupply()
    _add_draws(flows, direct, None, chain)
    open_demand = {line: amount for line, amount in demand.items() if line not in closed}
    for node, filed in reach(open_demand, chain.resolution, chain.figures, closed).filed.items():
        taken = {assignment: Fraction(part) for assignment, part in filed.items()}
        draws = (draw for draw in entry_draws(node, taken, chain) if draw.line in closed)
        _add_draws(flows, draws, node, chain)
    return flows


def lines_of_others(resolution: Resolution, issuer: str) -> frozenset[Line]:
    """The lines of entries that a firm did not issue, and may not look into."""
    records = ((name, resolution.record(name)) for name in resolution.order)
    return frozenset(
        (name, output.line)
        for name, record in records
        if record.entry.issuer != issuer and record.inventory is not None
        for output in record.inventory.outputs
    )


def _add_draws(
    flows: ClosedSupply, draws: Iterable[SupplyDraw], target: Target, chain: SupplyChain
) -> None:
    parts: dict[Firm, SupplierPart] = {}
    for draw in draws:
        if add_part(parts, draw, chain, received=True):
            continue
        rest = SupplierPart()
        rest.add(draw, chain.cells(draw.line))
        flows.add((), target, rest.cells)
    flows.add_parts(parts, target)


def declared_draws(
    rows: Iterable[Part], calculation: AssertedCalculation, rulebook: Rulebook
) -> Iterator[SupplyDraw]:
    """The draws of a calculation's rows on deliveries, per kWh of total energy."""
    for part in rows:
        if part.source is not None:
            ((line, amount),) = declared_demand([part], calculation, rulebook).items()
            yield SupplyDraw(part.source.id, line, Fraction(amount), None)
