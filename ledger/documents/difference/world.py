"""Two aligned states, and everything in which they differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ledger.documents.difference.alignment import Alignment
from ledger.documents.difference.counted import Counted
from ledger.documents.difference.method import Factors, RuleGroup, changed_rules
from ledger.documents.difference.site import Site
from ledger.documents.difference.state import FigureState


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

    @cached_property
    def counted(self) -> Counted:
        """The counted rows of both."""
        return Counted(self.before, self.after)

    @cached_property
    def products(self) -> Mapping[str, str]:
        """The product behind each delivery."""
        return {
            name: record.delivery.product
            for state in (self.before, self.after)
            for name, record in state.records.deliveries.items()
        }

    @cached_property
    def sites(self) -> Mapping[str, Site]:
        """The sites that both states have, by name, suppliers first."""
        left, right = self.before.records.entries, self.after.records.entries
        return {
            name: Site(left[name], right[name], self.products)
            for name in self.alignment.order
            if name in left and name in right
        }
