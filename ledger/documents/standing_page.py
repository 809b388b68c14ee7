"""What stands above a figure on every page and document: its standing as facts, and its life as a drawing."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ledger.documents.drawing.lifecycle import LifePoint, draw_lifecycle
from ledger.documents.page import Block, Cell, Columns, Fact, Facts, Heading, Page, Picture
from ledger.documents.standing import standing_word, worse_mark
from ledger.translations.documents import number, text
from ledger.translations.languages import Language
from schemas.views.standing import (
    AuditStanding,
    ChangeCause,
    ConservativeSum,
    FigureChange,
    FigureStanding,
    LifeStep,
    OfFigure,
)

SHOWN_CAUSES: Final = 5
"""The causes of a change that are listed; the data have all."""

LIFE_WIDTH: Final = 84
"""The width of the life of a figure, in mm."""


def page_of_figure(page: Page, answer: object) -> Page:
    """The page of an answer about a figure, with what took the figure's worth away on top of it."""
    standing = answer.standing if isinstance(answer, OfFigure) else None
    worse = None if standing is None else worse_mark(standing, page.language)
    if worse is None:
        return page
    return replace(page, mark=". ".join(filter(None, (worse, page.mark))))


def standing_facts(
    standing: FigureStanding,
    language: Language = "en",
    origin: str | None = None,
    address: str | None = None,
) -> Iterator[Fact]:
    """What a reader must know before the figure.

    Args:
        standing: of the figure.
        language: of the texts.
        origin: of the log; None where no document names it.
        address: at which the standing of the moment is shown; None if there is none.
    """
    yield _fact("state", language, standing_word(standing, language))
    replaced = standing.replaced
    if replaced is not None:
        named = {"index": str(replaced.index), "registry": str(replaced.registry_index)}
        reason = _reason(replaced.reason, language)
        label = text("standing.replaced", language)
        value = text("standing.replaced.value", language, **named, reason=reason)
        yield Fact(label, (Cell(replaced.newest, "code"), Cell(value)))
    unknown = standing.unknown or ()
    if "changed" in unknown:
        yield _fact("changed", language, text("standing.unknown", language))
    else:
        yield _fact("changed", language, *_changed(standing.changed, language))
    if "audit" in unknown:
        yield _fact("audit", language, text("standing.unknown", language))
    else:
        yield _fact("audit", language, *_audit(standing.audit, language))
    if "objections" in unknown:
        yield _fact("objections", language, text("standing.unknown", language))
    else:
        count = str(standing.objections) if standing.objections else text("page.none", language)
        yield _fact("objections", language, count)
    yield from _worth(standing, language)
    yield _as_of(standing, language, origin, address)


def _fact(key: str, language: Language, *values: str) -> Fact:
    return Fact(text(f"standing.{key}", language), tuple(map(Cell, values)))


def _reason(reason: str | None, language: Language) -> str:
    if reason is None:
        return text("page.not_stated", language)
    return text(f"history.reason.{reason}", language)


def _changed(change: FigureChange | None, language: Language) -> Iterator[str]:
    """The number of changes, then each with its cause, as far as the reader may know it."""
    if change is None:
        yield text("standing.changed.none", language)
        return
    form = "one" if change.count == 1 else "many"
    yield text(f"standing.changed.{form}", language, count=str(change.count))
    if change.after is not None:
        shown = {
            "after": number(change.after, language),
            "difference": _signed(change.difference or "0", language),
            "percent": _signed(change.percent or "0", language),
        }
        yield text("standing.changed.after", language, **shown)
    elif change.problem is not None:
        yield text("standing.changed.problem", language, code=change.problem)
    for cause in (change.causes or ())[:SHOWN_CAUSES]:
        yield _cause(cause, language)


def _signed(value: str, language: Language) -> str:
    """A difference with its sign."""
    return number(value if value.startswith("-") else f"+{value}", language)


def _cause(cause: ChangeCause, language: Language) -> str:
    return text(
        "standing.changed.cause",
        language,
        firm=cause.firm or text("stale.further", language),
        event=text(f"standing.event.{cause.event}", language),
        index=str(cause.index),
        reason=_reason(cause.reason, language),
    )


