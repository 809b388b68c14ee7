"""Table of bent samples: an auditor, alone or with others, that would choose its own sample.

The list that was drawn is compared in `tests/ledger/audit/sample/test_comparison.py`: the second verifier judges the
seed alone. The logs are those of an operator that admits anything, so the verifier alone finds what is wrong.
"""

import pytest
from support.bundles import Members, signer
from support.collusion import Row, update
from support.samples import (
    OTHER_NONCE,
    checkpoint_at,
    commit,
    sampled,
    seed_checkpoint,
)
from support.signed_battery import build
from support.signed_chain import SignedChain
from support.verdicts import found, judge, remarks

from ledger.audit.policy_draft import draft_policy
from ledger.trust.encoding import encode_base64


def other_auditor(chain: SignedChain) -> None:
    """A second auditor commits to a sample of the same calculation, then the first one."""
    chain.ledger.register("second", "auditor")
    commit(chain, "other", "second")
    commit(chain)


def twice(chain: SignedChain) -> None:
    """The auditor commits to a second nonce before the one that it will use."""
    commit(chain, "other", nonce=OTHER_NONCE)
    commit(chain)


def later(chain: SignedChain, sample: Members) -> Members:
    """The checkpoint of a larger log, which the auditor likes better."""
    chain.ledger.admit_foreign()
    return {
        **sample,
        "checkpoint": checkpoint_at(chain, len(chain.ledger.entries.leaves)).to_json(),
    }


def forged(chain: SignedChain, sample: Members) -> Members:
    """A signature by the auditor's own key in place of the log's."""
    size = seed_checkpoint(chain).size
    return {**sample, "checkpoint": checkpoint_at(chain, size, "auditor working").to_json()}


def unsigned(_: SignedChain, sample: Members) -> Members:
    """A signature that the auditor made up."""
    made_up = encode_base64(signer("auditor").sign(b"a better sample"))
    return {**sample, "checkpoint": {**sample["checkpoint"], "signature": made_up}}


def superseded(chain: SignedChain) -> None:
    """The calculation was replaced before the auditor committed."""
    chain.ledger.change(chain.ids["calculation"], "sha256:" + "7" * 64)
    commit(chain)


