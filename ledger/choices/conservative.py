"""The conservative figure: every choice that no accepted auditor settled, at the rulebook's alternative.

One pass of the engine, suppliers first, over the largest of the stated values and their alternatives, or several where
alternatives draw on each other or a loop was cut. It is at or above the declared figure, and at or above the honest one
for every statement that differs from it in registered choices alone, with facts within the rulebook's bounds. It
depends on the reader, whose policy says which auditors settle a choice. It is no declared digit: it is rounded up to
four digits where it is shown.

Not promised: facts beyond the alternatives (coal on site, a supplier above the worst dataset), and lies that leave no
trace in any statement.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Context, Decimal
from typing import NamedTuple

from ledger.choices.choice import NOT_EXAMINED, Choice, Examined, State
from ledger.choices.conservative_reading import ConservativeReading, Earlier
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import (
    Change,
    EnergyChange,
    LineChange,
    LoopChange,
    RowChange,
    UnknownChange,
)
from ledger.choices.effects import EffectsAlone
from ledger.choices.register import find_choices
from ledger.choices.sensitivity import Range, sensitivity
from ledger.choices.solved_loops import TOLERANCE, solved_figures
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum, format_decimal
from ledger.footprint.graph.order import loops, suppliers_first
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.plausibility.context import product
from ledger.footprint.valuation.figure import EntryFigure, Figures, figures
from schemas.errors import CradleError
from schemas.signed.settled import ChoiceId

_UP = Context(prec=4, rounding=ROUND_CEILING, Emax=10_000, Emin=-10_000)

PASSES = 8
"""The most passes after the first one, where alternatives draw on each other."""

ROUNDING = Decimal("1e-20")
"""The share of a declared figure below which an effect is rounding: a choice worth less moves nothing."""


@dataclass(frozen=True)
class WeighedChoice:
    """A choice, its state for the reader, and its effect alone, per unit of the figure; None without an alternative."""

    choice: Choice
    state: State
    effect: Decimal | None


class Parts(NamedTuple):
    """What raises a figure: data and their modelling, and then the least total energy of a battery (method and use)."""

    data_and_modelling: Decimal
    method_and_use: Decimal


@dataclass(frozen=True)
class ConservativeFigure:
    """A conservative figure, in kg CO2e per kWh of total energy, or per unit of delivered goods.

    Attributes:
        total: the figure; None as `total_with`.
        parts: of its distance from the declared figure; None without a total.
        interaction: the part of the total that no single choice causes; None without a total.
        choices: all choices that can raise the figure or have no alternative: those of no known worth, then by worth.
        ranges: the declared figure over what its method leaves open; none of a delivery.
        absent: ids that attestations settle, and that are none of the choices: they settle nothing.
    """

    total: Decimal | None
    parts: Parts | None
    interaction: Decimal | None
    choices: tuple[WeighedChoice, ...]
    ranges: tuple[Range, ...] = ()
    absent: tuple[ChoiceId, ...] = ()


def conservative_figure(
    context: ChoiceContext, examined: Examined = NOT_EXAMINED
) -> ConservativeFigure | None:
    """The conservative figure; None if the rulebook names no alternatives, or a figure is unknown.

    Args:
        context: the calculation or delivery and its graph.
        examined: the choices that auditors accepted by the reader have settled.
    """
    return conservative_figures(context, (examined,))[0]


def conservative_figures(
    context: ChoiceContext, examined: Sequence[Examined]
) -> tuple[ConservativeFigure | None, ...]:
    """The conservative figure of each reader, whose choices are looked for once; None as in `conservative_figure`.

    Args:
        context: the calculation or delivery and its graph.
        examined: for each reader, the choices that auditors which it accepts have settled.
    """
    cells = context.cells(context.graph.figures)
    if context.rule is None or cells is None:
        return (None,) * len(examined)
    declared = total_of(cells)
    weighed = weigh_choices(context, declared)
    ranges = sensitivity(context)
    found: list[ConservativeFigure] = []
    for at, reader in enumerate(examined):
        alike = next((found[other] for other in range(at) if examined[other] == reader), None)
        if alike is None:
            judged = [replace(row, state=row.choice.state(reader)) for row in weighed]
            alike = replace(figure_of(context, declared, judged, reader), ranges=ranges)
        found.append(alike)
    return tuple(found)


def figure_of(
    context: ChoiceContext,
    declared: Decimal,
    weighed: Sequence[WeighedChoice],
    examined: Examined,
) -> ConservativeFigure:
    """The figure of a reader, without ranges; `weighed` are all choices in their states for it."""
    unsettled = [row for row in weighed if row.state != "settled"]
    changes = [change for row in unsettled for change in row.choice.changes]
    of_data = _of_data(context, changes)
    total = None if of_data is None else _per_least_energy(of_data, changes)
    least = EXPLAIN.multiply(declared.copy_abs(), ROUNDING)
    parts, interaction = None, None
    if of_data is not None and total is not None:
        above = EXPLAIN.subtract(of_data, declared)
        above = above if above.copy_abs() > least else ZERO
        parts = Parts(above, EXPLAIN.subtract(total, of_data))
        effects = explained_sum(row.effect or ZERO for row in unsettled)
        rest = EXPLAIN.subtract(EXPLAIN.subtract(total, declared), effects)
        solved = any(isinstance(it, LoopChange) for row in unsettled for it in row.choice.changes)
        noise = EXPLAIN.multiply(total, TOLERANCE) if solved else least
        interaction = rest if rest.copy_abs() > noise else ZERO
    absent = examined.absent(row.choice for row in weighed)
    choices = rank_choices(weighed, declared)
    return ConservativeFigure(total, parts, interaction, choices, absent=absent)


def rank_choices(weighed: Iterable[WeighedChoice], declared: Decimal) -> tuple[WeighedChoice, ...]:
    """The choices that can raise a figure or have no alternative: those of no known worth, then by worth."""
    least = EXPLAIN.multiply(declared.copy_abs(), ROUNDING)
    shown = [row for row in weighed if row.effect is None or row.effect > least]
    shown.sort(key=lambda row: ((row.effect or ZERO).copy_negate(), row.choice.id))
    return tuple(sorted(shown, key=lambda row: not is_unknown(row.choice.changes)))


def weigh_choices(
    context: ChoiceContext, declared: Decimal, examined: Examined = NOT_EXAMINED
) -> list[WeighedChoice]:
    """All choices of the register with their states and effects alone, in no order; arguments as `conservative_figure`.

    `declared` is the figure.
    """
    alone = EffectsAlone(context, declared)
    return [
        WeighedChoice(choice, choice.state(examined), alone.of(choice))
        for choice in find_choices(context)
    ]


def total_with(context: ChoiceContext, changes: Sequence[Change]) -> Decimal | None:
    """The total in which some changes raise what is stated.

    None if the figure of a row is missing, it overflows, a loop that was cut has no solution, or nothing prices goods
    that count.
    """
    of_data = _of_data(context, changes)
    return None if of_data is None else _per_least_energy(of_data, changes)


def _of_data(context: ChoiceContext, changes: Sequence[Change]) -> Decimal | None:
    """The total by the changes of rows, lines and loops, per kWh of total energy as stated; None as `total_with`."""
    if is_unknown(changes):
        return None
    resolution, closing = _ordered(context, changes)

    def raised(added: Sequence[RowChange]) -> Figures:
        return _raised(context, [*changes, *added], resolution, closing)

    cut = [change for change in changes if isinstance(change, LoopChange)]
    solution = solved_figures(cut, raised)
    return None if solution is None else _total(context, solution)


def is_unknown(changes: Sequence[Change]) -> bool:
    """True if nothing prices goods that count in some changes, so that there is no total with them."""
    return any(isinstance(change, UnknownChange) for change in changes)


def _per_least_energy(total: Decimal, changes: Sequence[Change]) -> Decimal:
    """A total by the least total energy; one below zero stays, since that would lower it."""
    return max(total, EXPLAIN.multiply(total, _energy(changes)))


def _raised(
    context: ChoiceContext,
    changes: Sequence[Change],
    resolution: Resolution,
    closing: Mapping[str, Mapping[str, bool]],
) -> Figures:
    """The figures in which some changes raise what is stated.

    Alternatives may draw on each other. Around such a loop each counts at the other's figure of the pass before, so the
    order of rows and entries plays no part; there are as many more passes as entries that close one, at most `PASSES`.
    """
    graph = context.graph

    def one_pass(before: Mapping[str, EntryFigure]) -> Figures:
        earlier = Earlier(closing, before)
        reading = ConservativeReading(context.resolution, context.figures, changes, earlier)
        return figures(resolution, graph.table, graph.rulebook, graph.filling, reading=reading)

    after = one_pass({})
    again = sum(any(rows.values()) for rows in closing.values())
    for _ in range(min(again, PASSES)):
        before, after = after, one_pass(after.entries)
        if after.entries == before.entries:
            break
    return after


def _total(context: ChoiceContext, solution: Figures) -> Decimal | None:
    try:
        cells = context.cells(solution)
    except CradleError:
        return None
    return None if cells is None else total_of(cells)


def _energy(changes: Sequence[Change]) -> Decimal:
    """The ratio of the stated total energy to that of the largest alternatives to each of its parts."""
    largest: dict[str, Decimal] = {}
    for change in changes:
        if isinstance(change, EnergyChange):
            largest[change.of] = max(largest.get(change.of, ONE), change.factor)
    return product(*largest.values())


def _ordered(
    context: ChoiceContext, changes: Sequence[Change]
) -> tuple[Resolution, Mapping[str, Mapping[str, bool]]]:
    """The graph with the suppliers that alternatives add before the entries that then rest on them.

    Returns:
        The graph, and by entry the suppliers of alternatives that would close a loop, which it leaves out: true for
        one that rests on the entry by alternatives alone. One that rests on it as stated is no supplier of it.
    """
    resolution = context.resolution
    suppliers = {node: dict.fromkeys(rows) for node, rows in resolution.suppliers.items()}
    nodes = frozenset(resolution.order)
    closing: dict[str, dict[str, bool]] = {}
    added: list[tuple[str, str]] = []
    for user, supplier in dict.fromkeys(edge for change in changes for edge in _edges(change)):
        if not nodes.issuperset((user, supplier)):
            continue
        if context.rests_on(supplier, user):
            closing.setdefault(user, {})[supplier] = False
        else:
            added.append((user, supplier))
            suppliers[user][supplier] = None
    order = suppliers_first(resolution.nodes, suppliers)
    if len(order) < len(resolution.nodes):
        loop_of = {node: at for at, loop in enumerate(loops(suppliers)) for node in loop}
        for user, supplier in added:
            is_inside = user in loop_of and loop_of[user] == loop_of.get(supplier)
            if is_inside and supplier not in resolution.suppliers[user]:
                closing.setdefault(user, {})[supplier] = True
                del suppliers[user][supplier]
        order = suppliers_first(resolution.nodes, suppliers)
    return replace(resolution, suppliers=suppliers, order=tuple(order)), closing


def _edges(change: Change) -> Iterator[tuple[str, str]]:
    """The entry of a change, with each one on whose line the alternative draws."""
    if isinstance(change, RowChange):
        for option in change.options:
            yield from ((change.entry, entry) for (entry, _), _ in option.draws)
    elif isinstance(change, LineChange):
        yield change.entry, change.instead[0]


def format_up(value: Decimal) -> str:
    """A conservative figure as it is shown: to 4 digits, rounded up."""
    return format_decimal(_UP.plus(value))
