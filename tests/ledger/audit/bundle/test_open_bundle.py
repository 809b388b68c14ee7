"""Files are read in one form only, and no crafted file raises an error."""

from hashlib import sha256
from itertools import pairwise

import pytest
from support.bundles import path
from support.signed_battery import build, honest
from support.verdicts import found, judge

FILES = honest().ledger.files()
SALT = "0" * 32
HEAD = b'{"kind":"entry","salt":"' + SALT.encode() + b'","section":"inventory","value":'


def test_one_statement_under_the_name_of_another_is_taken_for_neither() -> None:
    """A file with another statement than its name says contradicts its name."""
    statements = [name for name in FILES if name.startswith("statements/")]
    for name, other in pairwise(statements):
        assert ("statement.digest", name) in found(judge({**FILES, name: FILES[other]}))


def test_a_hidden_character_in_a_logged_statement_is_remarked() -> None:
    """It was admitted before the ledger refused it, so it contradicts nothing."""
    scope = {"attestation": lambda stated: {**stated, "scope": "All\u200b of it"}}
    ledger = build(scope).ledger
    report = judge(ledger.files(), ledger.policy())
    (remark,) = (row for row in report.findings if row.code == "text.hidden")
    assert (remark.severity, remark.step, report.exit_code) == ("remark", 2, 0)
    assert "U+200B" in remark.detail


def test_a_name_that_is_no_digest_is_a_finding() -> None:
    """Such a file is not a statement, regardless of its content."""
    name = path("statements", "sha256:short")
    report = judge({**FILES, name: FILES[honest().statement("mine")]})
    assert found(report) == {("file.unreferenced", name)}


CRAFTED = {
    "deep array": b"[" * 200_000,
    "deep object": b'{"a":' * 50_000,
    "long number": b"1" * 5_000,
    "long number in a section": HEAD + b'{"a":' + b"9" * 6_000 + b"}}",
    "deep section": HEAD + b'{"a":' * 300 + b"1" + b"}" * 301,
    "no numbers": HEAD + b'{"a":1e400,"b":NaN,"c":"\\ud800"}}',
    "no text": b"\xff\xfe",
    "half a letter": b'"\\ud800"',
    "null": b"null",
    "nulls": b"[null]",
    "empty": b"",
    "a list of nothing": b"[{}]",
    "half a leaf": b'[{"kind":"made"}]',
}


@pytest.mark.parametrize("name", CRAFTED)
@pytest.mark.parametrize("folder", ["statements", "sections", "blobs"])
def test_a_crafted_file_under_its_own_digest_is_a_finding(folder: str, name: str) -> None:
    """A crafted file with the right digest as name does not verify and does not raise."""
    data = CRAFTED[name]
    file = path(folder, f"sha256:{sha256(data).hexdigest()}")
    report = judge({**FILES, file: data})
    assert report.verdict != "verified"
    assert report.recomputed_total == honest().total


@pytest.mark.parametrize("name", CRAFTED)
@pytest.mark.parametrize(
    "file", ["registry.json", "proofs/entries", "checkpoints/entries", "checkpoints/registry"]
)
def test_a_crafted_file_in_a_fixed_place_is_a_finding(file: str, name: str) -> None:
    """The same for the files that every bundle has."""
    report = judge({**FILES, file: CRAFTED[name]})
    assert file in {row.subject for row in report.findings}
    assert report.exit_code in (1, 2)
