"""The method between two states: the rulebook by groups of its members, and the factors by flow or grid.

Groups are exchanged in the order listed here. A rulebook's functional unit gives the total energy, so its group takes
the total energy that the other rulebook computes for the battery of before. Members that no group lists move together,
in the last one. A circular formula that both rulebooks have is exchanged by its parameters and sentences.

A sentence of the formula that asks for evidence, and counts nothing without it, is no part of the formula here: it is
exchanged apart, under the formula that asks. So a reader sees which part of a difference is the formula, and which one
the evidence that is missing would undo. A demand that goes is exchanged before all rules, one that comes after them.

Factors are exchanged one by one where the figure uses them: a flow, or all mixes of a grid, since one of them replaces
another. All others follow together. A flow that only the first state's sets value keeps its value while rows still name
it, but not as the mix of a grid that the second state's sets have.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import group_values
from ledger.footprint.graph.numbers import format_decimal
from schemas.signed.circular import CircularFootprint, CircularRule
from schemas.signed.constants import Constant
from schemas.signed.rulebook import Factor, FactorSet, Rulebook

FORMULA = "circular footprint formula and end of life"
EVIDENCE = "evidence that the rulebook requires"
FUNCTIONAL_UNIT = "functional unit"
REST = "all other rules"
OTHER_FLOWS = "all other flows"

EVIDENCE_RULES: frozenset[str] = frozenset({"recyclability"})
"""The sentences of a circular formula that count nothing without evidence."""

SHOWN = 3
"""The mixes of one grid whose values are shown."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "characterization": ("characterization", "refused_origins"),
    "stage filing": ("filing", "filing_rules"),
    "electricity": ("electricity",),
    FORMULA: ("avoided", "circular_footprint"),
    "transport defaults": ("transport",),
    "boundary": ("boundary", "required_roles", "required_stages", "cut_off", "cumulative_cut_off"),
    FUNCTIONAL_UNIT: ("functional_units", "warranty"),
}
"""The groups of rulebook members, in the order of their exchange."""


class RuleGroup(NamedTuple):
    """A group of rules, one part of the circular formula that both rulebooks have, or a demand for evidence."""

    group: str
    part: str | None = None


FlowName = tuple[str, str, str]
"""A flow, its unit and its direction."""


def group_members(group: str) -> tuple[str, ...]:
    """The members of a rulebook that a group exchanges."""
    if group in GROUPS:
        return GROUPS[group]
    grouped = {name for names in GROUPS.values() for name in names}
    return tuple(name for name in Rulebook.model_fields if name not in grouped)


def changed_rules(before: Rulebook, after: Rulebook) -> tuple[RuleGroup, ...]:
    """The groups in which two rulebooks differ; of a formula that both have, its parts; demands for evidence apart."""
    changed: list[RuleGroup] = []
    demands = [_demands(rulebook) for rulebook in (before, after)]
    for group in (*GROUPS, REST):
        if all(getattr(before, name) == getattr(after, name) for name in group_members(group)):
            continue
        formulas = before.circular_footprint, after.circular_footprint
        if group == FORMULA and formulas[0] is not None and formulas[1] is not None:
            changed += [RuleGroup(group, part) for part in _parts(formulas[0], formulas[1])]
        else:
            changed.append(RuleGroup(group))
    gone, come = (
        [RuleGroup(EVIDENCE, name) for name in sorted(left - right)]
        for left, right in (demands, demands[::-1])
    )
    return (*gone, *changed, *come)


def _demands(rulebook: Rulebook) -> set[str]:
    """The sentences of a rulebook that count nothing without evidence."""
    return _sentences(rulebook.circular_footprint).keys() & EVIDENCE_RULES


def _parts(before: CircularFootprint, after: CircularFootprint) -> Iterator[str]:
    """The members in which two formulas differ, and the sentences that one alone follows and that ask for nothing."""
    for name in CircularFootprint.model_fields:
        if name != "rules" and getattr(before, name) != getattr(after, name):
            yield name
    yield from sorted((_sentences(before).keys() ^ _sentences(after).keys()) - EVIDENCE_RULES)


def part_words(before: Rulebook, after: Rulebook, part: str) -> tuple[str | None, str | None]:
    """A part of the formula on both sides, in words; None for a part that is not one value."""
    words = (_part_words(rulebook.circular_footprint, part) for rulebook in (before, after))
    return next(words), next(words)


def _part_words(formula: CircularFootprint | None, part: str) -> str | None:
    if part in EVIDENCE_RULES:
        return "required" if part in _sentences(formula) else "not required"
    if formula is None:
        return None
    if part in CircularFootprint.model_fields:
        constant = getattr(formula, part)
        return constant.value if isinstance(constant, Constant) else None
    return "followed" if part in _sentences(formula) else "not followed"


