"""The numbers of the steps, and the findings they collect, each under its cause.

Rules raise, audits collect: a step does not stop at its first finding. The subject of a finding is a statement
or a file. A later finding that depends on the same subject is listed under the first one, as its consequence:
one damaged file is one finding, however much rests on it. `statements/<hex>.json` and `sha256:<hex>` name the
same subject.

`Findings` is the only value in the audit that changes. Every check takes it and adds to it. Checks do not return
their findings or yield them: a check that is called is made, whatever its caller does with the answer, and a
verifier must not lose a finding because a caller dropped it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from enum import IntEnum
from typing import Literal

from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_decimal, round_delivered
from ledger.footprint.graph.resolution import Problem
from schemas.errors import sentence
from schemas.report import Finding, Outcome, Severity, Step

_FILE = re.compile(r"[a-z]+/([0-9a-f]{64})\.json")
_HUNDRED = Decimal(100)
_LARGEST = Decimal("1e31")
_FINEST = Decimal("1e-60")
_WIDE = Context(prec=100)


LISTED = 100
"""Findings of one code and severity that are listed one by one."""


class StepNumber(IntEnum):
    """The steps in the order in which they run; `ledger.audit.steps` says what each of them requires."""

    CONTAINER = 1
    INTEGRITY = 2
    CHECKPOINTS = 3
    MONITOR = 4
    SUBJECT = 5
    SIGNATURES = 6
    INCLUSION = 7
    KEYS = 8
    LINKS = 9
    RULES = 10
    LINEAGE = 11
    DELIVERIES = 12
    RECOMPUTATION = 13
    SUPPLIER_FIGURES = 14
    BALANCES = 15
    COMPOSITION = 16
    EQUALITY = 17

    @property
    def label(self) -> str:
        """The name of the step in reports."""
        return self.name.lower()


_MAY_BE_EMPTY = frozenset({StepNumber.MONITOR, StepNumber.DELIVERIES, StepNumber.SUPPLIER_FIGURES})
"""The steps that a bundle may give nothing to check; every other step has something to look at."""


@dataclass(slots=True)
class _Open:
    """A finding to which consequences may still be added."""

    severity: Severity
    step: StepNumber
    problem: Problem
    effect: Decimal | None
    follows: dict[str, None] = field(default_factory=dict)


class Findings:
    """The findings of an audit so far, and how much each step has checked."""

    def __init__(self) -> None:
        self._found: list[_Open] = []
        self._causes: dict[str, _Open] = {}
        self._checked = dict.fromkeys(StepNumber, 0)
        self._skipped: set[StepNumber] = set()
        self._grouped: set[Severity] = set()

    def checked(self, step: StepNumber, count: int = 1) -> None:
        """Count the things that a step has looked at."""
        self._checked[step] += count

    def contradict(
        self,
        step: StepNumber,
        problem: Problem,
        cause: str | None = None,
        effect: Decimal | None = None,
    ) -> None:
        """Two things in the bundle disagree; a consequence if there is a finding on `cause` already."""
        self._add(_Open("contradiction", step, problem, effect), cause)

    def miss(self, step: StepNumber, problem: Problem, cause: str | None = None) -> None:
        """Something named is not there; a consequence if there is a finding on `cause` already.

        What depends on `cause` later is a consequence of this finding.
        """
        self._add(_Open("missing", step, problem, None), cause)
        if cause is not None:
            self._causes.setdefault(subject_of(cause), self._found[-1])

    def remark(self, step: StepNumber, problem: Problem, effect: Decimal | None = None) -> None:
        """An observation that does not change the verdict."""
        self._found.append(_Open("remark", step, problem, effect))

    def estimate(self, code: str, effects: Mapping[str, Decimal]) -> None:
        """Give the findings of a code, made before there was a figure, their effects by subject."""
        for row in self._found:
            if row.problem.code == code:
                row.effect = effects.get(row.problem.subject, row.effect)

    def not_told(self, step: StepNumber, cause: str, what: str) -> None:
        """A step could not, or not wholly, be done; this is listed under the finding on `cause`."""
        self._skipped.add(step)
        known = self._causes.get(subject_of(cause))
        if known is not None:
            known.follows[f"{what} is not told"] = None

    def skip(self, steps: Iterable[StepNumber], cause: str) -> None:
        """Several steps cannot be done, for want of one thing."""
        for step in steps:
            self.not_told(step, cause, step.label)

    def has(self, subject: str) -> bool:
        """True if there is a finding on a subject, remarks aside."""
        return subject_of(subject) in self._causes

    def _add(self, found: _Open, cause: str | None) -> None:
        known = self._causes.get(subject_of(cause)) if cause is not None else None
        if known is not None:
            if known.problem[:2] != found.problem[:2]:
                known.follows[f"{found.problem.code} {found.problem.subject}"] = None
                self._grouped.add(found.severity)
            return
        self._found.append(found)
        self._causes.setdefault(subject_of(found.problem.subject), found)

    @property
    def exit_code(self) -> Literal[0, 1, 2]:
        """1 with a contradiction, else 2 with something missing, else 0."""
        severities = {found.severity for found in self._found}
        return 1 if "contradiction" in severities else 2 if "missing" in severities else 0

    @property
    def is_only_redacted(self) -> bool:
        """True if withheld sections are all that is missing, and nothing contradicts, grouped or not."""
        found = {row.problem.code for row in self._found if row.severity != "remark"}
        return found == {"section.withheld"} and not self._grouped

    def require_checked(self) -> None:
        """Nothing checked is a failure: without a finding, every step must have been done, and wholly."""
        if self.exit_code == 0:
            for step, count in self._checked.items():
                if step in self._skipped or (not count and step not in _MAY_BE_EMPTY):
                    detail = "nothing was checked in this step"
                    self.miss(step, Problem("step.not_checked", step.label, detail))

    def steps(self) -> tuple[Step, ...]:
        """Every step and how it ended."""
        return tuple(map(self.step, StepNumber))

    def step(self, number: StepNumber) -> Step:
        """How a step ended."""
        checked = self._checked[number]
        outcome: Outcome = "passed"
        if any(row.step == number and row.severity != "remark" for row in self._found):
            outcome = "found"
        elif number in self._skipped or not checked:
            outcome = "not_told"
        return Step(number=number, name=number.label, checked=checked, outcome=outcome)

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
                effect_kg=format_value(row.effect),
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


def format_value(value: Decimal | None) -> str | None:
    """A value as a figure of a report, to 60 decimal places; None if there is none, or it is too large."""
    if value is None or abs(value) >= _LARGEST:
        return None
    return format_decimal(_WIDE.quantize(value, _FINEST))


def percent_of(effect: Decimal | None, declared: Decimal | None) -> str | None:
    """An effect, or a part, in per cent of a total, to 4 digits."""
    if effect is None or not declared:
        return None
    return format_value(
        round_delivered(EXPLAIN.divide(EXPLAIN.multiply(effect, _HUNDRED), declared))
    )


def subject_of(name: str) -> str:
    """What a file is about: the statement, section or blob that its name says, else itself."""
    known = _FILE.fullmatch(name)
    return f"sha256:{known[1]}" if known is not None else name
