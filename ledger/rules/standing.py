"""The standing of a figure, from what the logs say of it: values in, a value out.

    superseded   another statement of the issuer replaced the declaration, or else the figure
    withdrawn    something that the figure rests on was withdrawn, and nothing is in its place
    changed      a leaf of the registry touches what the figure rests on, after the state that it was computed at
    audit        the attestation that the declaration names, else the newest one, a refusal too
    objections   to the figure, its declaration, its attestation or what it rests on, neither answered nor withdrawn

Each event has the index of its statement in the entries log, and only those below a size count. So the standing as of
an earlier size is known too, and a document that states one can be checked against a later bundle. The ledger
(`ledger.state.standing`) and the verifier (`ledger.audit.report.standing`) read the events, and this decides.

Left out: a later statement that a bundle does not have. The log is asked for it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Declaration
from schemas.signed.rulebook import Rulebook
from schemas.views.standing import (
    AuditStanding,
    ChangeCause,
    FigureChange,
    FigureStanding,
    LegalStanding,
    LifeEvent,
    LifeStep,
    Replacement,
    StandingAsOf,
    StandingState,
    UnknownPart,
)

EVER: Final = 2**62
"""A size above all real ones."""


class LogEvent(NamedTuple):
    """A statement and the index of its leaf in the entries log; an unknown place is -1, and then it always counts."""

    statement: str
    at: int


class Replaced(NamedTuple):
    """The replacing of a figure's statement: by which one, at which leaf of the registry, and for which reason."""

    event: LogEvent
    registry_index: int
    reason: str | None


class Touched(NamedTuple):
    """A leaf of the registry that touches what a figure rests on; `old` is what it changed or added."""

    event: LogEvent
    registry_index: int
    kind: Literal["superseded", "withdrawn", "added"]
    old: str
    firm: str | None = None
    reason: str | None = None


class Attested(NamedTuple):
    """An attestation of the figure, and the name of its auditor."""

    event: LogEvent
    attestation: Attestation
    auditor: str


class Declared(NamedTuple):
    """A declaration of the figure, the attestation that it names, and the day of issue that it states."""

    event: LogEvent
    attestation: str
    day: str | None


class Contested(NamedTuple):
    """An objection, and where it was answered or withdrawn; None while it is open."""

    event: LogEvent
    closed: int | None


@dataclass(frozen=True, slots=True)
class FigureEvents:
    """What the logs say of a figure.

    Attributes:
        figure: the calculation or delivery; None for a draft.
        law: what a figure under its method may be used for.
        declarations: of the calculation, in the order of the log.
        replaced: of the declarations and the figure, by the id of what was replaced.
        touches: in the order of the registry.
        attested: in the order of the log.
        contested: the objections.
        unknown: the parts of the standing that are not told.
        registry_at: the size of the registry that the leaf of a statement at this index names.
    """

    figure: LogEvent | None
    law: LegalStanding
    declarations: Sequence[Declared] = ()
    replaced: Sequence[tuple[str, Replaced]] = ()
    touches: Sequence[Touched] = ()
    attested: Sequence[Attested] = ()
    contested: Sequence[Contested] = ()
    unknown: tuple[UnknownPart, ...] = ()
    registry_at: Callable[[int], int] = lambda _at: 0


def legal_standing(rulebook: Rulebook, *, is_product: bool) -> LegalStanding:
    """What figures under a rulebook may be used for; `is_product` is true of a calculation that is of no battery.

    Only a rulebook that may declare under Article 7 of Regulation (EU) 2023/1542 and is in force makes a declaration.
    """
    if is_product:
        return "product"
    if rulebook.declarable != "article_7":
        return "study"
    return "declared" if rulebook.legal_status == "in_force" else "example"


def draft_standing(law: LegalStanding) -> FigureStanding:
    """The standing of a figure that is in no log."""
    nowhere = StandingAsOf(entries=0, registry=0)
    return FigureStanding(state="draft", law=law, as_of=nowhere, objections=0, life=())


