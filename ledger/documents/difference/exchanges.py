"""All exchanges from one state to another, in the fixed order of the causes.

Within a cause the order is fixed too: rules by group, factors by name, sites suppliers first, rows by purpose, unit and
what they are of. Each exchange has a path in the tree: the names of the branches below its cause.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from ledger.documents.difference.counted import RowChange
from ledger.documents.difference.hybrid import Hybrid
from ledger.documents.difference.method import EVIDENCE, OTHER_FLOWS, RuleGroup, part_words
from ledger.documents.difference.naming import (
    ChangeWords,
    change_words,
    counted_words,
    energy_words,
)
from ledger.documents.difference.site import Change
from ledger.documents.difference.world import World
from schemas.views.difference import Cause

USED = "energy used"
DELIVERED = "energy that the battery delivers"
COUNTED = "rows of the calculation"
FILLING = "gaps that the calculation fills"


class Branch(NamedTuple):
    """A branch of the tree: its kind, its name, and the firm of a site."""

    kind: Literal["group", "site", "row"]
    name: str
    firm: str | None = None


@dataclass(frozen=True)
class Exchange:
    """One exchange: its cause, its path below it, what is exchanged in words, and the exchange itself."""

    cause: Cause
    path: tuple[Branch, ...]
    words: ChangeWords
    make: Callable[[Hybrid], Hybrid]


def exchanges(world: World, labels: frozenset[str]) -> Iterator[Exchange]:
    """The exchanges from the first state to the second.

    Args:
        world: the two states.
        labels: the flows that the first state's figure uses.
    """
    for cause in world.order[:2]:
        yield from _rules(world, cause)
        yield from _at_sites(world, cause)
    yield from _factors(world, labels)
    if world.before.filling != world.after.filling:
        yield Exchange(Cause.BOUNDARY, (Branch("group", FILLING),), ChangeWords(), _fill_as_after)
    for cause in world.order[2:]:
        yield from _counted(world, cause)
        yield from _at_sites(world, cause)
    before, after = (state.calculation for state in (world.before, world.after))
    if before.total_energy != after.total_energy:
        branch = Branch("group", DELIVERED)
        words = energy_words(before, after)
        yield Exchange(Cause.ENERGY, (branch,), words, _deliver_as_after)


def _fill_as_after(hybrid: Hybrid) -> Hybrid:
    return replace(hybrid, fills_as_after=True)


def _deliver_as_after(hybrid: Hybrid) -> Hybrid:
    return replace(hybrid, delivers_as_after=True)


def _rules(world: World, cause: Cause) -> Iterator[Exchange]:
    """The exchanges of rules under a cause: demands for evidence, or all others."""
    before, after = world.before.rulebook, world.after.rulebook
    for rule in world.rules:
        if (rule.group == EVIDENCE) is not (cause is Cause.EVIDENCE):
            continue

        def make(hybrid: Hybrid, rule: RuleGroup = rule) -> Hybrid:
            return replace(hybrid, rules=hybrid.rules | {rule})

        group, part = Branch("group", rule.group), rule.part
        if part is None:
            yield Exchange(cause, (group,), ChangeWords(before.id, after.id), make)
        else:
            words = ChangeWords(*part_words(before, after, part))
            path = (group, Branch("row", part.replace("_", " ")))
            yield Exchange(cause, path, words, make)


def _factors(world: World, labels: frozenset[str]) -> Iterator[Exchange]:
    used = world.factors.used(labels)
    for name in used:

        def make(hybrid: Hybrid, name: str = name) -> Hybrid:
            return replace(hybrid, flows=hybrid.flows | {name})

        words = ChangeWords(*world.factors.values(name))
        yield Exchange(Cause.FACTOR_SET, (Branch("row", name),), words, make)
    others = frozenset(world.factors.changed).difference(used)
    if others:

        def make_others(hybrid: Hybrid) -> Hybrid:
            return replace(hybrid, flows=hybrid.flows | others)

        branch = Branch("group", OTHER_FLOWS)
        yield Exchange(Cause.FACTOR_SET, (branch,), ChangeWords(), make_others)


def _counted(world: World, cause: Cause) -> Iterator[Exchange]:
    for change in world.counted.changes:
        if change.cause is not cause:
            continue

        def make(hybrid: Hybrid, change: RowChange = change) -> Hybrid:
            return replace(hybrid, rows=hybrid.rows | {change})

        name, words = counted_words(world, change)
        yield Exchange(cause, (Branch("group", COUNTED), Branch("row", name)), words, make)


def _at_sites(world: World, cause: Cause) -> Iterator[Exchange]:
    above = (Branch("group", USED),) if cause is Cause.ENERGY else ()
    for name, site in world.sites.items():
        inventory = site.inventories[0]
        branch = Branch(
            "site",
            f"{site.before.entry.site.code}, {inventory.main.name}",
            site.before.entry.issuer,
        )
        for change in site.changes:
            if change.cause is not cause:
                continue

            def make(hybrid: Hybrid, name: str = name, change: Change = change) -> Hybrid:
                return hybrid.at_site(name, change)

            row, words = change_words(world, site, change)
            yield Exchange(cause, (*above, branch, Branch("row", row)), words, make)