def _audit(audit: AuditStanding | None, language: Language) -> Iterator[str]:
    if audit is None:
        yield text("standing.audit.none", language)
        return
    yield text(
        "standing.audit.value",
        language,
        name=audit.auditor,
        outcome=text(f"declaration.outcome.{audit.outcome}", language),
        level=text(f"declaration.level.{audit.level}", language),
        depth=text(f"declaration.depth.{audit.depth}", language),
        day=audit.date or text("page.not_stated", language),
    )
    if audit.exceptions:
        yield text("standing.audit.exceptions", language, count=str(audit.exceptions))
    unstated = text("page.not_stated", language)
    yield text("standing.audit.standard", language, name=audit.standard or unstated)
    yield text("standing.audit.body", language, number=audit.notified_body or unstated)
    yield text("standing.audit.accreditation", language, number=audit.accreditation or unstated)
    yield text("standing.audit.until", language, day=audit.valid_until or unstated)


def _worth(standing: FigureStanding, language: Language) -> Iterator[Fact]:
    """What takes an evaluation: the conservative figure, incomplete datasets, what the law lacks."""
    conservative = standing.conservative
    if conservative is not None:
        times = {"before": conservative.before, "after": conservative.after}
        named = times if conservative.after is not None else {"alone": conservative.before}
        values = (_conservative(key, row, language) for key, row in named.items() if row)
        yield _fact("conservative", language, *values)
    if standing.incomplete:
        count = str(standing.incomplete)
        yield _fact(
            "incomplete", language, text("standing.incomplete.value", language, count=count)
        )


def _conservative(key: str, figure: ConservativeSum, language: Language) -> str:
    """A conservative figure with its two parts, so that no sum stands without them."""
    words = text(f"standing.conservative.{key}", language, value=number(figure.total, language))
    if figure.parts is None:
        return words
    data, use = figure.parts.data_and_modelling, figure.parts.method_and_use
    parts = {"data": number(data, language), "use": number(use, language)}
    return f"{words}: {text('standing.conservative.parts', language, **parts)}"


def _as_of(
    standing: FigureStanding, language: Language, origin: str | None, address: str | None
) -> Fact:
    at = standing.as_of
    named = {"registry": str(at.registry), "entries": str(at.entries)}
    cells = [Cell(text("standing.as_of.value", language, **named))]
    if address is not None:
        cells += [Cell(text("standing.as_of.now", language)), Cell(address, "link")]
    elif origin is not None:
        cells.append(Cell(text("standing.as_of.ask", language, origin=origin)))
    return Fact(text("standing.as_of", language), tuple(cells))


def standing_blocks(
    standing: FigureStanding,
    language: Language = "en",
    origin: str | None = None,
    address: str | None = None,
) -> Iterator[Block]:
    """What stands above the figure of a document: its standing and its life; arguments as `standing_facts`."""
    yield Heading(text("standing.title", language))
    told = tuple(standing_facts(standing, language, origin, address))
    life = (life_picture(standing, language),) if standing.life else ()
    half = len(told) // 2
    yield Columns((Facts(told[:half]),), (Facts(told[half:-1]), *life))
    yield Facts(told[-1:])


def life_picture(standing: FigureStanding, language: Language = "en") -> Picture:
    """The life of a figure as a drawing; steps that a declared figure has and this one lacks are empty."""
    points = list(_points(standing, language))
    label = text("standing.life", language)
    steps = "; ".join(" ".join((point.name, *point.lines)) for point in points)
    description = f"{label}: {steps}"
    return Picture(draw_lifecycle(points, description), description, LIFE_WIDTH)


def _points(standing: FigureStanding, language: Language) -> Iterator[LifePoint]:
    for step in standing.life:
        yield LifePoint(step.event, _name(step.event, language), tuple(_lines(step, language)))
    made = {step.event for step in standing.life}
    if not made & {"attested", "refused"}:
        yield LifePoint("attested", _name("attested", language), ())
    if "declared" not in made:
        yield LifePoint("declared", _name("declared", language), ())


def _name(event: str, language: Language) -> str:
    return text(f"standing.life.{event}", language)


def _lines(step: LifeStep, language: Language) -> Iterator[str]:
    yield text("standing.life.index", language, index=str(step.index))
    if step.day is not None:
        yield step.day
