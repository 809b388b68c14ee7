"""The numbers of the steps, and the findings that they collect, each under its cause.

A rule raises, an audit collects: a step does not stop at its first finding. The subject of a finding is a
statement or a file. A later finding that depends on the same subject is listed under the first one, as its
consequence: one damaged file is one finding, however much depends on it. `statements/<hex>.json` and
`sha256:<hex>` name the same subject.

`Findings` is the only value in the audit that changes. Every check receives it and adds to it. Checks do not
return or yield their findings, because a verifier must not lose a finding that a caller drops.
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
from schemas.views.report import Finding, Outcome, Severity, Step

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
"""The steps that may have nothing to check in a bundle; every other step has something."""


@dataclass(slots=True)
class _OpenFinding:
    """A finding to which consequences may still be added."""

    severity: Severity
    step: StepNumber
    problem: Problem
    effect: Decimal | None
    follows: dict[str, None] = field(default_factory=dict)


class Findings:
    """The findings of an audit so far, and how much each step has checked."""

    def __init__(self) -> None:
        self._found: list[_OpenFinding] = []
        self._causes: dict[str, _OpenFinding] = {}
        self._checked = dict.fromkeys(StepNumber, 0)
        self._skipped: set[StepNumber] = set()
        self._grouped: set[Severity] = set()

    def checked(self, step: StepNumber, count: int = 1) -> None:
        """Count the things that a step has checked."""
        self._checked[step] += count

    def contradict(
        self,
        step: StepNumber,
        problem: Problem,
        cause: str | None = None,
        effect: Decimal | None = None,
    ) -> None:
        """Report a contradiction in the bundle; it is a consequence if `cause` has a finding already."""
        self._add(_OpenFinding("contradiction", step, problem, effect), cause)

    def miss(self, step: StepNumber, problem: Problem, cause: str | None = None) -> None:
        """Report something named as missing; it is a consequence if `cause` has a finding already.

        Later findings that depend on `cause` are consequences of this one.
        """
        self._add(_OpenFinding("missing", step, problem, None), cause)
        if cause is not None:
            self._causes.setdefault(subject_of(cause), self._found[-1])

    def remark(self, step: StepNumber, problem: Problem, effect: Decimal | None = None) -> None:
        """Report an observation that does not change the verdict."""
        self._found.append(_OpenFinding("remark", step, problem, effect))

    def estimate(self, code: str, effects: Mapping[str, Decimal]) -> None:
        """Add effects, by subject, to the findings of a code that were made before the figure was known."""
        for row in self._found:
            if row.problem.code == code:
                row.effect = effects.get(row.problem.subject, row.effect)

    def not_checked(self, step: StepNumber, cause: str, what: str) -> None:
        """Record that a step could not be completed; this is listed under the finding on `cause`."""
        self._skipped.add(step)
        finding = self._causes.get(subject_of(cause))
        if finding is not None:
            finding.follows[f"{what} not checked"] = None

    def skip(self, steps: Iterable[StepNumber], cause: str) -> None:
        """Record that several steps could not be done because of one cause."""
        for step in steps:
            self.not_checked(step, cause, step.label)

    def has(self, subject: str) -> bool:
        """True if a subject has a finding that is not a remark."""
        return subject_of(subject) in self._causes

    def _add(self, finding: _OpenFinding, cause: str | None) -> None:
        cause_finding = self._causes.get(subject_of(cause)) if cause is not None else None
        if cause_finding is not None:
            if cause_finding.problem[:2] != finding.problem[:2]:
                cause_finding.follows[f"{finding.problem.code} {finding.problem.subject}"] = None
                self._grouped.add(finding.severity)
            return
        self._found.append(finding)
        self._causes.setdefault(subject_of(finding.problem.subject), finding)

    @property
    def exit_code(self) -> Literal[0, 1, 2]:
        """1 with a contradiction, else 2 with something missing, else 0."""
        severities = {finding.severity for finding in self._found}
        return 1 if "contradiction" in severities else 2 if "missing" in severities else 0

    @property
    def is_only_redacted(self) -> bool:
        """True if only sections are missing, because they are withheld, and nothing contradicts, grouped or not."""
        codes = {row.problem.code for row in self._found if row.severity != "remark"}
        return codes == {"section.withheld"} and not self._grouped

    def require_checked(self) -> None:
        """Report each incomplete step of an audit without findings, so that it does not pass as verified."""
        if self.exit_code == 0:
            for step, count in self._checked.items():
                if step in self._skipped or (not count and step not in _MAY_BE_EMPTY):
                    detail = "nothing was checked in this step"
                    self.miss(step, Problem("step.not_checked", step.label, detail))

    def steps(self) -> tuple[Step, ...]:
        """Every step and how it ended."""
        return tuple(map(self.step, StepNumber))

    def step(self, number: StepNumber) -> Step:
        """Return the result of a step."""
        checked = self._checked[number]
        outcome: Outcome = "passed"
        if any(row.step == number and row.severity != "remark" for row in self._found):
            outcome = "found"
        elif number in self._skipped or not checked:
            outcome = "not_told"
        return Step(number=number, name=number.label, checked=checked, outcome=outcome)

    def listed(self, declared: Decimal | None) -> tuple[Finding, ...]:
        """The findings, contradictions first, by step; effects also in per cent of the total.

        Of one code and severity those with the largest effects are listed singly, the others as one.
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


def _aggregate(findings: Sequence[_OpenFinding]) -> Iterator[_OpenFinding]:
    """The findings in order; of one code and severity, those beyond `LISTED` are put together as one."""
    groups: dict[tuple[Severity, str], list[_OpenFinding]] = {}
    for row in findings:
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
        yield _OpenFinding(severity, largest[0].step, problem, _sum(rest))


def _sum(rows: Iterable[_OpenFinding]) -> Decimal | None:
    """The sum of the effects of findings; None if none is known."""
    total: Decimal | None = None
    for row in rows:
        if row.effect is not None:
            total = EXPLAIN.add(total or ZERO, row.effect)
    return total


def _detail(problem: Problem) -> str:
    """The sentence of a problem, with the path of the field that breaks the rule."""
    place = f" ({problem.place})" if problem.place else ""
    return sentence(f"{problem.detail.removesuffix('.')}{place}")


def format_value(value: Decimal | None) -> str | None:
    """Format a value for a report, to 60 decimal places; None if there is none, or it is too large."""
    if value is None or abs(value) >= _LARGEST:
        return None
    return format_decimal(_WIDE.quantize(value, _FINEST))


def percent_of(effect: Decimal | None, declared: Decimal | None) -> str | None:
    """Format an effect, or a part, in per cent of a total, to 4 digits."""
    if effect is None or not declared:
        return None
    return format_value(
        round_delivered(EXPLAIN.divide(EXPLAIN.multiply(effect, _HUNDRED), declared))
    )


def subject_of(name: str) -> str:
    """Return the subject of a file: the statement, section or blob that its name gives, else the name itself."""
    match = _FILE.fullmatch(name)
    return f"sha256:{match[1]}" if match is not None else name
