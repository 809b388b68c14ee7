"""Hybrid states: the first state with some of its parts exchanged for those of the second, as a value.

A hybrid is computed by the engine of every figure (`state.compute`); it is never a statement. What an exchange does not
touch keeps its figure, because the figure of an entry depends on its own rows and its suppliers alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ledger.documents.difference.counted import RowChange
from ledger.documents.difference.method import FUNCTIONAL_UNIT, RuleGroup, with_rules
from ledger.documents.difference.site import Change
from ledger.documents.difference.state import ComputedState, FigureState, compute, energy_under
from ledger.documents.difference.world import World
from ledger.footprint.graph.resolution import EntryRecord, Records
from ledger.footprint.valuation.figure import EntryFigure


@dataclass(frozen=True)
class Hybrid:
    """A state between two.

    Attributes:
        world: the two states.
        entries: the record of each site.
        rules: groups of rules that are exchanged.
        flows: flows and grids whose factors are exchanged.
        rows: exchanges of counted rows.
        sites: the changes made at each site.
        fills_as_after: True if it fills the gaps that the second state fills.
        delivers_as_after: True if its battery delivers the energy of the second one.
    """

    world: World
    entries: Mapping[str, EntryRecord]
    rules: frozenset[RuleGroup] = frozenset()
    flows: frozenset[str] = frozenset()
    rows: frozenset[RowChange] = frozenset()
    sites: Mapping[str, frozenset[Change]] = field(default_factory=dict)
    fills_as_after: bool = False
    delivers_as_after: bool = False

    @classmethod
    def first(cls, world: World) -> "Hybrid":
        """The first state, with no part exchanged."""
        return cls(world, {**world.after.records.entries, **world.before.records.entries})

    def at_site(self, name: str, change: Change) -> "Hybrid":
        """This state after a change at a site."""
        changes = self.sites.get(name, frozenset()) | {change}
        record = self.world.sites[name].with_changes(changes)
        entries = {**self.entries, name: record}
        return replace(self, sites={**self.sites, name: changes}, entries=entries)

    @property
    def state(self) -> FigureState:
        """The hybrid as a state."""
        world, before, after = self.world, self.world.before, self.world.after
        composition, counted = world.counted.with_changes(self.rows)
        energy = before.calculation.total_energy
        if self.delivers_as_after:
            energy = after.calculation.total_energy
        elif RuleGroup(FUNCTIONAL_UNIT) in self.rules:
            energy = energy_under(before.calculation, after.rulebook)
        deliveries = {**before.records.deliveries, **after.records.deliveries}
        return FigureState(
            calculation=before.calculation.model_copy(
                update={
                    "batteries": counted.batteries,
                    "declared_unit": counted.declared_unit,
                    "total_energy": energy,
                }
            ),
            composition=composition,
            records=Records(self.entries, deliveries, {}),
            rulebook=with_rules(before.rulebook, after.rulebook, self.rules),
            factor_sets=world.factors.with_changes(self.flows),
            filling=after.filling if self.fills_as_after else before.filling,
        )


@dataclass(frozen=True, slots=True)
class ValuedHybrid:
    """A hybrid and its figure."""

    hybrid: Hybrid
    computed: ComputedState


def value(hybrid: Hybrid, last: ValuedHybrid | None = None) -> ValuedHybrid:
    """Compute the figure of a hybrid; `last` is one that it may share figures with.

    Raises:
        CradleError: the reason why it has no figure.
    """
    if last is None:
        return ValuedHybrid(hybrid, compute(hybrid.state))
    old = last.hybrid
    same_factors = (hybrid.rules, hybrid.flows) == (old.rules, old.flows)
    table = last.computed.table if same_factors else None
    same_method = same_factors and hybrid.fills_as_after == old.fills_as_after
    done = _unchanged(hybrid, last) if same_method else None
    return ValuedHybrid(hybrid, compute(hybrid.state, table, done))


def _unchanged(hybrid: Hybrid, last: ValuedHybrid) -> Mapping[str, EntryFigure]:
    """The figures of the entries that neither changed nor rest on one that did."""
    resolution, figures = last.computed.resolution, last.computed.figures.entries
    same: dict[str, EntryFigure] = {}
    for name in resolution.order:
        is_same = hybrid.entries[name] is last.hybrid.entries[name]
        if is_same and all(supplier in same for supplier in resolution.suppliers[name]):
            same[name] = figures[name]
    return same
