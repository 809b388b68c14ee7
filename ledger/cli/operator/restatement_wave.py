"""The picture of a restatement: its wave of entries by tier, and the calculations at its end."""

from collections.abc import Iterator
from decimal import Decimal

from ledger.documents.drawing.wave import WavePoint, draw_wave
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from ledger.service.answers.restatement import RestatedFigure, Restatement


def wave_picture(restatement: Restatement) -> str:
    """The wave as SVG; what has no value before or after is not in it."""
    last = max((row.tier for row in restatement.wave), default=-1) + 1
    columns = [*["change"][:last], *(f"+{tier}" for tier in range(1, last)), "figures"]
    points = [*_entries(restatement), *_calculations(restatement, last)]
    title = f"Relative change by registry leaves {restatement.since} to {restatement.until - 1}"
    return draw_wave(points, columns, title, _per_cent)


def _entries(restatement: Restatement) -> Iterator[WavePoint]:
    for row in restatement.wave:
        change = _relative(row.before, row.after)
        if change is not None:
            words = f"{row.site}, {row.id}: {row.before} to {row.after}, {_per_cent(change)}"
            yield WavePoint(row.id, row.tier, change, row.site, words, row.rests_on)


def _calculations(restatement: Restatement, column: int) -> Iterator[WavePoint]:
    """Each calculation after the entries of its wave that no other entry of it rests on."""
    behind = {row.id: row.rests_on for row in restatement.wave}
    for figure in restatement.figures:
        change = _relative(figure.before, figure.after)
        if change is not None:
            yield WavePoint(
                figure.id,
                column,
                change,
                figure.model,
                _words(figure, change),
                _ends(figure, behind),
            )


def _words(figure: RestatedFigure, change: Decimal) -> str:
    said = f"{figure.model}, site {figure.site}: {figure.before} to {figure.after}"
    return f"{said} kg CO2e per unit of the figure, {_per_cent(change)}"


def _ends(figure: RestatedFigure, behind: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    used = {name for row in figure.recomputed for name in behind.get(row, ())}
    return tuple(row for row in figure.recomputed if row not in used)


def _relative(before: str | None, after: str | None) -> Decimal | None:
    """The change relative to the size of what was before; None if either is missing, or nothing was before."""
    if before is None or after is None or not Decimal(before):
        return None
    change = EXPLAIN.subtract(Decimal(after), Decimal(before))
    return EXPLAIN.divide(change, abs(Decimal(before)))


def _per_cent(change: Decimal) -> str:
    shown = format_rounded(EXPLAIN.multiply(change, Decimal(100)))
    return f"{'+' * (change > 0)}{shown} %"
