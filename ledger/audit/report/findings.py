"""Findings and steps of a report as blocks of a page, for audits of a bundle and for monitors.

Findings are ordered by severity and by effect, those of one code together.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from ledger.documents.page import Block, Cell, Heading, Paragraph, Table, table
from schemas.views.report import Finding, Severity, Step

MEANINGS: Mapping[Severity, str] = {
    "contradiction": "Two things in the bundle disagree, or your policy does not accept one: exit status 1.",
    "missing": "Something that is named is absent, so what depends on it is unknown: exit status 2.",
    "remark": "An observation that leaves the verdict as it is; decide if it matters to you.",
}
"""The severities, the gravest first, each with its meaning."""

_PLURALS = ("contradictions", "missing", "remarks")
_OUTCOMES = {"passed": "passed", "found": "FOUND", "not_told": "incomplete"}
SHOWN = 5
"""The largest number of members of a list that is shown; the JSON has all."""


def finding_blocks(findings: Sequence[Finding], per: str) -> Iterator[Block]:
    """Findings by severity, the largest effect first, those of one code together; effects are `per` a unit."""
    by = [[row for row in findings if row.severity == severity] for severity in MEANINGS]
    counts = (f"{len(rows)} {name}" for rows, name in zip(by, _PLURALS, strict=True))
    yield Heading(f"Findings: {len(findings)} ({', '.join(counts)})")
    for rows, (severity, meaning) in zip(by, MEANINGS.items(), strict=True):
        if rows:
            yield Paragraph(f"{severity}: {meaning}", note=True)
    rows = [row for group in group_findings(findings) for row in group]
    if rows:
        heads = ("severity", "code", ">step", "finding")
        yield table("", heads, (line for row in rows for line in _finding(row, per)))


def group_findings(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings of one severity, code and step together: by severity, then the largest effect first."""
    largest: dict[tuple[Severity, str], Decimal] = {}
    for row in findings:
        key = row.severity, row.code
        largest[key] = max(_size(row), largest.get(key, Decimal(0)))
    ordered = sorted(
        findings,
        key=lambda row: (
            [*MEANINGS].index(row.severity),
            -largest[row.severity, row.code],
            row.step,
            row.code,
            -_size(row),
        ),
    )
    alike = groupby(ordered, lambda row: (row.severity, row.code, row.step))
    return [list(rows) for _, rows in alike]


def step_table(steps: Sequence[Step]) -> Table:
    """The steps, each with its result and the number of things that it checked."""
    return table("Steps", (">", "step", "result", ">things checked"), map(_step, steps))


def _step(step: Step) -> tuple[str, ...]:
    is_empty = step.outcome == "not_told" and not step.checked
    outcome = "not checked" if is_empty else _OUTCOMES[step.outcome]
    return str(step.number), step.name.replace("_", " "), outcome, str(step.checked)


def _size(finding: Finding) -> Decimal:
    """The size of an effect, without its sign; zero if it is unknown."""
    return Decimal(finding.effect_kg or 0).copy_abs()


def _finding(finding: Finding, per: str) -> Iterator[tuple[str | Cell, ...]]:
    """The row of a finding, and those of its first consequences."""
    effect, more = "", len(finding.follows) - SHOWN
    if finding.effect_kg is not None:
        share = f", {finding.effect_percent} %" if finding.effect_percent is not None else ""
        effect = f" Effect {finding.effect_kg} kg CO2e per {per}{share}."
    words = f"{finding.subject}: {finding.detail}{effect}"
    yield finding.severity, finding.code, str(finding.step), words
    below = [f"consequence: {line}" for line in finding.follows[:SHOWN]]
    below += [f"and {more} more consequences"] if more > 0 else []
    yield from (("", "", "", Cell(line, level=1)) for line in below)
