"""Step 18, documents: the report of a verification with the comparison of documents beside the bundle.

The step runs only if a reader names documents. A difference contradicts, as two files in a bundle would. A document
that cannot be read, or that lacks what the bundle gives, is incomplete, because silence is no agreement. A value that
no bundle contains, such as an address, is a remark.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from schemas.views.compared_document import ComparedDocument, ComparedValue, ValueState
from schemas.views.report import Finding, Report, Severity, Step, Verdict

STEP, NAME = 18, "documents"

LISTED = 20
"""Values of a document that have a finding each; the others are counted in one."""

NAMED = 3
"""Places that a finding on several values names."""


ExitCode = Literal[0, 1, 2]
_WORSE: Sequence[ExitCode] = (0, 2, 1)
"""The exit statuses, the worst last."""


_UNREAD: Mapping[str, str] = dict.fromkeys(
    ("document.not_compared", "document.font", "document.layout"), "document.not_compared"
)
"""The refusals after which a document was read and not compared; after all others it was not read."""


class _Rule(NamedTuple):
    """The finding on values of a state."""

    code: str
    severity: Severity
    words: str


_RULES: Mapping[ValueState, _Rule] = {
    "not_found": _Rule(
        "document.value_missing", "missing", "that the bundle gives are not in the document"
    ),
    "other_time": _Rule(
        "document.other_time", "missing", "are of another state of the log than the bundle's"
    ),
    "unattributed": _Rule(
        "document.unattributed", "missing", "cannot be compared with anything that the bundle gives"
    ),
    "rounded": _Rule(
        "document.rounded", "remark", "are rounded to fewer digits than the bundle gives"
    ),
    "not_in_bundle": _Rule(
        "document.not_in_bundle", "remark", "are in no bundle, so nothing confirms them"
    ),
}

WORDS: Mapping[ValueState, str] = {
    "same": "the same",
    "rounded": "rounded",
    "differs": "different",
    "not_found": "not in the document",
    "not_in_bundle": "in no bundle",
    "other_time": "of another time",
    "unattributed": "not comparable",
}
"""The states of values in words."""

SHOWN = 10
"""Values of a document that the text lists; the JSON has all."""


def with_documents(report: Report, documents: Sequence[ComparedDocument]) -> Report:
    """The report of a verification with the findings on documents, which can only worsen its verdict."""
    document_findings = [finding for document in documents for finding in _findings(document)]
    severities = {row.severity for row in document_findings}
    added: ExitCode = 1 if "contradiction" in severities else 2 if "missing" in severities else 0
    exit_code = max(report.exit_code, added, key=_WORSE.index)
    verdict: Verdict = "contradicted" if exit_code == 1 else "incomplete"
    order: list[Severity] = ["contradiction", "missing", "remark"]
    findings = sorted(
        (*report.findings, *document_findings), key=lambda row: order.index(row.severity)
    )
    checked = sum(row.count for document in documents for row in document.counts)
    step = Step(number=STEP, name=NAME, checked=checked, outcome="found" if added else "passed")
    return report.model_copy(
        update={
            "exit_code": exit_code,
            "verdict": verdict if added else report.verdict,
            "findings": tuple(findings),
            "steps": (*report.steps, step),
            "documents": tuple(documents),
        }
    )


def _findings(document: ComparedDocument) -> Iterator[Finding]:
    """The findings on one document."""
    if document.unread is not None:
        code = _UNREAD.get(document.unread.code, "document.unreadable")
        yield _finding(document, _Rule(code, "missing", ""), document.unread.detail)
        return
    if document.other_subject is not None:
        rule = _Rule("document.other_subject", "contradiction", "")
        detail = f"It is about {document.other_subject}, which the bundle is not about; nothing else was compared."
        yield _finding(document, rule, detail)
        return
    counts = {row.state: row.count for row in document.counts}
    yield from _differences(document, counts.get("differs", 0))
    for state, rule in _RULES.items():
        count = counts.get(state, 0)
        if count:
            yield _finding(document, rule, _several(document, state, rule, count))
    if not counts.keys() & {"same", "rounded", "differs"}:
        rule = _Rule("document.nothing_compared", "missing", "")
        yield _finding(document, rule, "No value of the document has a counterpart in the bundle.")


def _differences(document: ComparedDocument, count: int) -> Iterator[Finding]:
    rule = _Rule("document.differs", "contradiction", "")
    rows = [row for row in document.values if row.state == "differs"]
    for row in rows[:LISTED]:
        yield _finding(document, rule, difference_words(row))
    if count > LISTED:
        yield _finding(document, rule, f"{count - LISTED} more values differ; the JSON lists them.")


def difference_words(row: ComparedValue) -> str:
    """The two sides of a value that differs, as a sentence."""
    given = (
        "the bundle gives nothing there"
        if row.bundle is None
        else f"the bundle gives {row.bundle!r}"
    )
    return f"At {row.place}: the document has {row.document!r}, {given}."


def _several(document: ComparedDocument, state: ValueState, rule: _Rule, count: int) -> str:
    """The number of values in a state, and the first of them."""
    rows = [row for row in document.values if row.state == state]
    named = "; ".join(map(value_words, rows[:NAMED]))
    more = f"; and {count - NAMED} more" if count > NAMED else ""
    verb = rule.words if count > 1 else rule.words.replace("are ", "is ", 1)
    return f"{count} {'value' if count == 1 else 'values'} {verb}: {named}{more}."


def value_words(row: ComparedValue) -> str:
    """A value with its place, and both sides as far as there are two."""
    sides = [side for side in (row.document, row.bundle) if side is not None]
    digits = "" if row.digits is None else f" ({row.digits} digits)"
    return f"{row.place}, {' for '.join(map(repr, sides))}{digits}"


def _finding(document: ComparedDocument, rule: _Rule, detail: str) -> Finding:
    return Finding(
        code=rule.code, severity=rule.severity, step=STEP, subject=document.file, detail=detail
    )


def document_words(document: ComparedDocument) -> Iterator[str]:
    """A document's name, sort and counts; then the values that are not the same."""
    sort = " ".join(filter(None, (document.kind, document.format, document.language)))
    named = f"{document.file} ({sort})" if sort else document.file
    if document.unread is not None:
        yield f"{named}: not compared"
        yield document.unread.detail
        return
    if document.other_subject is not None:
        yield f"{named}: about another subject"
        yield document.other_subject
        return
    counts = (f"{row.count} {WORDS[row.state]}" for row in document.counts)
    yield f"{named}: {', '.join(counts) or 'no values'}"
    others = [row for row in document.values if row.state != "same"]
    for row in others[:SHOWN]:
        yield f"{WORDS[row.state]}: {value_words(row)}"
    if len(others) > SHOWN:
        yield f"and {len(others) - SHOWN} more"
