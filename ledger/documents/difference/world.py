"""Two aligned states, and everything in which they differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ledger.documents.difference.alignment import Alignment
from ledger.documents.difference.counted import Counted
from ledger.documents.difference.method import EVIDENCE, Factors, RuleGroup, changed_rules
from ledger.documents.difference.site import Site
from ledger.documents.difference.state import FigureState
from ledger.footprint.graph.goods import product_line
from schemas.signed.delivery import Delivery
from schemas.views.difference import Cause


@dataclass(frozen=True)
class World:
    """Two aligned states, and everything in which they differ."""

    alignment: Alignment

    @property
    def before(self) -> FigureState:
        """The first state."""
        return self.alignment.before

    @property
    def after(self) -> FigureState:
        """The second state."""
        return self.alignment.after

    @cached_property
    def factors(self) -> Factors:
        """The factor sets of both."""
        return Factors(self.before.factor_sets, self.after.factor_sets)

    @cached_property
    def rules(self) -> tuple[RuleGroup, ...]:
        """The groups of rules in which the rulebooks differ."""
        return changed_rules(self.before.rulebook, self.after.rulebook)

    @property
    def order(self) -> tuple[Cause, ...]:
        """The causes in the order of their exchange: a demand for evidence that goes is exchanged before all rules."""
        rulebook, evidence, *others = Cause
        goes = bool(self.rules) and self.rules[0].group == EVIDENCE and len(self.rules) > 1
        return (evidence, rulebook, *others) if goes else (rulebook, evidence, *others)

    @cached_property
    def counted(self) -> Counted:
        """The counted rows of both."""
        return Counted(self.before, self.after)

    @cached_property
    def goods(self) -> Mapping[str, str]:
        """What each delivery is of: the formula of its line, or else the name of its goods, whoever makes them.

        Product ids are no help, because each supplier has its own for the same goods.
        """
        return {
            name: _goods(record.delivery, state)
            for state in (self.before, self.after)
            for name, record in state.records.deliveries.items()
        }

    @cached_property
    def sites(self) -> Mapping[str, Site]:
        """The sites that both states have, by name, suppliers first."""
        left, right = self.before.records.entries, self.after.records.entries
        return {
            name: Site(left[name], right[name], self.goods)
            for name in self.alignment.order
            if name in left and name in right
        }


def _goods(delivery: Delivery, state: FigureState) -> str:
    record = state.records.entries[delivery.entry]
    line = product_line(record, delivery.line)
    if line is not None and line.formula is not None:
        return line.formula
    output = None if record.inventory is None else record.inventory.output(delivery.line)
    return delivery.product if output is None else output.name.casefold()