ROWS = {
    "another nonce is revealed": Row(
        "sample.nonce", "attestation", sampled(lambda _, it: {**it, "nonce": OTHER_NONCE})
    ),
    "the sample is hidden": Row("sample.missing", "attestation", sampled(lambda _, __: {})),
    "the auditor commits twice": Row("commitment.duplicate", "commitment", sampled(then=twice)),
    "another auditor's commitment": Row(
        "sample.commitment",
        "attestation",
        sampled(
            lambda chain, it: {
                **it,
                "commitment": chain.ids["other"],
                "checkpoint": seed_checkpoint(chain, "other").to_json(),
            },
            other_auditor,
        ),
    ),
    "a later checkpoint": Row("sample.checkpoint", "attestation", sampled(later)),
    "a checkpoint that the log did not sign": Row(
        "sample.signature", "attestation", sampled(forged)
    ),
    "a signature of something else": Row("sample.signature", "attestation", sampled(unsigned)),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_bent_sample_is_a_finding(name: str) -> None:
    """Each way to choose a sample has one finding, on the statement that is wrong."""
    row = ROWS[name]
    chain = row.chain()
    report = row.report(chain)
    subject = chain.ids[row.about]
    assert (row.code, subject) in found(report), report.findings
    assert {code for code, _ in found(report)} <= {row.code, "sample.drawn"}
    assert report.exit_code == 1


def test_an_honest_sample_verifies() -> None:
    """The seed, the checkpoint and the list of an honest sample are reproduced."""
    chain = build(sampled())
    report = judge(chain.ledger.files(), chain.ledger.policy())
    assert report.verdict == "verified", report.findings
    assert remarks(report) & {("commitment.unrevealed", chain.ids["commitment"])} == set()


def test_a_reader_without_log_keys_checks_all_of_a_sample_but_the_seeds_signature() -> None:
    """The size and root of the seed are those of the log, or a contradiction, whoever has signed them."""
    chain = build(sampled())
    report = judge(chain.ledger.files(), draft_policy(chain.ledger.bundle()))
    follows = [row.follows for row in report.findings if row.subject == "policy logs"]
    assert any("the signature of the sample's seed" in line for row in follows for line in row)
    assert {code for code, _ in found(report)} == {"policy.unconfirmed"}
    bent = build(sampled(later)).ledger
    assert judge(bent.files(), draft_policy(bent.bundle())).exit_code == 1


def test_a_manufacturer_draws_no_sample_of_its_own_figure() -> None:
    """The issuer of a calculation may be an auditor of others, and not of itself."""

    def own(chain: SignedChain) -> None:
        commit(chain, "own", "packer")
        commit(chain)

    chain = build(sampled(then=own))
    report = judge(chain.ledger.files(), chain.ledger.policy())
    assert ("commitment.own", chain.ids["own"]) in found(report)


def test_a_commitment_to_a_replaced_calculation_is_too_late() -> None:
    """A calculation whose successor is known is audited no more."""
    chain = build(sampled(then=superseded))
    report = judge(chain.ledger.files(), chain.ledger.policy())
    assert ("commitment.superseded", chain.ids["commitment"]) in found(report)


def test_an_auditor_that_drew_and_said_nothing_is_remarked() -> None:
    """Beside a declared figure, a commitment that no attestation reveals is shown."""
    chain = build(sampled(then=other_auditor))
    report = judge(chain.ledger.files(), chain.ledger.policy())
    assert report.verdict == "verified", report.findings
    assert ("commitment.unrevealed", chain.ids["other"]) in remarks(report)


def test_a_commitment_to_something_else_than_a_calculation() -> None:
    """A sample is of a calculation."""

    def wrong(chain: SignedChain) -> None:
        commit(chain, "wrong", subject=chain.ids["pack"])
        commit(chain)

    chain = build(sampled(then=wrong))
    report = judge(chain.ledger.files(), chain.ledger.policy())
    assert ("citation.kind", chain.ids["pack"]) in found(report)


def test_a_sample_without_its_commitment_is_incomplete() -> None:
    """The commitment that an attestation names is in the bundle, with its leaf."""
    chain = build(sampled())
    files = chain.ledger.files()
    del files[chain.statement("commitment")]
    chain.hide("commitment")(files)
    report = judge(files, chain.ledger.policy())
    assert ("statement.missing", chain.ids["commitment"]) in found(report)
    assert report.exit_code == 2


def test_a_commitment_without_its_leaf_seeds_nothing() -> None:
    """Without the place of the commitment in the log the checkpoint cannot be judged."""
    chain = build(sampled())
    files = chain.ledger.files()
    chain.hide("commitment")(files)
    report = judge(files, chain.ledger.policy())
    assert found(report) == {("proof.missing", chain.ids["commitment"])}


def test_a_sample_of_an_unknown_figure_is_not_compared() -> None:
    """Without an inventory the list cannot be drawn again, which is no contradiction."""
    chain = build(sampled())
    files = chain.ledger.files()
    del files[chain.section("mine 2", "inventory")]
    report = judge(files, chain.ledger.policy())
    assert {code for code, _ in found(report)} == {"section.withheld"}
    assert report.exit_code == 2


def test_the_depths_of_other_statements_are_no_part_of_a_sample() -> None:
    """A sample stands beside the depth that the auditor states."""
    plan = dict(sampled())
    attest = plan["attestation"]
    plan["attestation"] = lambda members: update(depth={"default": "sampled", "exceptions": []})(
        attest(members)
    )
    chain = build(plan)
    assert judge(chain.ledger.files(), chain.ledger.policy()).verdict == "verified"
