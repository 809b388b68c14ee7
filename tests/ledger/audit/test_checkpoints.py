"""Proves what a quorum counts, and which states the logs' checkpoints tie the registry to."""

from support.bundles import signer
from support.story import honest
from support.verdicts import found, judge, remarks

from ledger.trust.note import COSIGNATURE, Signature, Vkey, format_line, format_vkey, parse_note
from ledger.trust.witness import cosign
from schemas.policy import Policy, Witness

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


def cosigned(note: bytes, *names: str) -> bytes:
    """A checkpoint with the cosignatures of these witnesses."""
    text = parse_note(note).text
    return note + b"".join(
        format_line(cosign(text, name, signer(name), 1_700_000_000)).encode() for name in names
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
    assert report.findings == ()


def test_witnesses_of_one_group_count_once() -> None:
    """Two of one group are one; the checkpoint below quorum is named, and exit is 2."""
    report = judge(files(("w1", "w2"), ("w2", "w3")), policy(2))
    assert found(report) == {("witness.quorum", ENTRIES)}
    assert (report.exit_code, report.witnessed) == (2, 1)


def test_a_wrong_cosignature_of_a_listed_witness_contradicts() -> None:
    """What claims to be a witness's and is not is a finding; the missing quorum follows from it."""
    all_files = files(("w1",), ("w1",))
    line = cosign("other text\n", "w3", signer("w3"), 1)
    all_files[ENTRIES] += format_line(Signature(line.name, line.key_id, line.raw)).encode()
    report = judge(all_files, policy(2))
    assert found(report) == {("witness.signature", ENTRIES), ("witness.quorum", REGISTRY)}
    assert report.exit_code == 1


def test_a_stranger_cosignature_is_ignored() -> None:
    """A signature by nobody the policy lists neither helps nor harms."""
    report = judge(files(("stranger",), ()))
    assert report.verdict == "verified"


def test_a_quorum_of_zero_is_shown() -> None:
    """It must be written out, and the report says what it means."""
    report = judge(LEDGER.files())
    assert remarks(report) == {("witness.none_required", "policy")}


def test_a_missing_checkpoint_is_the_cause_of_the_missing_quorum() -> None:
    """The file that is not there is the one finding; that it lacks cosignatures follows."""
    all_files = files(("w1", "w3"), ("w1", "w3"))
    del all_files[REGISTRY]
    report = judge(all_files, policy(2))
    assert found(report) == {("file.missing", REGISTRY)}
    (finding,) = report.findings
    assert "witness.quorum checkpoints/registry" in finding.follows


def test_a_state_last_seen_that_the_registry_still_holds_is_fine() -> None:
    """A newer registry that continues what the reader saw verifies."""
    seen = LEDGER.registry.state(4)
    assert judge(LEDGER.files(), LEDGER.policy(last_seen=seen)).verdict == "verified"


def test_a_state_last_seen_that_is_newer_than_the_bundle_contradicts() -> None:
    """A registry shorter than what was seen was cut, or is of another day."""
    seen = LEDGER.registry.state().model_copy(update={"size": 99})
    report = judge(LEDGER.files(), LEDGER.policy(last_seen=seen))
    assert found(report) == {("registry.last_seen", "registry.json")}
    assert report.exit_code == 1
