"""Attestations of deliveries: those that count for a customer, and that they do not count as recomputed."""

from collections.abc import Callable

import pytest
from support.bundles import Json
from support.collusion import act
from support.key_changes import compromise
from support.signed_chain import SignedChain
from support.signed_delivery import attest, build, redacted, whole
from support.verdicts import found, judge, remarks

from ledger.audit.findings import Findings, StepNumber
from ledger.footprint.graph.resolution import Problem
from schemas.signed.statement import Kind
from schemas.views.report import Report

OTHER = "sha256:" + "2" * 64


def judged(
    action: Callable[[SignedChain], object], *, shown: bool = False
) -> tuple[SignedChain, Report]:
    """The chain after an action, and the report on the customer's or the auditor's bundle."""
    chain = build({"after": act(action)})
    files = whole(chain) if shown else redacted(chain)
    return chain, judge(files, chain.ledger.policy())


def parts(report: Report) -> list[str]:
    """The parts of the figure by their basis."""
    return [row.basis for row in report.basis or ()]


def aside(chain: SignedChain, report: Report) -> bool:
    """True if the last attestation is a remark, does not count, and the whole figure is only stated."""
    told_of = ("attestation.not_counted", chain.ids["word"]) in remarks(report)
    return told_of and parts(report) == ["stated"] and report.verdict == "incomplete"


def test_an_attested_delivery_is_attested_and_not_verified() -> None:
    """Without the recipe, an accepted auditor's attestation covers the whole figure, and the exit code is 2."""
    chain, report = judged(attest)
    assert (report.verdict, report.exit_code, report.recomputed_total) == ("attested", 2, None)
    (row,) = report.basis or ()
    assert (row.basis, row.kg, row.percent) == ("attested", report.declared_total, "100")
    assert row.by == (chain.ledger.parties["auditor"],)
    assert row.deliveries == (chain.ids["sulfate"],)
    assert found(report) == {("section.withheld", chain.ids["refinery"])}


def test_without_an_attestation_it_is_the_suppliers_word() -> None:
    """The same figure without an attestation is only stated."""
    _, report = judged(lambda _: None)
    assert (report.verdict, parts(report)) == ("incomplete", ["stated"])


def test_what_is_recomputed_needs_nobodys_word() -> None:
    """The auditor's bundle verifies with and without an attestation, and its report has no basis."""
    _, report = judged(attest, shown=True)
    assert (report.verdict, report.basis, report.coverage) == ("verified", None, None)


def test_what_the_auditor_says_of_its_work_is_listed_as_asserted() -> None:
    """The report lists digests, outcome, scope, and the attestations that it rests on."""
    rests = {"statement": OTHER, "depth": "attested"}
    depth = {"default": "recomputed", "exceptions": [rests]}
    chain, report = judged(lambda chain: attest(chain, depth=depth))
    listed = {row.name: row.value for row in report.asserted}
    of = chain.ids["sulfate"]
    assert listed["attested scope"] == f"{of}: the refinery and its ore"
    assert listed["attested by another auditor"] == f"{of}: {OTHER}"


@pytest.mark.parametrize("shown", [True, False])
def test_an_auditor_whom_the_policy_does_not_list(*, shown: bool) -> None:
    """It does not count and changes no verdict, because any auditor can attest any delivery."""
    chain = build({"after": act(attest)})
    files = whole(chain) if shown else redacted(chain)
    report = judge(files, chain.ledger.policy(auditors=()))
    assert ("attestation.not_counted", chain.ids["word"]) in remarks(report)
    assert report.exit_code == (0 if shown else 2)
    assert parts(report) == ([] if shown else ["stated"])


@pytest.mark.parametrize("shown", [True, False])
def test_a_supplier_that_attests_itself(*, shown: bool) -> None:
    """A supplier may not attest itself, regardless of its roles and of the policy: the ledger refuses that too."""
    chain = build({"after": act(lambda chain: attest(chain, "refinery"))})
    policy = chain.ledger.policy(auditors=(chain.ledger.parties["refinery"],))
    report = judge(whole(chain) if shown else redacted(chain), policy)
    assert ("attestation.own", chain.ids["word"]) in found(report)
    assert ("issuer.role", chain.ids["word"]) in found(report)
    assert report.exit_code == 1
    assert parts(report) == ([] if shown else ["stated"])


def test_a_refusal_by_an_accepted_auditor_contradicts_the_supplier() -> None:
    """A refusal by a listed auditor contradicts the supplier."""
    chain, report = judged(lambda chain: attest(chain, outcome="refused"))
    assert ("attestation.refused", chain.ids["word"]) in found(report)
    assert (report.exit_code, parts(report)) == (1, ["stated"])


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [("refused", "verified_with_remarks", "attested"), ("verified", "refused", "contradicted")],
)
def test_the_last_word_of_an_auditor_counts(first: str, last: str, verdict: str) -> None:
    """The last attestation in the log counts; the earlier one does not."""

    def twice(chain: SignedChain) -> None:
        attest(chain, outcome=first)
        attest(chain, outcome=last)

    assert judged(twice)[1].verdict == verdict


def corrected(chain: SignedChain, **changes: Json) -> None:
    """The supplier corrects the delivery, with another figure if one is given."""
    figure = {"figure": {**chain.told("refinery", "sulfate"), **changes}}
    sold = {"entry": chain.ids["refinery"], "amount": "13000", **figure}
    old = chain.correct("sulfate")
    chain.ids["old"] = chain.ids["sulfate"]
    chain.deliver("sulfate", "refinery", "packer", "sulfate", **sold, **old)


