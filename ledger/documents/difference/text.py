"""A difference and a comparison as text: the order and the sum stated, the largest part first within a level."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ledger.documents.difference.parts import moved_causes, parts_below, smallest_shown
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXPLAIN, ONE, show_figure
from schemas.signed.calculation import StageValue
from schemas.views.difference import Comparison, Difference, DifferencePart, Side

UNIT = "kg CO2e per kWh of total energy"
_HUNDRED = Decimal(100)
_PERCENT = ONE.scaleb(-1)


def difference_lines(found: Difference) -> Iterator[str]:
    """The lines of a difference."""
    change = percent(Decimal(found.value), Decimal(found.before.total))
    yield f"difference  {signed(found.value)} {UNIT}, {change}"
    yield f"before      {_side(found.before)}"
    yield f"after       {_side(found.after)}"
    yield f"by stage    {stage_words(found.stages)}"
    yield from (f"note        {remark}" for remark in found.remarks)
    yield from cause_lines(found)


def cause_lines(found: Difference, indent: str = "") -> Iterator[str]:
    """The lines of the tree of causes."""
    order = ", ".join(_words(cause.value) for cause in found.order)
    yield f"{indent}causes, exchanged one after another in this order: {order}"
    yield f"{indent}their parts sum to the difference exactly; another order would give other parts"
    moved = moved_causes(found)
    limit = smallest_shown(moved)
    for part in moved:
        yield from _part_lines(part, Decimal(found.value), limit, f"{indent}  ")
    still = [_words(part.name) for part in found.causes if part not in moved]
    if still:
        yield f"{indent}  no part: {', '.join(still)}"


def comparison_lines(found: Comparison) -> Iterator[str]:
    """The lines of a comparison: a table of stages by rulebook, the refusals, and why the figures differ."""
    names = [row.stage.value for row in found.figures[0].stages]
    width = max(len(row.rulebook) for row in found.figures)
    yield f"one battery under {len(found.figures)} rulebooks, {UNIT}"
    heads = "".join(f"{_words(name):>17}" for name in (*names, "total"))
    yield f"  {'':<{width}}{heads}"
    for row in found.figures:
        values = [*(stage.value for stage in row.stages), row.total]
        shown = "".join(f"{show_figure(Decimal(value)):>17}" for value in values)
        yield f"  {row.rulebook:<{width}}{shown}"
    for refusal in found.refusals:
        yield f"no figure under {refusal.rulebook}: {refusal.detail} ({refusal.code})"
    for difference in found.differences:
        yield ""
        yield f"{difference.after.rulebook} against {difference.before.rulebook}"
        yield from (f"  {line}" for line in difference_lines(difference))


def stage_words(stages: Iterable[StageValue]) -> str:
    """The stages that changed, in words."""
    moved = [row for row in stages if row.value != "0"]
    return ", ".join(f"{_words(row.stage.value)} {signed(row.value)}" for row in moved) or "none"


def percent(part: Decimal, whole: Decimal) -> str:
    """A signed part in per cent of the absolute whole, with one decimal."""
    if not whole:
        return "of zero"
    share = EXPLAIN.divide(EXPLAIN.multiply(part, _HUNDRED), whole.copy_abs())
    rounded = share.quantize(_PERCENT, context=EXPLAIN)
    return f"{rounded:+f} %"


def signed(value: str) -> str:
    """A figure for display with its sign."""
    shown = show_figure(Decimal(value))
    return shown if shown.startswith("-") or value == "0" else f"+{shown}"


def _side(side: Side) -> str:
    name = side.declaration or side.calculation
    kind = "declaration" if side.declaration else "calculation"
    of = f"{kind} {name.removeprefix('sha256:')[:12]}" if name else "as of now, not signed"
    return f"{show_figure(Decimal(side.total))}  {side.model} of {side.site}, {of}, {side.rulebook}"


def _part_lines(part: DifferencePart, whole: Decimal, limit: Decimal, indent: str) -> Iterator[str]:
    share = f", {percent(Decimal(part.value), whole)}" if part.kind == "cause" and whole else ""
    yield f"{indent}{signed(part.value)}  {_words(part.name)}{share}"
    if part.before is not None or part.after is not None:
        yield f"{indent}    from {part.before or 'none'} to {part.after or 'none'}"
    if part.note is not None:
        yield f"{indent}    {part.note}"
    shown, small = parts_below(part, limit)
    for row in shown:
        yield from _part_lines(row, whole, limit, f"{indent}  ")
    if small:
        yield f"{indent}  {signed(f'{exact_sum(small):f}')}  {len(small)} smaller"


def _words(name: str) -> str:
    """A name without underscores; a flow keeps them."""
    return name if ":" in name else name.replace("_", " ")
