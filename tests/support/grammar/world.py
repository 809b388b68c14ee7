"""A chain as a value: statements that a mutation changes by their fields, without signatures.

A world is honest when it is built: masses, elements, energy and places are those of its process. `read` gives the
declaration that rules and figures read, with the country in which each firm is registered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from support.chosen import choice_context
from support.grammar.settled import life_is_settled
from support.grammar.shown import shown
from support.graph import Graph, firm, ident
from support.graph_battery import Declared
from support.pure_verdict import Outcome, decide
from support.rows import Row

from ledger.choices.conservative import ConservativeFigure, conservative_figure
from ledger.choices.log import LogWord
from ledger.footprint.graph.homes import Home
from schemas.signed.entry import Product
from schemas.signed.inventory import Inventory
from schemas.signed.rulebook import FactorSet, Rulebook

Json = dict[str, object]


@dataclass(frozen=True)
class Stated:
    """An entry: its header beside the usual one, its inventory and its product section, all as JSON."""

    header: Json
    inventory: Json
    product: Json


@dataclass(frozen=True)
class World:
    """The statements of a chain.

    Attributes:
        factor_sets: that value them.
        entries: by name.
        deliveries: by name: the name of the entry, of the recipient's entry, the amount, and further members.
        rows: of the composition, as `graph_battery.row` makes them.
        asserted: of the calculation.
        registered: the country of the firm behind each entry.
        changes: of the registry: kind, old and by, by name.
        excluded: entries that the calculation leaves out, by name.
    """

    factor_sets: tuple[FactorSet, ...]
    entries: Mapping[str, Stated]
    deliveries: Mapping[str, Json]
    rows: tuple[Row, ...]
    asserted: Mapping[str, object]
    registered: Mapping[str, str]
    changes: tuple[tuple[str, str, str], ...] = field(default=())
    excluded: tuple[str, ...] = field(default=())

    def with_entry(self, name: str, stated: Stated) -> "World":
        """The world with another statement of an entry."""
        return replace(self, entries={**self.entries, name: stated})

    def with_delivery(self, name: str, stated: Json | None) -> "World":
        """The world with another statement of a delivery; None leaves it out."""
        others = {key: value for key, value in self.deliveries.items() if key != name}
        return replace(self, deliveries=others if stated is None else {**others, name: stated})

    def chain(self) -> Graph:
        """The statements of the world.

        Raises:
            ValueError: a statement breaks a rule of its model, or a ledger would not take it.
        """
        chain = Graph(self.factor_sets)
        for name, stated in self.entries.items():
            inventory = Inventory.model_validate(stated.inventory, strict=False)
            product = Product.model_validate(stated.product, strict=False)
            header = {"issuer": firm(name), **stated.header}
            chain.enter(name, inventory, product, **header)
        for name, stated in self.deliveries.items():
            members = {key: value for key, value in stated.items() if key not in _ROUTE}
            entry, customer, amount = (stated[key] for key in _ROUTE)
            if entry not in self.entries:
                raise ValueError("a ledger takes no delivery of an entry that it does not have")
            chain.deliver(name, str(entry), str(customer), amount, **members)  # type: ignore[arg-type]
        for kind, old, by in self.changes:
            if kind == "superseded" and "supersedes" not in self.entries[by].header:
                raise ValueError("the registry has a leaf that no statement bears out")
            chain.change(kind, old, by)
        return chain

    def read(self) -> Declared:
        """The declaration of the world; errors as `chain`."""
        left_out = [{"entry": ident(name), "reason": "a trial run"} for name in self.excluded]
        it = Declared(self.chain(), [*self.rows], sorted(left_out, key=lambda row: row["entry"]))
        it.asserted |= self.asserted
        return it


_ROUTE = ("from", "to", "amount")


@dataclass(frozen=True)
class Verdict:
    """The outcome of a world: what refuses it, or its declared and conservative totals.

    `settled` is the conservative total with the life and capacity of the battery settled, so that these, which divide
    every figure alike, do not hide what data can lower.
    """

    outcome: Outcome
    conservative: Decimal | None = None
    settled: Decimal | None = None
    figure: ConservativeFigure | None = None

    @property
    def is_accepted(self) -> bool:
        """True if no rule refuses the declaration."""
        return not self.outcome.refused


def judge(world: World, rulebook: Rulebook) -> Verdict | None:
    """The verdict on a world; None if a statement breaks a rule of its model, or the graph cannot be read."""
    try:
        it = world.read()
        outcome = decide(it, rulebook)
    except (ValueError, LookupError):
        return None
    if outcome.refused:
        return Verdict(outcome)
    records, beside = shown(it)
    context = choice_context(it, rulebook)
    context = replace(context, log=LogWord.read(context.graph, records, beside))
    named = {record.entry.issuer for record in context.resolution.nodes.values()}
    by_firm = {firm(name): Home(country) for name, country in world.registered.items()}
    known = {issuer: by_firm[issuer] for issuer in named & by_firm.keys()}
    context = replace(context, homes=known)
    found = conservative_figure(context)
    settled = conservative_figure(context, life_is_settled(ident("calculation")))
    if found is None or settled is None or settled.total is None:
        return Verdict(outcome)
    return Verdict(outcome, found.total, settled.total, settled)


def judge_unsettled(world: World, rulebook: Rulebook) -> Verdict | None:
    """The verdict on a world where nothing is settled, life and capacity neither; None as `judge`."""
    verdict = judge(world, rulebook)
    return None if verdict is None else replace(verdict, settled=verdict.conservative)