def figure_standing(events: FigureEvents, named: str = "", until: int = EVER) -> FigureStanding:
    """The standing of a figure.

    Args:
        events: what the logs say of it.
        named: the declaration that is asked for; otherwise the newest one in force, else the newest.
        until: the size of the entries log whose events count.
    """
    figure = events.figure
    if figure is None:
        return draft_standing(events.law)
    replaced = {old: row for old, row in events.replaced if row.event.at < until}
    declarations = [row for row in events.declarations if row.event.at < until]
    declared = _declared(declarations, replaced, named)
    touches = [row for row in events.touches if row.event.at < until]
    audit = _audit(events, declared, until)
    open_objections = [
        row.event
        for row in events.contested
        if row.event.at < until and (row.closed is None or row.closed >= until)
    ]
    closed = [
        LogEvent(row.event.statement, row.closed)
        for row in events.contested
        if row.closed is not None and row.closed < until
    ]
    change = None if declared is None else replaced.get(declared.event.statement)
    change = change or replaced.get(figure.statement)
    gone = _gone(touches)
    life = tuple(_life(figure, declared, audit, touches, change))
    counted = (
        *(LogEvent(step.statement, step.index) for step in life),
        *(row.event for row in touches),
        *open_objections,
        *closed,
    )
    last = max(row.at for row in counted)
    state: StandingState = "in_force" if change is None else "superseded"
    return FigureStanding(
        state="withdrawn" if state == "in_force" and gone else state,
        law=events.law,
        figure=figure.statement,
        declaration=None if declared is None else declared.event.statement,
        as_of=StandingAsOf(entries=last + 1, registry=events.registry_at(last)),
        replaced=None if change is None else _replacement(change, replaced),
        changed=_changed(touches, gone),
        audit=None if audit is None else _audit_standing(audit),
        objections=len(open_objections),
        unknown=events.unknown or None,
        life=life,
    )


def proposed(events: FigureEvents, name: str, declaration: Declaration) -> FigureEvents:
    """The events as if this declaration, under its id, came next into the log."""
    words = [row.event for row in events.attested] + [row.event for row in events.declarations]
    last = max((row.at for row in (events.figure, *words) if row is not None), default=0)
    next_event = LogEvent(name, last + 1)
    newest = Declared(next_event, declaration.attestation, declaration.date)
    return replace(events, declarations=(*events.declarations, newest))


def _declared(
    declarations: Sequence[Declared], replaced: dict[str, Replaced], named: str
) -> Declared | None:
    """The declaration that was named, else the newest one in force, else the newest."""
    asked = [row for row in declarations if row.event.statement == named]
    live = [row for row in declarations if row.event.statement not in replaced]
    return next(reversed(asked or live or declarations), None)


def _audit(events: FigureEvents, declared: Declared | None, until: int) -> Attested | None:
    """The attestation that the declaration names, else the newest."""
    attested = [row for row in events.attested if row.event.at < until]
    if declared is not None:
        attested = [row for row in attested if row.event.statement == declared.attestation]
    return next(reversed(attested), None)


def _gone(touches: Sequence[Touched]) -> int:
    """The number of statements behind the figure that were withdrawn, so that nothing is in their place."""
    return sum(row.kind == "withdrawn" for row in touches)


def _changed(touches: Sequence[Touched], gone: int) -> FigureChange | None:
    if not touches:
        return None
    causes = (
        ChangeCause(
            index=row.registry_index,
            event=row.kind,
            statement=row.old,
            by=row.event.statement,
            firm=row.firm,
            reason=row.reason,
        )
        for row in touches
    )
    return FigureChange(count=len(touches), withdrawn=gone, causes=tuple(causes))


def _replacement(change: Replaced, replaced: dict[str, Replaced]) -> Replacement:
    newest, seen = change.event.statement, {change.event.statement}
    while newest in replaced and replaced[newest].event.statement not in seen:
        newest = replaced[newest].event.statement
        seen.add(newest)
    return Replacement(
        by=change.event.statement,
        newest=newest,
        index=max(change.event.at, 0),
        registry_index=change.registry_index,
        reason=change.reason,
    )


def _audit_standing(row: Attested) -> AuditStanding:
    word = row.attestation
    return AuditStanding(
        attestation=row.event.statement,
        index=max(row.event.at, 0),
        auditor=row.auditor,
        outcome=word.outcome,
        level=word.level,
        materiality=word.materiality,
        scope=word.scope,
        depth=word.depth.default,
        exceptions=len(word.depth.exceptions),
        date=word.date,
        valid_until=word.valid_until,
        standard=word.standard,
        accreditation=word.accreditation,
        notified_body=word.notified_body,
    )


def _life(
    figure: LogEvent,
    declared: Declared | None,
    audit: Attested | None,
    touches: Sequence[Touched],
    change: Replaced | None,
) -> Iterator[LifeStep]:
    """The steps of a figure in the order of the log; of several changes behind it the first."""
    steps: list[tuple[LifeEvent, LogEvent, str | None]] = [("calculated", figure, None)]
    if audit is not None:
        word = audit.attestation
        event: LifeEvent = "refused" if word.outcome == "refused" else "attested"
        steps.append((event, audit.event, word.date))
    if declared is not None:
        steps.append(("declared", declared.event, declared.day))
    if touches:
        first = min(touches, key=lambda row: row.registry_index)
        steps.append(("changed", first.event, None))
    if change is not None:
        steps.append(("superseded", change.event, None))
    for event, row, day in sorted(steps, key=lambda step: step[1].at):
        yield LifeStep(event=event, statement=row.statement, index=max(row.at, 0), day=day)
