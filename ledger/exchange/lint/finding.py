"""Findings of the linter, and the search that goes on where a reader of one format gives up.

Each check is a generator of findings. The readers of `ledger.footprint.external` refuse at the first fault; here such a
refusal becomes a finding with a code of the linter, and the other checks run on. One fault is one finding.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import islice

from ledger.footprint.external.document import Fields
from ledger.footprint.graph.resolution import Problem
from schemas.errors import CradleError, sentence
from schemas.views.lint_report import LintFinding, Severity

MOST = 2_000
"""The most findings that a search collects: a file made for it has one every few bytes."""

_ONCE = frozenset({"lint.missing", "lint.type"})

LONGEST = 200
"""The most characters of a stated value or a path that a finding repeats."""

_LISTED = re.compile(r"(.+)\[([0-9]{1,6})\]")

CODES: Mapping[str, str] = {
    "external.digits": "lint.range",
    "external.format": "lint.type",
    "external.range": "lint.range",
    "external.unit": "lint.unit",
    "pact.capture": "lint.flag",
    "pact.decimal": "lint.type",
    "pact.geography": "lint.geography",
    "pact.packaging": "lint.flag",
    "pact.part": "lint.part_sum",
    "pact.period": "lint.date",
    "pact.range": "lint.range",
    "pact.region": "lint.geography",
    "pact.sign": "lint.sign",
    "pact.urn": "lint.identifier",
    "pact.uuid": "lint.identifier",
    "pact.validity": "lint.date",
    "period.empty": "lint.date",
}
"""The linter's code for a refusal or finding of the readers; `external.field` depends on the member's presence."""


def _finding(
    severity: Severity,
    code: str,
    place: str,
    detail: str,
    text: str | None = None,
    recomputed: str | None = None,
) -> LintFinding:
    return LintFinding(
        code=code,
        place=printable(place[:LONGEST]),
        severity=severity,
        detail=printable(detail),
        stated=None if text is None else printable(text[:LONGEST]),
        recomputed=recomputed,
    )


error = partial(_finding, "error")
"""A contradiction, or a value that the format does not allow."""

warning = partial(_finding, "warning")
"""A value that is hardly meant so."""

remark = partial(_finding, "remark")
"""A property of the file that its reader should know."""


def printable(text: str) -> str:
    """A text without control characters and lone surrogates, which no terminal and no JSON should get."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def collect(top: Fields, checks: Iterable[Iterable[LintFinding]]) -> list[LintFinding]:
    """Run all checks on an object, up to `MOST` findings; a refusal ends its check as a finding."""
    rows = (row for check in checks for row in _guarded(top, check))
    return list(islice(rows, MOST))


def distinct(rows: Iterable[LintFinding]) -> list[LintFinding]:
    """The findings without repetitions; a member is missing, or of another type, once."""
    findings: dict[tuple[str, str, str], LintFinding] = {}
    for row in rows:
        detail = "" if row.code in _ONCE else row.detail
        findings.setdefault((row.code, row.place, detail), row)
    return list(findings.values())


def _guarded(top: Fields, check: Iterable[LintFinding]) -> Iterator[LintFinding]:
    try:
        yield from check
    except CradleError as refused:
        yield of_refusal(top, refused)


def rows_of(fields: Fields, name: str) -> tuple[Fields, ...]:
    """The objects of a list, or an object alone; none if it has another form, which another check reports."""
    try:
        return fields.nodes(name) if fields.has(name) else ()
    except CradleError:
        return ()


def node_at(fields: Fields, *path: str) -> Fields | None:
    """The object at a path; None if there is none, which `require_nodes` reports."""
    node = fields
    try:
        for name in path:
            node = node.node(name)
    except CradleError:
        return None
    return node


def require_nodes(fields: Fields, *path: str) -> Iterator[LintFinding]:
    """Require an object at a path: the reader's refusal of it ends this check."""
    node = fields
    for name in path:
        node = node.node(name)
    yield from ()


def of_refusal(top: Fields, refused: CradleError) -> LintFinding:
    """The finding for a reader's refusal of a member below `top`."""
    return error(
        _code(top, refused.code, refused.place),
        refused.place,
        refused.detail,
        stated_at(top, refused.place),
    )


def of_problem(top: Fields, problem: Problem) -> LintFinding:
    """The finding for a reader's finding on a member below `top`."""
    detail = problem.detail if problem.detail.endswith(".") else f"{problem.detail}; correct it"
    code = _code(top, problem.code, problem.subject)
    return error(code, problem.subject, sentence(detail), stated_at(top, problem.subject))


def _code(top: Fields, code: str, place: str) -> str:
    if code in CODES:
        return CODES[code]
    parent, name = _parent(top, place)
    return "lint.type" if parent is not None and parent.has(name) else "lint.missing"


def stated_at(top: Fields, place: str) -> str | None:
    """The text or number at a path below `top`, as the file writes it; None for anything else."""
    parent, name = _parent(top, place)
    return None if parent is None else parent.stated(name)


def _parent(top: Fields, place: str) -> tuple[Fields | None, str]:
    """The object that has the last member of a path, and the member's name."""
    *steps, name = place.removeprefix(top.path("")).split(".")
    node = top
    with suppress(CradleError):
        for step in steps:
            node = _below(node, step)
        return node, name
    return None, name


def _below(node: Fields, step: str) -> Fields:
    listed = _LISTED.fullmatch(step)
    if listed is None:
        return node.node(step)
    rows = node.nodes(listed[1])
    return rows[min(int(listed[2]), len(rows) - 1)]