def _sentences(formula: CircularFootprint | None) -> dict[str, CircularRule]:
    return {} if formula is None else {row.rule: row for row in formula.rules or ()}


def with_rules(before: Rulebook, after: Rulebook, rules: Collection[RuleGroup]) -> Rulebook:
    """The first rulebook with some groups of the second."""
    if not rules:
        return before
    whole = [group for group, part in rules if part is None]
    members = {name: getattr(after, name) for group in whole for name in group_members(group)}
    parts = {part for group, part in rules if part is not None and group == FORMULA}
    old, new = before.circular_footprint, after.circular_footprint
    if parts and old is not None and new is not None:
        members["circular_footprint"] = _with_parts(old, new, parts)
    formula = members.get("circular_footprint", old)
    if formula is not None:
        demands = {part for group, part in rules if group == EVIDENCE}
        members["circular_footprint"] = _with_demands(formula, before, after, demands)
    return before.model_copy(update=members)


def _with_demands(
    formula: CircularFootprint, before: Rulebook, after: Rulebook, exchanged: Collection[str | None]
) -> CircularFootprint:
    """A formula with the exchanged demands for evidence of the second rulebook, and the others of the first."""
    followed = _sentences(formula)
    for name in EVIDENCE_RULES:
        followed.pop(name, None)
        side = after if name in exchanged else before
        row = _sentences(side.circular_footprint).get(name)
        if row is not None:
            followed[name] = row
    rules = tuple(followed[name] for name in sorted(followed))
    return formula.model_copy(update={"rules": rules or None})


def _with_parts(
    before: CircularFootprint, after: CircularFootprint, parts: Collection[str]
) -> CircularFootprint:
    old, new = _sentences(before), _sentences(after)
    followed = {name: row for name, row in old.items() if name in new or name not in parts}
    followed |= {name: row for name, row in new.items() if name in parts}
    members = {
        name: getattr(after, name) for name in parts if name in CircularFootprint.model_fields
    }
    rules = tuple(followed[name] for name in sorted(followed))
    return before.model_copy(update={**members, "rules": rules or None})


@dataclass(frozen=True)
class Factors:
    """The factor sets of two states."""

    before: tuple[FactorSet, ...]
    after: tuple[FactorSet, ...]

    @cached_property
    def _units(self) -> tuple[dict[str, list[Factor]], dict[str, list[Factor]]]:
        return _by_unit(self.before), _by_unit(self.after)

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """The flows and grids whose factors differ, sorted."""
        left, right = self._units
        names = sorted({*left, *right})
        return tuple(
            name
            for name in names
            if [*map(_valuing, left.get(name, ()))] != [*map(_valuing, right.get(name, ()))]
        )

    def used(self, labels: Collection[str]) -> tuple[str, ...]:
        """Those of the changed flows and grids of which a figure uses a flow."""
        left, _ = self._units
        return tuple(
            name for name in self.changed if any(row.flow in labels for row in left.get(name, ()))
        )

    def values(self, name: str) -> tuple[str, str]:
        """The kg CO2e per unit of a flow before and after, in words; of a grid, those of its mixes."""
        before, after = self._units
        return _in_words(before.get(name, ())), _in_words(after.get(name, ()))

    def with_changes(self, names: Collection[str]) -> tuple[FactorSet, ...]:
        """The first state's factors with those of the second for some flows and grids."""
        if not names:
            return self.before
        left, right = self._units
        taken = {_name(row): row for name in names for row in right.get(name, ())}
        rows = list(taken.values())
        for name, listed in left.items():
            for row in listed:
                if _name(row) in taken:
                    continue
                rows.append(_without_grid(row) if name in names and right.get(name) else row)
        rows.sort(key=_name)
        first = self.before[0]
        return (first.model_copy(update={"rows": tuple(rows)}),)


def _name(row: Factor) -> FlowName:
    return row.flow, row.unit.value, row.direction


def _by_unit(sets: Iterable[FactorSet]) -> dict[str, list[Factor]]:
    units: dict[str, list[Factor]] = defaultdict(list)
    for row in (row for factor_set in sets for row in factor_set.rows):
        name = f"grid {row.grid}" if row.grid is not None else " ".join(_name(row))
        units[name].append(row)
    return {name: sorted(rows, key=_name) for name, rows in units.items()}


def _valuing(row: Factor) -> object:
    """Everything in a factor that decides a figure."""
    return _name(row), row.values, row.carrier, row.grid, row.mix, row.year, row.boundary


def _in_words(rows: Iterable[Factor]) -> str:
    totals = [format_decimal(exact_sum(group_values(row).values())) for row in rows]
    return ", ".join(totals[:SHOWN]) or "none"


def _without_grid(row: Factor) -> Factor:
    return row.model_copy(update={"grid": None, "mix": None, "year": None, "boundary": None})
