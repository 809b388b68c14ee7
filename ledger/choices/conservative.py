"""The conservative figure: every choice that no accepted auditor settled, at the rulebook's alternative.

One pass of the engine, suppliers first, over the largest of the stated values and their alternatives, or several where
a loop was cut. It is at or above
the declared figure, and at or above the honest one for every statement that differs from it in registered choices
alone, with facts within the rulebook's bounds. It depends on the reader, whose policy says which auditors settle a
choice. It is no declared digit: it is rounded up to four digits where it is shown.

Not promised: facts beyond the alternatives (coal on site, a supplier above the worst dataset), and lies that leave no
trace in any statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Context, Decimal

from ledger.choices.choice import NOT_EXAMINED, Choice, Examined, State
from ledger.choices.context import CalculationContext, ChoiceContext
from ledger.choices.coordinates import Change, EnergyChange, LineChange, LoopChange, RowChange
from ledger.choices.effects import EffectsAlone
from ledger.choices.reading import ConservativeReading
from ledger.choices.register import find_choices
from ledger.choices.sensitivity import Range, sensitivity
from ledger.choices.solved_loops import TOLERANCE, solved_figures
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum, format_decimal
from ledger.footprint.graph.order import suppliers_first
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.plausibility.context import product
from ledger.footprint.valuation.figure import Figures, figures

_UP = Context(prec=4, rounding=ROUND_CEILING, Emax=10_000, Emin=-10_000)

ROUNDING = Decimal("1e-20")
"""The share of a declared figure below which an effect is rounding: a choice worth less moves nothing."""


@dataclass(frozen=True)
class WeighedChoice:
    """A choice, its state for the reader, and its effect alone, per unit of the figure; None without an alternative."""

    choice: Choice
    state: State
    effect: Decimal | None


@dataclass(frozen=True)
class ConservativeFigure:
    """A conservative figure, in kg CO2e per kWh of total energy, or per unit of delivered goods.

    Attributes:
        total: the figure; None if an alternative overflows.
        interaction: the part of it that no single choice causes; None without a total.
        choices: all choices that can raise the figure or have no alternative, the one worth most first.
        ranges: the declared figure over what its method leaves open; none of a delivery.
    """

    total: Decimal | None
    interaction: Decimal | None
    choices: tuple[WeighedChoice, ...]
    ranges: tuple[Range, ...] = ()


def conservative_figure(
    context: ChoiceContext, examined: Examined = NOT_EXAMINED
) -> ConservativeFigure | None:
    """The conservative figure; None if the rulebook names no alternatives, or a figure is unknown.

    Args:
        context: the calculation or delivery and its graph.
        examined: the statements that auditors accepted by the reader have examined.
    """
    cells = context.cells(context.graph.figures)
    if context.rule is None or cells is None:
        return None
    declared = total_of(cells)
    weighed = weigh_choices(context, declared, examined)
    unsettled = [row for row in weighed if row.state != "settled"]
    total = total_with(context, [change for row in unsettled for change in row.choice.changes])
    least = EXPLAIN.multiply(declared.copy_abs(), ROUNDING)
    interaction = None
    if total is not None:
        effects = explained_sum(row.effect or ZERO for row in unsettled)
        rest = EXPLAIN.subtract(EXPLAIN.subtract(total, declared), effects)
        solved = any(isinstance(it, LoopChange) for row in unsettled for it in row.choice.changes)
        noise = EXPLAIN.multiply(total, TOLERANCE) if solved else least
        interaction = rest if rest.copy_abs() > noise else ZERO
    found = [row for row in weighed if row.effect is None or row.effect > least]
    found.sort(key=lambda row: (-(row.effect or ZERO), row.choice.kind.code, row.choice.subject))
    ranges = sensitivity(context) if isinstance(context, CalculationContext) else ()
    return ConservativeFigure(total, interaction, tuple(found), ranges)


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

    None if the figure of a row is missing, or a loop that was cut has no solution.
    """
    graph = context.graph
    resolution = _ordered(context.resolution, changes)

    def one_pass(added: Sequence[RowChange]) -> Figures:
        reading = ConservativeReading(context.resolution, context.figures, [*changes, *added])
        return figures(resolution, graph.table, graph.rulebook, graph.filling, reading=reading)

    loops = [change for change in changes if isinstance(change, LoopChange)]
    raised = solved_figures(loops, one_pass)
    cells = None if raised is None else context.cells(raised)
    if cells is None:
        return None
    return EXPLAIN.multiply(total_of(cells), _energy(changes))


def _energy(changes: Sequence[Change]) -> Decimal:
    """The ratio of the stated total energy to that of the largest alternatives to each of its parts."""
    largest: dict[str, Decimal] = {}
    for change in changes:
        if isinstance(change, EnergyChange):
            largest[change.of] = max(largest.get(change.of, ONE), change.factor)
    return product(*largest.values())


def _ordered(resolution: Resolution, changes: Sequence[Change]) -> Resolution:
    """The graph with the suppliers that alternatives add before the entries that then rest on them.

    An edge that would close a loop is left out, and with it the option that finds no figure. Edges that follow the
    order as it is can close none, so few have to be looked at.
    """
    suppliers = {node: dict.fromkeys(rows) for node, rows in resolution.suppliers.items()}
    graph = replace(resolution, suppliers=suppliers)
    place = {node: at for at, node in enumerate(resolution.order)}
    edges = sorted(
        (place[supplier] > place[user], user, supplier)
        for change in changes
        for user, supplier in _edges(change)
        if supplier in place and user in place
    )
    for is_against, user, supplier in edges:
        if not (is_against and user in graph.upstream([supplier])):
            suppliers[user][supplier] = None
    return replace(graph, order=tuple(suppliers_first(resolution.nodes, suppliers)))


def _edges(change: Change) -> set[tuple[str, str]]:
    """The entries of a change, each with one on whose line the alternative draws."""
    if isinstance(change, RowChange):
        return {
            (change.entry, entry) for option in change.options for (entry, _), _ in option.draws
        }
    return {(change.entry, change.instead[0])} if isinstance(change, LineChange) else set()


def format_up(value: Decimal) -> str:
    """A conservative figure as it is shown: to 4 digits, rounded up."""
    return format_decimal(_UP.plus(value))
