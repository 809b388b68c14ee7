"""The numbered steps, and the findings they collect, each under its cause.

Checks raise, audits collect: a step never stops at its first finding. What a finding is about (a
statement or a file) is its subject, and a later observation that depends on that subject is listed
under the finding instead of standing beside it: one damaged file is one finding, however much rests
on it. `statements/<hex>.json` and `sha256:<hex>` are one subject here.

`Findings` is the only thing in the audit that grows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from enum import IntEnum
from typing import Literal

from ledger.footprint.graph import Problem
from ledger.footprint.numbers import EXPLAIN, ZERO, format_decimal, round_delivered
from schemas.errors import sentence
from schemas.report import Finding, Severity, Step

_FILE = re.compile(r"[a-z]+/([0-9a-f]{64})\.json")
_HUNDRED = Decimal(100)
_LARGEST = Decimal("1e31")
_FINEST = Decimal("1e-60")
_TOLD = Context(prec=100)


LISTED = 100
"""Findings of one code and severity that are listed one by one."""


class Nr(IntEnum):
    """The numbers of the steps; `verifier` says what each one requires."""

    CONTAINER = 1
    INTEGRITY = 2
    SIGNATURES = 3
    KEYS = 4
    INCLUSION = 5
    CHECKPOINTS = 6
    LINKS = 7
    LINEAGE = 8
    DELIVERIES = 9
    BALANCES = 10
    RULES = 11
    RECOMPUTATION = 12
    EQUALITY = 13


@dataclass(slots=True)
class _Open:
    """A finding to which consequences may still be added."""

    severity: Severity
    step: Nr
    problem: Problem
    effect: Decimal | None
    follows: dict[str, None] = field(default_factory=dict)


class Findings:
    """What an audit has found so far, and how much each step has checked."""

    def __init__(self) -> None:
        self._found: list[_Open] = []
        self._causes: dict[str, _Open] = {}
        self._checked = dict.fromkeys(Nr, 0)
        self._untold: set[Nr] = set()
        self._grouped: set[Severity] = set()
        self._alike: dict[Problem, list[_Open]] = {}

    def checked(self, step: Nr, count: int = 1) -> None:
        """Counts what a step has looked at."""
        self._checked[step] += count

    def contradict(
        self, step: Nr, problem: Problem, cause: str | None = None, effect: Decimal | None = None
    ) -> None:
        """Two things in hand disagree; a consequence if there is a finding on `cause` already."""
        self._add(_Open("contradiction", step, problem, effect), cause)

    def miss(self, step: Nr, problem: Problem, cause: str | None = None) -> None:
        """Something named is not there; a consequence if there is a finding on `cause` already.

        What depends on `cause` later is a consequence of this finding.
        """
        self._add(_Open("missing", step, problem, None), cause)
        if cause is not None:
            self._causes.setdefault(subject_of(cause), self._found[-1])

    def remark(self, step: Nr, problem: Problem, effect: Decimal | None = None) -> None:
        """Something told without changing the verdict."""
        self._found.append(_Open("remark", step, problem, effect))

    def tell_effect(self, problem: Problem, effect: Decimal | None) -> None:
        """Adds its effect to what was found before there were figures; nothing where it is a consequence."""
        for found in self._alike.get(problem, ()):
            found.effect = effect

    def estimate(self, code: str, effects: Mapping[str, Decimal]) -> None:
        """Gives the findings of a code their effects by subject, where the figure was told after them."""
        for row in self._found:
            if row.problem.code == code:
                row.effect = effects.get(row.problem.subject, row.effect)

    def not_told(self, step: Nr, cause: str, what: str) -> None:
        """A step that could not, or not wholly, be done; said under the finding on `cause`."""
        self._untold.add(step)
        known = self._causes.get(subject_of(cause))
        if known is not None:
            known.follows[f"{what} is not told"] = None

    def has(self, subject: str) -> bool:
        """Whether something was found on a subject, remarks aside."""
        return subject_of(subject) in self._causes

    def _add(self, found: _Open, cause: str | None) -> None:
        known = self._causes.get(subject_of(cause)) if cause is not None else None
        if known is not None:
            if known.problem[:2] != found.problem[:2]:
                known.follows[f"{found.problem.code} {found.problem.subject}"] = None
                self._grouped.add(found.severity)
            return
        self._found.append(found)
        self._alike.setdefault(found.problem, []).append(found)
        self._causes.setdefault(subject_of(found.problem.subject), found)

    @property
    def exit_code(self) -> Literal[0, 1, 2]:
        """1 with a contradiction, else 2 with something missing, else 0."""
        severities = {found.severity for found in self._found}
        return 1 if "contradiction" in severities else 2 if "missing" in severities else 0

    @property
    def is_only_redacted(self) -> bool:
        """Whether withheld sections are all that is missing, and nothing contradicts, grouped or not."""
        found = {row.problem.code for row in self._found if row.severity != "remark"}
        return found == {"section.withheld"} and not self._grouped

    def require_told(self) -> None:
        """Nothing checked is a failure: without a finding, every step must have been told.

        A graph may have no deliveries; every other step has something to look at.
        """
        if self.exit_code == 0:
            for step in self._checked:
                if step in self._untold or (not self._checked[step] and step != Nr.DELIVERIES):
                    detail = "nothing was checked in this step"
                    self.miss(step, Problem("step.not_told", step.name.lower(), detail))

    def steps(self) -> tuple[Step, ...]:
        """All thirteen steps and how each ended."""
        found = {row.step for row in self._found if row.severity != "remark"}
        return tuple(
            Step(
                number=step,
                name=step.name.lower(),
                checked=count,
                outcome="found"
                if step in found
                else "not_told"
                if step in self._untold or not count
                else "passed",
            )
            for step, count in self._checked.items()
        )

    def listed(self, declared: Decimal | None) -> tuple[Finding, ...]:
        """The findings, contradictions first, by step; effects also in per cent of the total.

        Of one code and severity those with the largest effects are listed, and the others together.
        """
        order: list[Severity] = ["contradiction", "missing", "remark"]
        kept = _aggregate(self._found)
        rows = sorted(kept, key=lambda row: (order.index(row.severity), row.step))
        return tuple(
            Finding(
                code=row.problem.code,
                severity=row.severity,
                step=row.step,
                subject=row.problem.subject,
                detail=_detail(row.problem),
                effect_kg=told(row.effect),
                effect_percent=percent_of(row.effect, declared),
                follows=tuple(row.follows),
            )
            for row in rows
        )


def _aggregate(found: Sequence[_Open]) -> Iterator[_Open]:
    """The findings as they were found; beyond `LISTED` of one code and severity, one in place of the others."""
    groups: dict[tuple[Severity, str], list[_Open]] = {}
    for row in found:
        groups.setdefault((row.severity, row.problem.code), []).append(row)
    for (severity, code), rows in groups.items():
        if len(rows) <= LISTED:
            yield from rows
            continue
        largest = sorted(rows, key=lambda row: -(row.effect or ZERO).copy_abs())
        yield from largest[:LISTED]
        rest = largest[LISTED:]
        detail = f"{len(rest)} more findings of this code, none of a larger effect"
        problem = Problem(code, f"{len(rest)} more", detail)
        yield _Open(severity, largest[0].step, problem, _sum(rest))


def _sum(rows: Iterable[_Open]) -> Decimal | None:
    """The effects of findings together; None where none is known."""
    total: Decimal | None = None
    for row in rows:
        if row.effect is not None:
            total = EXPLAIN.add(total or ZERO, row.effect)
    return total


def _detail(problem: Problem) -> str:
    """The sentence of a problem, with the field path of the rule that is broken."""
    place = f" ({problem.place})" if problem.place else ""
    return sentence(f"{problem.detail.removesuffix('.')}{place}")


def told(value: Decimal | None) -> str | None:
    """A value as a figure, to 60 decimal places; None where there is none, or it is too large."""
    if value is None or abs(value) >= _LARGEST:
        return None
    return format_decimal(_TOLD.quantize(value, _FINEST))


def percent_of(effect: Decimal | None, declared: Decimal | None) -> str | None:
    """An effect, or a part, in per cent of a total, to 4 digits."""
    if effect is None or not declared:
        return None
    return told(round_delivered(EXPLAIN.divide(EXPLAIN.multiply(effect, _HUNDRED), declared)))


def subject_of(name: str) -> str:
    """What a file is about: the statement, section or blob that its name says, else itself."""
    known = _FILE.fullmatch(name)
    return f"sha256:{known[1]}" if known is not None else name
