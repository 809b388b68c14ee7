"""A difference for a reader who may not see all firms behind it.

Sites of other firms, and factors, which value rows of all firms, are folded into one closed part with its sum. Every
other value is rounded to 4 significant digits, as a supplier's customers see its figure: exact digits would disclose
amounts of others. The closed part of each level takes the rest, so the parts of a level still sum to it exactly. Notes
lose the reason, which can name a statement.
"""

from collections.abc import Iterable
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, format_decimal, format_rounded
from schemas.signed.calculation import StageValue
from schemas.views.difference import Cause, Comparison, Difference, DifferencePart, Side

CLOSED = "of other firms, and the rounding of what is shown"


def fold_difference(difference: Difference, reader: str) -> Difference:
    """The difference as a participant may see it that issued both calculations."""
    causes = tuple(_fold(part, reader) for part in difference.causes)
    stages = _rounded(difference.stages)
    return difference.model_copy(
        update={
            "before": _side(difference.before),
            "after": _side(difference.after),
            "value": _sum(stages),
            "stages": stages,
            "causes": (*causes, *_closed(stages, causes)),
        }
    )


def fold_comparison(comparison: Comparison, reader: str) -> Comparison:
    """The comparison as a participant may see it that issued the calculation."""
    folded = {
        "figures": tuple(map(_side, comparison.figures)),
        "differences": tuple(
            fold_difference(difference, reader) for difference in comparison.differences
        ),
    }
    return comparison.model_copy(update=folded)


def _sum(stages: Iterable[StageValue]) -> str:
    return format_decimal(exact_sum(Decimal(row.value) for row in stages))


def _side(side: Side) -> Side:
    total = format_rounded(Decimal(side.total))
    return side.model_copy(update={"total": total, "stages": _rounded(side.stages)})


def _rounded(stages: Iterable[StageValue]) -> tuple[StageValue, ...]:
    return tuple(
        row.model_copy(update={"value": format_rounded(Decimal(row.value))}) for row in stages
    )


def _fold(part: DifferencePart, reader: str) -> DifferencePart:
    stages = _rounded(part.stages)
    is_open = part.kind != "cause" or part.name != Cause.FACTOR_SET.value
    shown = tuple(
        _fold(row, reader)
        for row in part.parts
        if is_open and (row.kind != "site" or row.firm == reader)
    )
    parts = (*shown, *_closed(stages, shown)) if part.parts else ()
    return part.model_copy(
        update={
            "value": _sum(stages),
            "stages": stages,
            "note": None if part.note is None else part.note.partition(":")[0],
            "parts": parts,
        }
    )


def _closed(
    stages: Iterable[StageValue], shown: Iterable[DifferencePart]
) -> tuple[DifferencePart, ...]:
    """The closed part: what the parts shown leave of a whole; none if they leave nothing."""
    listed = tuple(shown)
    rest = tuple(
        row.model_copy(update={"value": format_decimal(_rest(row, number, listed))})
        for number, row in enumerate(stages)
    )
    if all(row.value == "0" for row in rest):
        return ()
    value = format_decimal(exact_sum(Decimal(row.value) for row in rest))
    return (DifferencePart(kind="closed", name=CLOSED, value=value, stages=rest),)


def _rest(whole: StageValue, number: int, parts: Iterable[DifferencePart]) -> Decimal:
    taken = exact_sum(Decimal(part.stages[number].value) for part in parts)
    return EXACT.subtract(Decimal(whole.value), taken)
