"""The difference of two figures as a document: the tree of causes, its sums, and remarks on what was compared."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ledger.documents.difference.attribution import (
    Attribution,
    Step,
    attribute,
    difference,
    sum_cells,
)
from ledger.documents.difference.state import ComputedState, FigureState
from ledger.footprint.graph.cells import format_stages, total_of
from ledger.footprint.graph.numbers import format_decimal
from ledger.trust.leaves import digest, model_bytes
from schemas.views.difference import Cause, Difference, DifferencePart, Side

LONGEST = 1000
"""Characters of a note or a name."""


def explain_difference(first: FigureState, second: FigureState) -> Difference:
    """Explain the difference of two figures, the second less the first.

    Raises:
        CradleError: `difference.withheld`, `difference.not_recomputed`, or the reason why a state has no figure.
    """
    return format_difference(first, second, attribute(first, second))


def format_difference(
    first: FigureState, second: FigureState, attribution: Attribution
) -> Difference:
    """The document of an attribution."""
    total = difference(attribution.after.cells, attribution.before.cells)
    return Difference(
        document="difference",
        order=attribution.world.order,
        before=side_of(first, attribution.before),
        after=side_of(second, attribution.after),
        value=format_decimal(total_of(total)),
        stages=format_stages(total),
        causes=tuple(_cause(cause, attribution.steps) for cause in attribution.world.order),
        remarks=tuple(_remarks(first, second, attribution)),
    )


def side_of(state: FigureState, computed: ComputedState) -> Side:
    """A figure, and what it is a figure of."""
    calculation, declared = state.calculation, state.calculation.declared_unit
    return Side(
        calculation=state.id,
        declaration=state.declaration,
        model=calculation.model,
        site=calculation.site,
        period=calculation.period,
        category=calculation.category,
        rulebook=state.rulebook.id,
        rulebook_digest=digest(model_bytes(state.rulebook)),
        factor_sets=tuple(digest(model_bytes(factor_set)) for factor_set in state.factor_sets),
        total_energy=calculation.total_energy,
        declared_unit=None if declared is None else declared.unit,
        total=format_decimal(computed.total),
        stages=format_stages(computed.cells),
    )


def _cause(cause: Cause, steps: Iterable[Step]) -> DifferencePart:
    own = [step for step in steps if step.exchange.cause is cause]
    total = sum_cells(step.cells for step in own)
    return DifferencePart(
        kind="cause",
        name=cause.value,
        value=format_decimal(total_of(total)),
        stages=format_stages(total),
        parts=tuple(_branches(own, 0)),
    )


def _branches(steps: Sequence[Step], depth: int) -> Iterator[DifferencePart]:
    """The branches of a level, largest first; a branch without a note in which no stage changed is left out."""
    grouped: dict[object, list[Step]] = {}
    for step in steps:
        grouped.setdefault(step.exchange.path[depth], []).append(step)
    branches = [_branch(own, depth) for own in grouped.values()]
    shown = [
        part
        for part in branches
        if part.note or part.parts or any(row.value != "0" for row in part.stages)
    ]
    yield from sorted(shown, key=lambda part: (-Decimal(part.value).copy_abs(), part.name))


def _branch(steps: Sequence[Step], depth: int) -> DifferencePart:
    branch = steps[0].exchange.path[depth]
    total = sum_cells(step.cells for step in steps)
    deeper = [step for step in steps if len(step.exchange.path) > depth + 1]
    notes = [step.note for step in steps if step.note and step not in deeper]
    words = steps[0].exchange.words
    is_leaf = not deeper
    return DifferencePart(
        kind=branch.kind,
        name=branch.name[:LONGEST],
        value=format_decimal(total_of(total)),
        stages=format_stages(total),
        firm=branch.firm,
        before=_clipped(words.before) if is_leaf else None,
        after=_clipped(words.after) if is_leaf else None,
        note=_clipped(notes[0]) if notes else None,
        parts=tuple(_branches(deeper, depth + 1)) if deeper else (),
    )


def _clipped(words: str | None) -> str | None:
    """Words cut to the length that a document allows."""
    return None if words is None else words[:LONGEST]


def _remarks(first: FigureState, second: FigureState, attribution: Attribution) -> Iterator[str]:
    """Remarks on figures that are not of the same thing."""
    before, after = first.calculation, second.calculation
    if before.model != after.model:
        yield f"Two models are compared: {before.model} and {after.model}."
    categories = [side.category for side in (before, after) if side.category is not None]
    if len(set(categories)) > 1:
        names = " and ".join(category.value for category in categories)
        yield f"Two categories are compared: {names}."
    if first.rulebook.boundary != second.rulebook.boundary:
        words = (row.rulebook.boundary.replace("_", " ") for row in (first, second))
        yield f"The boundaries differ: {' and '.join(words)}."
    units = [_unit(state) for state in (first, second)]
    if units[0] != units[1]:
        yield f"The units differ: kg CO2e {units[0]} and {units[1]}."
    if not attribution.world.sites:
        yield "No site is in both chains, so nothing inside a chain can be compared."


def _unit(state: FigureState) -> str:
    category, declared = state.calculation.category, state.calculation.declared_unit
    if declared is not None:
        return f"per {declared.unit.value}"
    rule = next((row for row in state.rulebook.functional_units if row.category is category), None)
    is_capacity = rule is not None and rule.service_life == "one_cycle"
    return "per kWh of capacity" if is_capacity else "per kWh of total energy"
