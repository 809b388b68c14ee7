"""Lists, findings and steps of a report as text, for audits of a bundle and for monitors.

Findings are ordered by severity and by effect, those of one code together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from schemas.views.report import Finding, Severity, Step

_MARKS: Mapping[Severity, str] = {"contradiction": "x", "missing": "?", "remark": "-"}
_PLURALS: Mapping[Severity, str] = {
    "contradiction": "contradictions",
    "missing": "missing",
    "remark": "remarks",
}
_OUTCOMES = {"passed": "passed", "found": "FOUND", "not_told": "incomplete"}
SHOWN = 5
"""The largest number of members of a list that the text names; the JSON has all."""


def listed_lines(heading: str, rows: Sequence[Iterable[str]]) -> Iterator[str]:
    """A heading, the lines of the first rows, and the number of the others; nothing without rows.

    Args:
        heading: the first line.
        rows: the lines of each row: the first names it, the others are below it.
    """
    if not rows:
        return
    yield heading
    for first, *others in rows[:SHOWN]:
        yield f"  {first}"
        yield from (f"      {line}" for line in others)
    if len(rows) > SHOWN:
        yield f"  and {len(rows) - SHOWN} more, which the JSON lists"
    yield ""


def finding_lines(findings: Sequence[Finding], per: str) -> Iterator[str]:
    """Findings by severity, the largest effect first, those of one code together; effects are `per` a unit."""
    counts = (
        f"{sum(row.severity == severity for row in findings)} {name}"
        for severity, name in _PLURALS.items()
    )
    yield f"Findings: {len(findings)} ({', '.join(counts)})"
    for group in group_findings(findings):
        first, count = group[0], f", {len(group)} times" if len(group) > 1 else ""
        yield f"  {_MARKS[first.severity]} {first.code} (step {first.step}){count}"
        for row in group:
            yield from _finding(row, per)


def group_findings(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings of one severity, code and step together: by severity, then the largest effect first."""
    largest: dict[tuple[Severity, str], Decimal] = {}
    for row in findings:
        key = row.severity, row.code
        largest[key] = max(_size(row), largest.get(key, Decimal(0)))
    ordered = sorted(
        findings,
        key=lambda row: (
            [*_MARKS].index(row.severity),
            -largest[row.severity, row.code],
            row.step,
            row.code,
            -_size(row),
        ),
    )
    alike = groupby(ordered, lambda row: (row.severity, row.code, row.step))
    return [list(rows) for _, rows in alike]


def step_lines(steps: Sequence[Step]) -> Iterator[str]:
    """The steps in two columns, each with its result and the number of things that it checked."""
    yield "Steps, with the number of things checked"
    half = (len(steps) + 1) // 2
    for at in range(half):
        pair = steps[at], *steps[at + half : at + half + 1]
        yield "  " + "   ".join(map(_step, pair))


def _step(step: Step) -> str:
    label = step.name.replace("_", " ")
    is_empty = step.outcome == "not_told" and not step.checked
    outcome = "not checked" if is_empty else _OUTCOMES[step.outcome]
    return f"{step.number:2} {label:<16} {outcome:<11}{step.checked:>6}"


def _size(finding: Finding) -> Decimal:
    """The size of an effect, without its sign; zero if it is unknown."""
    return Decimal(finding.effect_kg or 0).copy_abs()


def _finding(finding: Finding, per: str) -> Iterator[str]:
    effect = ""
    if finding.effect_kg is not None:
        share = f", {finding.effect_percent} %" if finding.effect_percent is not None else ""
        effect = f" Effect {finding.effect_kg} kg CO2e per {per}{share}."
    yield f"      {finding.subject}: {finding.detail}{effect}"
    for line in finding.follows[:SHOWN]:
        yield f"      consequence: {line}"
    if len(finding.follows) > SHOWN:
        yield f"      and {len(finding.follows) - SHOWN} more consequences"
