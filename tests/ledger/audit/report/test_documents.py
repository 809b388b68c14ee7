"""Documents in a report: their findings, their exit status, and their lines."""

from itertools import product

import pytest
from support.signed_battery import honest
from support.verdicts import report_text

from ledger.audit.bundle.container import pack
from ledger.audit.report.documents import LISTED, SHOWN, STEP, document_words, with_documents
from ledger.audit.report.words import verdict_words
from ledger.audit.verifier import verify
from schemas.views.compared_document import (
    ComparedDocument,
    ComparedValue,
    StateCount,
    Unread,
    ValueState,
)
from schemas.views.report import Report

DIGEST = "sha256:" + "ab" * 32
OTHER = "sha256:" + "cd" * 32


@pytest.fixture(scope="module")
def report() -> Report:
    """The report on an honest bundle, without documents."""
    ledger = honest().ledger
    return verify(pack(ledger.files()), ledger.policy(), DIGEST)


def value(state: ValueState, place: str = "total") -> ComparedValue:
    """A value in a state."""
    digits = 2 if state == "rounded" else None
    bundle = None if state in {"not_in_bundle", "unattributed"} else "0.124"
    document = None if state == "not_found" else "0.12"
    return ComparedValue(place=place, state=state, document=document, bundle=bundle, digits=digits)


def document(*states: ValueState, **members: object) -> ComparedDocument:
    """A document with a value in each of these states."""
    counts = tuple(StateCount(state=one, count=states.count(one)) for one in dict.fromkeys(states))
    fields = {"kind": "declaration", "format": "json", "counts": counts} | members
    values = tuple(value(one, f"v{at}") for at, one in enumerate(states))
    return ComparedDocument(file="a.json", digest=DIGEST, values=values, **fields)


@pytest.mark.parametrize(
    ("found", "code", "exit_code"),
    [
        (document("same"), None, 0),
        (document("same", "differs"), "document.differs", 1),
        (document("same", "not_found"), "document.value_missing", 2),
        (document("same", "other_time"), "document.other_time", 2),
        (document("same", "unattributed"), "document.unattributed", 2),
        (document("rounded"), "document.rounded", 0),
        (document("same", "not_in_bundle"), "document.not_in_bundle", 0),
        (document("not_in_bundle"), "document.nothing_compared", 2),
        (document(), "document.nothing_compared", 2),
        (document(other_subject=OTHER), "document.other_subject", 1),
        (document(unread=Unread(code="json.syntax", detail="no")), "document.unreadable", 2),
        (document(unread=Unread(code="document.font", detail="no")), "document.not_compared", 2),
    ],
)
def test_each_state_has_its_finding_and_exit_status(
    report: Report, found: ComparedDocument, code: str | None, exit_code: int
) -> None:
    """A difference contradicts, silence is incomplete, and the bundle's own verdict is named apart."""
    made = with_documents(report, [found])
    own = [row for row in made.findings if row.step == STEP]
    assert made.exit_code == exit_code
    assert code in {None, *(row.code for row in own)}
    assert bool(own) == (code is not None)
    assert made.verdict == ["verified", "contradicted", "incomplete"][exit_code]
    assert made.steps[-1].outcome == ("found" if exit_code else "passed")
    words = verdict_words(made)
    assert ("beside" in words) == bool(exit_code)
    assert "a.json" in report_text(made)


BASE = {"verified": 0, "contradicted": 1, "incomplete": 2, "attested": 2}


@pytest.mark.parametrize(
    ("verdict", "state"), list(product(BASE, ["same", "differs", "not_found"]))
)
def test_a_document_only_worsens_a_verdict(report: Report, verdict: str, state: ValueState) -> None:
    """No document makes a bundle better, and one that is not wholly compared is not attested."""
    base = report.model_copy(update={"verdict": verdict, "exit_code": BASE[verdict]})
    made = with_documents(base, [document("same", state)])
    expected = {
        "same": verdict,
        "differs": "contradicted",
        "not_found": "contradicted" if verdict == "contradicted" else "incomplete",
    }
    assert made.verdict == expected[state]
    codes = {"verified": 0, "contradicted": 1}
    assert made.exit_code == codes.get(made.verdict, 2)


def test_the_words_of_a_bundle_with_findings_are_its_own(report: Report) -> None:
    """What the bundle lacks itself is not put down to a document."""
    (first, *_) = with_documents(report, [document("differs")]).findings
    for severity, verdict in (("contradiction", "contradicted"), ("missing", "incomplete")):
        own = first.model_copy(update={"step": 3, "severity": severity})
        code = 1 if verdict == "contradicted" else 2
        base = {"findings": (own,), "verdict": verdict, "exit_code": code}
        made = with_documents(report.model_copy(update=base), [document("same", "not_found")])
        assert "beside" not in verdict_words(made)


def test_many_differences_are_counted(report: Report) -> None:
    """The first have a finding each, the others one together; the text lists a few."""
    many = document(*["differs"] * (LISTED + 5))
    made = with_documents(report, [many])
    own = [row.detail for row in made.findings if row.code == "document.differs"]
    assert len(own) == LISTED + 1
    assert own[-1].startswith("5 more values differ")
    assert [*document_words(many)][-1] == f"and {LISTED + 5 - SHOWN} more"
    several = with_documents(report, [document("same", *["not_found"] * 5)])
    (row,) = [row for row in several.findings if row.code == "document.value_missing"]
    assert row.detail.startswith("5 values that")
    assert row.detail.endswith("and 2 more.")


def test_both_sides_of_a_value_are_named(report: Report) -> None:
    """A value that the bundle does not give is said to be alone; a rounded one has its digits."""
    alone = ComparedValue(place="total_2", state="differs", document="1")
    found = document("same", "differs", "rounded")
    found = found.model_copy(
        update={"values": (*found.values, alone), "counts": (StateCount(state="differs", count=2),)}
    )
    details = [row.detail for row in with_documents(report, [found]).findings if row.step == STEP]
    assert "At v1: the document has '0.12', the bundle gives '0.124'." in details
    assert "At total_2: the document has '1', the bundle gives nothing there." in details
    assert "rounded: v2, '0.12' for '0.124' (2 digits)" in [*document_words(found)]


def test_lines_of_a_document_that_was_not_compared() -> None:
    """The reason stands in the place of values."""
    unread = document(unread=Unread(code="json.syntax", detail="Not JSON."), kind=None, format=None)
    assert [*document_words(unread)] == ["a.json: not compared", "Not JSON."]
    other = document(other_subject=OTHER)
    assert [*document_words(other)] == ["a.json (declaration json): about another subject", OTHER]
    assert [*document_words(document())] == ["a.json (declaration json): no values"]
