"""Every statement, of any kind, is verified against the keys of its parties."""

import pytest
from support.bundles import path, payload_of, resigned, rewrapped, working
from support.edits import Files
from support.signed_battery import honest
from support.verdicts import found, judge

from ledger.trust.envelope import parse_envelope, statement_id
from schemas.signed.kinds import kind_of
from schemas.signed.statement import Kind

FILES = honest().ledger.files()
STATEMENTS = [name for name in FILES if name.startswith("statements/")]
SUBJECTS = {name: f"sha256:{name.removeprefix('statements/')[:64]}" for name in STATEMENTS}


def is_registration(name: str) -> bool:
    """True if the file contains a registration."""
    return kind_of(parse_envelope(FILES[name]).payload_type) is Kind.PARTICIPANT


def signed_by(party: str) -> dict[str, Files]:
    """One bundle for each statement, signed by that party instead of its own parties."""
    return {name: {**FILES, name: resigned(FILES[name], working(party))} for name in STATEMENTS}


def test_a_statement_signed_by_another_party_contradicts() -> None:
    """For each statement, a signature by another key than those of its parties is found."""
    for name, files in signed_by("miner").items():
        assert files[name] != FILES[name]
        codes = {code for code, subject in found(judge(files)) if subject == SUBJECTS[name]}
        assert "signature.unknown" in codes, name


def test_a_registration_needs_the_keys_that_it_lists() -> None:
    """A registration that only its registrar signed lacks the signatures of its own keys."""
    registrations = list(filter(is_registration, STATEMENTS))
    assert len(registrations) > 3
    for name, files in signed_by("registrar").items():
        if name in registrations:
            assert ("signature.missing", SUBJECTS[name]) in found(judge(files))


def test_all_statements_are_verified() -> None:
    """The step counts every statement of a sound bundle."""
    steps = {step.name: step for step in judge(FILES).steps}
    assert (steps["signatures"].checked, steps["signatures"].outcome) == (len(STATEMENTS), "passed")


@pytest.mark.parametrize("party", ["mine", "registrar"])
def test_a_signature_is_not_checked_without_the_registration_of_a_party(party: str) -> None:
    """The registration is missing once, and each signature that needs it follows from that."""
    absent = honest().ledger.parties[party]
    files = {name: data for name, data in FILES.items() if name != path("statements", absent)}
    report = judge(files)
    (row,) = (row for row in report.findings if row.subject == absent and row.severity == "missing")
    assert row.code == "statement.missing"
    unchecked = [what for what in row.follows if what.startswith("the signature of ")]
    steps = {step.name: step.checked for step in report.steps}
    assert len(unchecked) > 1
    assert steps["signatures"] == len(STATEMENTS) - 1 - len(unchecked)
    assert "signature.unknown" not in {code for code, _ in found(report)}


def test_a_payload_in_another_form_under_its_own_name_is_no_statement() -> None:
    """A file named by its own digest is not canonical and has no valid signature."""
    for name in STATEMENTS:
        known = parse_envelope(FILES[name])
        payload = payload_of(FILES[name]).replace(b":", b": ", 1)
        own = path("statements", statement_id(known.payload_type, payload))
        report = judge({**FILES, own: rewrapped(FILES[name], payload)})
        assert found(report) == {("statement.invalid", own)}
