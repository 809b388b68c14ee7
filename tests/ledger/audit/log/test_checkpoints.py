"""Quorums of witnesses, and the states that the registry must agree with."""

from support.bundles import signer
from support.signed_battery import honest
from support.verdicts import found, judge, remarks, report_text

from ledger.audit.findings import StepNumber
from ledger.trust.note import COSIGNATURE, Signature, Vkey, format_line, format_vkey, parse_note
from ledger.trust.witness import cosign
from schemas.signed.policy import Policy, Witness

LEDGER = honest().ledger
ENTRIES, REGISTRY = "checkpoints/entries", "checkpoints/registry"
GROUPS = {"w1": "academy", "w2": "academy", "w3": "industry"}


def policy(quorum: int) -> Policy:
    """The honest policy with three witnesses of two groups."""
    witnesses = tuple(
        Witness(vkey=format_vkey(Vkey(name, COSIGNATURE, signer(name).public)), group=group)
        for name, group in GROUPS.items()
    )
    return LEDGER.policy(witnesses=witnesses, quorum=quorum)


TIMES = {"w1": 1_700_000_001, "w2": 1_700_000_200, "w3": 1_700_000_030}
"""The time at which each of them signs."""


def cosigned(note: bytes, *names: str) -> bytes:
    """A checkpoint with the cosignatures of these witnesses."""
    text = parse_note(note).text
    return note + b"".join(
        format_line(cosign(text, name, signer(name), TIMES.get(name, 1))).encode() for name in names
    )


def files(entries: tuple[str, ...], registry: tuple[str, ...]) -> dict[str, bytes]:
    """The honest files, cosigned by these witnesses."""
    all_files = LEDGER.files()
    all_files[ENTRIES] = cosigned(all_files[ENTRIES], *entries)
    all_files[REGISTRY] = cosigned(all_files[REGISTRY], *registry)
    return all_files


def test_a_quorum_of_two_groups_verifies_without_remark() -> None:
    """One witness of each group has cosigned both checkpoints."""
    report = judge(files(("w1", "w3"), ("w2", "w3")), policy(2))
    assert (report.verdict, report.witnessed, report.quorum) == ("verified", 2, 2)
    assert [row.code for row in report.findings if row.step == StepNumber.CHECKPOINTS] == []


def test_the_report_says_since_when_a_quorum_knows() -> None:
    """The time is the one at which enough groups had signed, on the slower of the two logs."""
    both = files(("w1", "w2", "w3"), ("w2", "w3"))
    for quorum, moment in ((1, "22:13:50"), (2, "22:16:40")):
        report = judge(both, policy(quorum))
        assert report.witnessed_at == f"2023-11-14T{moment}Z"
        state = f"entries {report.entries.size}, registry {report.registry.size}"
        assert f"{state}; witnessed no later than {report.witnessed_at}" in report_text(report)


def test_without_a_quorum_there_is_no_time() -> None:
    """Below quorum on one log, or without a required quorum, the report has no time."""
    below, none = judge(files(("w1", "w3"), ("w1",)), policy(2)), judge(LEDGER.files())
    assert below.witnessed_at is none.witnessed_at is None
    assert (below.exit_code, none.exit_code) == (2, 0)
    assert "not witnessed by a quorum" in report_text(below)
    assert "no witness required" in report_text(none)


def test_one_key_in_two_groups_counts_once() -> None:
    """A policy that lists a key for two groups, past the parser that refuses it, gains nothing."""
    own = policy(2)
    double = Witness(vkey=own.witnesses[0].vkey, group="industry")
    alias = format_vkey(Vkey("alias", COSIGNATURE, signer("w1").public))
    for witnesses in (
        (own.witnesses[0], double),
        (own.witnesses[0], Witness(vkey=alias, group="industry")),
    ):
        report = judge(files(("w1",), ("w1",)), LEDGER.policy(witnesses=witnesses, quorum=2))
        assert (report.exit_code, report.witnessed) == (2, 1)


def test_witnesses_of_one_group_count_once() -> None:
    """Two of one group are one; the checkpoint below quorum is named, and exit is 2."""
    report = judge(files(("w1", "w2"), ("w2", "w3")), policy(2))
    assert found(report) == {("witness.quorum", ENTRIES)}
    assert (report.exit_code, report.witnessed) == (2, 1)


def test_a_wrong_cosignature_of_a_listed_witness_contradicts() -> None:
    """A false cosignature of a witness is a finding; the missing quorum is its consequence."""
    all_files = files(("w1",), ("w1",))
    line = cosign("other text\n", "w3", signer("w3"), 1)
    all_files[ENTRIES] += format_line(Signature(line.name, line.key_id, line.raw)).encode()
    report = judge(all_files, policy(2))
    assert found(report) == {("witness.signature", ENTRIES), ("witness.quorum", REGISTRY)}
    assert report.exit_code == 1


def test_a_stranger_cosignature_is_ignored() -> None:
    """A signature by a witness that the policy does not list has no effect."""
    report = judge(files(("stranger",), ()))
    assert report.verdict == "verified"


def test_a_quorum_of_zero_is_shown() -> None:
    """A quorum of 0 must be explicit, and the report explains it."""
    report = judge(LEDGER.files())
    assert ("witness.none_required", "policy") in remarks(report)


def test_a_missing_checkpoint_is_the_cause_of_the_missing_quorum() -> None:
    """The missing file is the only finding; the missing cosignatures are its consequence."""
    all_files = files(("w1", "w3"), ("w1", "w3"))
    del all_files[REGISTRY]
    report = judge(all_files, policy(2))
    assert found(report) == {("file.missing", REGISTRY)}
    (finding,) = [row for row in report.findings if row.severity != "remark"]
    assert "witness.quorum checkpoints/registry" in finding.follows


def test_a_state_last_seen_that_the_registry_still_holds_is_fine() -> None:
    """A newer registry that continues the state last seen verifies."""
    seen = LEDGER.registry.state(4)
    assert judge(LEDGER.files(), LEDGER.policy(last_seen=seen)).verdict == "verified"


def test_a_state_last_seen_that_is_newer_than_the_bundle_contradicts() -> None:
    """A registry that is shorter than the state last seen is found."""
    seen = LEDGER.registry.state().model_copy(update={"size": 99})
    report = judge(LEDGER.files(), LEDGER.policy(last_seen=seen))
    assert found(report) == {("registry.last_seen", "registry.json")}
    assert report.exit_code == 1