def test_an_attestation_of_an_older_version_does_not_carry_the_newer() -> None:
    """A corrected delivery is another statement, which has no attestation."""

    def attested_then_corrected(chain: SignedChain) -> None:
        attest(chain)
        corrected(chain)

    chain, report = judged(attested_then_corrected)
    assert report.subject == chain.ids["sulfate"]
    assert aside(chain, report)


def test_an_attestation_after_a_later_change_is_stale() -> None:
    """A later correction of the basis of an attested figure is a remark, as for a calculation."""

    def superseded(chain: SignedChain) -> None:
        attest(chain)
        withdrawal = {"withdraws": chain.ids["sulfate"], "reason": "entered_in_error"}
        chain.ledger.state(Kind.WITHDRAWAL, "refinery", withdrawal)

    chain, report = judged(superseded)
    assert (report.verdict, report.is_changed) == ("attested", True)
    assert ("delivery.stale", chain.ids["sulfate"]) in remarks(report)


def test_an_attestation_of_another_delivery_is_named_by_nothing() -> None:
    """Its delivery is missing, and the attestation does not count for the figure of this one."""
    _, report = judged(lambda chain: attest(chain, delivery=OTHER))
    assert ("statement.missing", OTHER) in found(report)
    assert (report.verdict, parts(report)) == ("incomplete", ["stated"])


def test_an_attestation_of_what_is_no_delivery() -> None:
    """An attestation of an entry contradicts, because an entry is not a delivery."""
    chain, report = judged(lambda chain: attest(chain, delivery=chain.ids["refinery"]))
    assert ("citation.kind", chain.ids["word"]) in found(report)
    assert report.exit_code == 1


def test_a_fault_grouped_under_a_withheld_section_is_nothing_attested() -> None:
    """With withheld sections only, the verdict is attested; with a contradiction among the consequences it is not."""
    findings = Findings()
    findings.miss(
        StepNumber.LINKS, Problem("section.withheld", OTHER, "not shown"), "sha256:" + "3" * 64
    )
    assert findings.is_only_redacted
    findings.contradict(StepNumber.LINKS, Problem("citation.kind", OTHER, "no delivery"), OTHER)
    assert not findings.is_only_redacted


@pytest.mark.parametrize(
    "members",
    [{"bundle": None}, {"calculation": OTHER}, {"delivery": None}],
    ids=["the digest of its bundle left out", "of two things", "of nothing"],
)
def test_an_attestation_in_another_form(members: Json) -> None:
    """An attestation names its basis and one subject."""
    _, report = judged(lambda chain: attest(chain, **members))
    assert {code for code, _ in found(report)} >= {"statement.invalid"}
    assert (report.verdict, parts(report)) == ("contradicted", [])


@pytest.mark.parametrize("gone", ["proof", "statement", "auditor"])
def test_an_attestation_that_is_not_wholly_there_does_not_count(gone: str) -> None:
    """Without its leaf, its file or its signer it is reported as missing."""
    chain = build({"after": act(lambda made: (attest(made), made.ledger.admit_foreign()))})
    files = redacted(chain)
    auditor = f"statements/{chain.ledger.parties['auditor'][7:]}.json"
    if gone == "proof":
        chain.hide("word")(files)
    else:
        del files[chain.statement("word") if gone == "statement" else auditor]
    report = judge(files, chain.ledger.policy())
    assert (report.verdict, report.exit_code, parts(report)) == ("incomplete", 2, ["stated"])


def test_a_word_whose_key_is_in_doubt_does_not_count() -> None:
    """An attestation by a disputed key does not count; the figure is only stated."""

    def stolen(chain: SignedChain) -> None:
        attest(chain)
        compromise(chain, "auditor", since=1)

    chain, report = judged(stolen)
    assert ("key.disputed", chain.ids["word"]) in remarks(report)
    assert aside(chain, report)


def test_a_word_given_before_a_compromise_stands_flagged() -> None:
    """A compromise after the attestation does not affect it, as for a calculation."""

    def later(chain: SignedChain) -> None:
        attest(chain)
        compromise(chain, "auditor")

    chain, report = judged(later)
    assert ("attestation.before_compromise", chain.ids["word"]) in remarks(report)
    assert report.verdict == "attested"


def test_a_compromise_of_others_is_nothing_to_a_word() -> None:
    """The packer's key signed nothing that the attestation of the refinery's delivery rests on."""

    def elsewhere(chain: SignedChain) -> None:
        attest(chain)
        withdrawn = {"withdraws": OTHER, "reason": "entered_in_error"}
        chain.ids["stray"] = chain.ledger.state(Kind.WITHDRAWAL, "packer", withdrawn)
        compromise(chain, "packer", since=1)

    chain = build({"after": act(elsewhere)})
    report = judge(whole(chain), chain.ledger.policy())
    assert ("key.disputed", chain.ids["stray"]) in remarks(report)
    assert ("attestation.before_compromise", chain.ids["word"]) not in remarks(report)


@pytest.mark.parametrize(
    ("dated", "broken"),
    [
        ({"date": "2026-03-02", "valid_until": "2029-03-02"}, False),
        ({"date": "2026-03-02", "valid_until": "2029-03-03"}, True),
    ],
)
def test_a_validity_beyond_three_years(dated: dict[str, str], broken: bool) -> None:  # noqa: FBT001 - a parameter of the table
    """Two firms that share an auditor cannot spare the next audit; the bundle contradicts whoever the auditor is."""
    chain, report = judged(lambda chain: attest(chain, **dated))
    assert (("attestation.validity", chain.ids["word"]) in found(report)) is broken
    assert report.exit_code == (1 if broken else 2)
