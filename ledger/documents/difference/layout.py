"""A difference and a comparison as pages: the order and the sum stated, the largest part first within a level."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ledger.documents.difference.parts import moved_causes, parts_below, smallest_shown
from ledger.documents.page import (
    Block,
    Cell,
    Facts,
    Heading,
    Headline,
    Items,
    Page,
    Paragraph,
    fact,
    table,
)
from ledger.documents.shown import figure, figure_unit, short, words
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXPLAIN, ONE, format_decimal
from schemas.signed.calculation import StageValue
from schemas.views.difference import Cause, Comparison, Difference, DifferencePart, Side

CAUSES = ("cause", ">kg CO2e", ">share", "from", "to", "note")
_METHOD = frozenset({Cause.RULEBOOK.value, Cause.EVIDENCE.value})
_HUNDRED = Decimal(100)
_PERCENT = ONE.scaleb(-1)

Row = tuple[Cell, str, str, str, str, str]


def layout_difference(difference: Difference) -> Page:
    """The page of a difference."""
    return Page("Difference of two figures", blocks=[*_difference(difference)])


def layout_comparison(comparison: Comparison) -> Page:
    """The page of a comparison: a table of stages by rulebook, the refusals, and why the figures differ."""
    declared = comparison.figures[0].declared_unit
    subject = "battery" if declared is None else "product"
    return Page(
        f"One {subject} under {len(comparison.figures)} rulebooks",
        figure_unit(declared),
        blocks=[*_comparison(comparison)],
    )


def _comparison(comparison: Comparison) -> Iterator[Block]:
    names = [words(row.stage.value) for row in comparison.figures[0].stages]
    yield table(
        "Figures",
        ("rulebook", *(f">{name}" for name in (*names, "total"))),
        [
            (row.rulebook, *map(figure, (*(stage.value for stage in row.stages), row.total)))
            for row in comparison.figures
        ],
    )
    if comparison.refusals:
        refused = (
            f"no figure under {row.rulebook}: {row.detail} ({row.code})"
            for row in comparison.refusals
        )
        yield Items(tuple(refused))
    for row in comparison.differences:
        yield Heading(f"{row.after.rulebook} against {row.before.rulebook}")
        yield from _difference(row)


def _difference(difference: Difference) -> Iterator[Block]:
    yield Headline(
        signed(difference.value),
        figure_unit(difference.after.declared_unit),
        percent(Decimal(difference.value), Decimal(difference.before.total)),
    )
    yield Facts(
        (
            fact("before", _side(difference.before)),
            fact("after", _side(difference.after)),
            fact("by stage", stage_words(difference.stages)),
            fact("by origin", origin_words(difference)),
            *(fact("note", remark) for remark in difference.remarks),
        )
    )
    yield from cause_blocks(difference)


def cause_blocks(difference: Difference, caption: str = "") -> Iterator[Block]:
    """The tree of causes as a table, between its order and the causes without a part."""
    order = ", ".join(words(cause.value) for cause in difference.order)
    yield Paragraph(f"causes, exchanged one after another in this order: {order}")
    yield Paragraph(
        "their parts sum to the difference exactly; another order would give other parts", note=True
    )
    moved = moved_causes(difference)
    limit = smallest_shown(moved)
    rows = [row for part in moved for row in _rows(part, Decimal(difference.value), limit, 0)]
    yield table(caption, CAUSES, rows)
    still = [words(part.name) for part in difference.causes if part not in moved]
    if still:
        yield Paragraph(f"no part: {', '.join(still)}")


def stage_words(stages: Iterable[StageValue]) -> str:
    """The stages that changed, in words."""
    moved = [row for row in stages if row.value != "0"]
    return ", ".join(f"{words(row.stage.value)} {signed(row.value)}" for row in moved) or "none"


def origin_words(difference: Difference) -> str:
    """A difference as the sum of its rules, of evidence, and of data: all other causes, and what is closed."""
    values = {row.name: Decimal(row.value) for row in difference.causes}
    rules, evidence = values[Cause.RULEBOOK], values[Cause.EVIDENCE]
    data = exact_sum(value for name, value in values.items() if name not in _METHOD)
    parts = (("rules", rules), ("evidence", evidence), ("data", data))
    return ", ".join(f"{name} {signed(format_decimal(value))}" for name, value in parts)


def percent(part: Decimal, whole: Decimal) -> str:
    """A signed part in per cent of the absolute whole, with one decimal."""
    if not whole:
        return "of zero"
    share = EXPLAIN.divide(EXPLAIN.multiply(part, _HUNDRED), whole.copy_abs())
    rounded = share.quantize(_PERCENT, context=EXPLAIN)
    return f"{rounded:+f} %"


def signed(value: str) -> str:
    """A figure for display with its sign."""
    shown = figure(value)
    return shown if shown.startswith("-") or value == "0" else f"+{shown}"


def _side(side: Side) -> str:
    name = side.declaration or side.calculation
    kind = "declaration" if side.declaration else "calculation"
    of = f"{kind} {short(name)}" if name else "as of now, not signed"
    return f"{figure(side.total)}  {side.model} of {side.site}, {of}, {side.rulebook}"


def _rows(part: DifferencePart, whole: Decimal, limit: Decimal, level: int) -> Iterator[Row]:
    """A part, and those below it that are not too small to name."""
    share = percent(Decimal(part.value), whole) if part.kind == "cause" and whole else ""
    moved = part.before is not None or part.after is not None
    ends = (part.before or "none", part.after or "none") if moved else ("", "")
    yield Cell(words(part.name), level=level), signed(part.value), share, *ends, part.note or ""
    shown, small = parts_below(part, limit)
    for row in shown:
        yield from _rows(row, whole, limit, level + 1)
    if small:
        sum_of = signed(f"{exact_sum(small):f}")
        yield Cell(f"{len(small)} smaller", level=level + 1), sum_of, "", "", "", ""
