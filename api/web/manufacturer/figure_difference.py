"""The difference of a figure to the one before, by stage and by cause, in words and numbers of the reader's language.

The document holds what this reader may see (`ledger.service.access.differences`), so every part of it is shown: the
causes in the order of their size, and below each its groups, sites and rows. Parts below a thousandth of the largest
cause are summed, as `cradle diff` does. Names of groups, exchanged values and notes are English, as in the document.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from api.web.workspace import Visit
from ledger.documents.difference.parts import moved_causes, parts_below, smallest_shown
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import show_stated
from ledger.translations.documents import number, period_words
from schemas.signed.calculation import StageValue
from schemas.views.difference import Difference, DifferencePart


class StageLine(NamedTuple):
    """A stage that changed, or the total: its value in both figures, and the change."""

    name: str
    before: str
    after: str
    value: str


class PartLine(NamedTuple):
    """A part of the difference at its level of the tree.

    Attributes:
        level: from 0 for a cause.
        name: of the part.
        english: True if the name is English in every language.
        value: the change.
        exchanged: the values before and after, in words.
        note: on the order in which the part was exchanged.
    """

    level: int
    name: str
    english: bool
    value: str
    exchanged: str = ""
    note: str = ""


class Change(NamedTuple):
    """The difference to the figure before: a sentence, the change by stage and by cause with its parts, and remarks."""

    words: str
    stages: tuple[StageLine, ...]
    parts: tuple[PartLine, ...]
    remarks: tuple[str, ...]


def difference_of(visit: Visit, known: Difference | None) -> Change | None:
    """The difference to the figure before, as the page shows it; None if there is none."""
    if known is None:
        return None
    words = visit.say(
        "figure.difference.words",
        before=_six(visit, known.before.total),
        period=period_words(known.before.period, visit.language),
        after=_six(visit, known.after.total),
        value=_signed(visit, Decimal(known.value)),
    )
    moved = moved_causes(known)
    limit = smallest_shown(moved)
    parts = (line for part in moved for line in _part_lines(visit, part, limit, 0))
    return Change(words, tuple(_stage_lines(visit, known)), tuple(parts), known.remarks)


def _stage_lines(visit: Visit, known: Difference) -> Iterator[StageLine]:
    """The stages that changed, then the total."""
    before, after = _by_stage(known.before.stages), _by_stage(known.after.stages)
    for row in known.stages:
        if row.value != "0":
            yield StageLine(
                visit.say(f"declaration.stage.{row.stage.value}"),
                _six(visit, before.get(row.stage.value, "0")),
                _six(visit, after.get(row.stage.value, "0")),
                _signed(visit, Decimal(row.value)),
            )
    yield StageLine(
        visit.say("figure.difference.total"),
        _six(visit, known.before.total),
        _six(visit, known.after.total),
        _signed(visit, Decimal(known.value)),
    )


def _by_stage(stages: Iterable[StageValue]) -> dict[str, str]:
    return {row.stage.value: row.value for row in stages}


def _part_lines(
    visit: Visit, part: DifferencePart, limit: Decimal, level: int
) -> Iterator[PartLine]:
    """A part, and those below it, the largest first."""
    exchanged = ""
    if part.before is not None or part.after is not None:
        exchanged = f"{part.before or 'none'} → {part.after or 'none'}"
    yield PartLine(
        level,
        _name(visit, part),
        part.kind == "group",
        _signed(visit, Decimal(part.value)),
        exchanged,
        part.note or "",
    )
    shown, small = parts_below(part, limit)
    for row in shown:
        yield from _part_lines(visit, row, limit, level + 1)
    if small:
        words = visit.say("figure.difference.smaller", count=str(len(small)))
        value = _signed(visit, exact_sum(small))
        yield PartLine(level + 1, words, english=False, value=value)


def _name(visit: Visit, part: DifferencePart) -> str:
    if part.kind == "cause":
        return visit.say(f"figure.cause.{part.name}")
    return visit.say("figure.cause.closed") if part.kind == "closed" else part.name


def _six(visit: Visit, value: str) -> str:
    """A value to 6 digits in the page's language."""
    return number(show_stated(Decimal(value)), visit.language)


def _signed(visit: Visit, value: Decimal) -> str:
    shown = number(show_stated(value), visit.language)
    return f"+{shown}" if value > 0 else shown
