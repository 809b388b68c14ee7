"""A document is named by a salted digest, whose salt stays beside it."""

from hashlib import sha256
from pathlib import Path

import pytest
from support.refusal import refused

from ledger.cli.terminal.evidence import evidence_digest

DIGEST = "sha256:" + "1" * 64


def test_a_file_is_salted_once(tmp_path: Path) -> None:
    """The salt is written beside it, and naming the file again gives the same digest."""
    paper = tmp_path / "warranty.pdf"
    paper.write_bytes(b"8 years")
    found = evidence_digest(str(paper))
    salt = bytes.fromhex((tmp_path / "warranty.pdf.salt").read_text())
    assert found == f"sha256:{sha256(salt + b'8 years').hexdigest()}"
    assert evidence_digest(str(paper)) == found
    assert len(salt) == 16


def test_a_digest_and_nothing_are_taken_as_they_are() -> None:
    """No file is read."""
    assert evidence_digest(DIGEST) == DIGEST
    assert evidence_digest(None) is None


@pytest.mark.parametrize("text", [b"short", b"\xff", b"00"])
def test_a_file_of_a_salt_that_has_none_is_refused(tmp_path: Path, text: bytes) -> None:
    """It is not replaced: another salt would give another digest."""
    paper = tmp_path / "test.pdf"
    paper.write_bytes(b"75 kWh")
    salt = tmp_path / "test.pdf.salt"
    salt.write_bytes(text)
    with refused("evidence.salt", str(salt)):
        evidence_digest(str(paper))
    assert salt.read_bytes() == text


def test_an_empty_file_is_no_document(tmp_path: Path) -> None:
    """Nothing is salted."""
    (tmp_path / "empty.pdf").touch()
    with refused("evidence.empty"):
        evidence_digest(str(tmp_path / "empty.pdf"))
    assert [it.name for it in tmp_path.iterdir()] == ["empty.pdf"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """And leaves no salt."""
    with refused("file.unreadable"):
        evidence_digest(str(tmp_path / "none.pdf"))
    assert not [*tmp_path.iterdir()]
