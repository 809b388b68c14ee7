"""Proves that files become values in one form only, and that no crafted file leaves a trace."""

from hashlib import sha256

import pytest
from support.bundles import path
from support.story import honest
from support.verdicts import judge

from ledger.audit.container import pack
from ledger.audit.findings import Findings
from ledger.audit.opening import open_bundle
from ledger.audit.reading import sort_files

FILES = honest().ledger.files()
SALT = "0" * 32
HEAD = b'{"kind":"entry","salt":"' + SALT.encode() + b'","section":"inventory","value":'


def test_statements_are_read_in_the_order_of_the_log() -> None:
    """Registrations, which no entries log holds, come last; each statement is read once."""
    findings = Findings()
    opened = open_bundle(pack(FILES), (), findings, map)
    assert opened is not None
    read = list(opened.bundle.statements)
    places = list(map(opened.bundle.place, read))
    logged = [place for place in places if place >= 0]
    assert logged == sorted(logged) == places[: len(logged)]
    assert sorted(read) == sorted(sort_files(FILES).statements)


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
    """Whoever makes a file can name it right; it does not verify, and nothing breaks."""
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
