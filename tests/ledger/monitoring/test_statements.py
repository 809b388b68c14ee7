"""Bytes that differ from their name's digest, or are missing, are found in the database and in files."""

import json
from pathlib import Path

import pytest
from support.bundles import payload_of, rewrapped
from support.ledger_battery import BatteryChain
from support.ledger_small import Small
from support.operator import edit, folder_of, found_in, rebuild, seen

from ledger.audit.findings import Findings
from ledger.monitoring.statements import Documents, read_batch, reopen
from ledger.store.statements import statements_in
from ledger.store.store import read_snapshot
from ledger.trust.envelope import parse_envelope


def section(small: Small, name: str) -> str:
    """The digest of a section of the mine's entry."""
    digest: str = json.loads(payload_of(envelope(small, small.ore)))["sections"][name]
    return digest


def blob(small: Small, digest: str) -> Path:
    """The file of a document."""
    return folder_of(small.world) / "blobs" / digest[7:9] / digest[7:]


def envelope(small: Small, statement: str) -> bytes:
    """The envelope of a statement as it is stored."""
    with small.world.ledger.store.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT envelope FROM statement WHERE id = ?", (statement,)
        )
        found: bytes = rows.scalar_one()
    return found


def test_a_section_that_was_edited(small: Small) -> None:
    """One number is changed where sections are kept; what rests on it is not judged instead."""
    digest = section(small, "inventory")
    change = "UPDATE document SET data = CAST(replace(CAST(data AS TEXT), ?, ?) AS BLOB)"
    edit(small.world, f"{change} WHERE digest = ?", '"100"', '"900"', digest)
    assert found_in(small.world) == {("blob.damaged", digest)}
    assert seen(small.world).exit_code == 1


def test_a_section_that_is_gone(small: Small) -> None:
    """A document that a statement names and the store lacks is missing."""
    digest = section(small, "product")
    edit(small.world, "DELETE FROM document WHERE digest = ?", digest)
    assert found_in(small.world) == {("blob.missing", digest)}
    assert seen(small.world).exit_code == 2


def test_a_section_that_is_another_ones(small: Small) -> None:
    """A section under its true digest, which no statement names, is hashed; a wrong one is found."""
    digest = "sha256:" + "6" * 64
    edit(small.world, "INSERT INTO document VALUES (?, ?)", digest, b"{}")
    assert found_in(small.world) == {("blob.damaged", digest)}


def test_a_document_that_no_statement_names(small: Small) -> None:
    """Documents are hashed although nothing rests on them yet; half-written files are none."""
    digest = small.world.ledger.store.blobs.put(b"{}")
    assert found_in(small.world) == set()
    blob(small, digest).write_bytes(b"[]")
    blob(small, digest).with_name("half.new").write_bytes(b"x")
    assert found_in(small.world) == {("blob.damaged", digest)}


def test_a_rulebook_that_is_gone(chain: BatteryChain) -> None:
    """A rulebook that a calculation names must exist."""
    chain.world.submit(chain.calculation(), chain.plant.working)
    folder = folder_of(chain.world) / "blobs" / chain.rulebook[7:9]
    (folder / chain.rulebook[7:]).unlink()
    assert found_in(chain.world) == {("blob.missing", chain.rulebook)}


def test_a_statement_that_was_edited(small: Small) -> None:
    """Another payload under the same id: the id is not that of the bytes."""
    stored = envelope(small, small.sent)
    changed = rewrapped(stored, b'{"amount":"11"}')
    edit(small.world, "UPDATE statement SET envelope = ? WHERE id = ?", changed, small.sent)
    assert ("statement.digest", f"statements/{small.sent[7:]}.json") in found_in(small.world)


def test_other_signatures(small: Small) -> None:
    """The leaf pins the signatures that were submitted."""
    stored = envelope(small, small.sent)
    other = rewrapped(stored, payload_of(stored), [b"\x01" * 64])
    edit(small.world, "UPDATE statement SET envelope = ? WHERE id = ?", other, small.sent)
    assert ("leaf.signatures", small.sent) in found_in(small.world)


def test_a_statement_that_cannot_be_read(small: Small) -> None:
    """Bytes that are no envelope are missing, and the report is one all the same."""
    edit(small.world, "UPDATE statement SET envelope = x'00' WHERE id = ?", small.packs)
    report = seen(small.world)
    assert report.findings[0].code == "file.unreadable"
    assert report.exit_code == 2


def test_a_statement_that_is_gone(small: Small) -> None:
    """Its leaf stays, so that it was there cannot be hidden."""
    edit(small.world, "DELETE FROM statement WHERE id = ?", small.packs)
    assert ("leaf.without_statement", small.packs) in found_in(small.world)
    assert seen(small.world).exit_code == 2


@pytest.mark.parametrize("log", ["entries", "registry"])
def test_a_leaf_that_cannot_be_read(small: Small, log: str) -> None:
    """A leaf that was signed and is none is found under its statement, or the registry."""
    edit(small.world, "UPDATE leaf SET data = x'7b207d' WHERE log = ? AND \"index\" = 2", log)
    rebuild(small.world)
    subject = small.packs if log == "entries" else "registry.json"
    assert ("leaf.invalid", subject) in found_in(small.world)


def test_a_leaf_in_another_spelling(small: Small) -> None:
    """A registry leaf that reads well and is not canonical is found."""
    spaced = "UPDATE leaf SET data = CAST(replace(CAST(data AS TEXT), ':', ': ') AS BLOB)"
    edit(small.world, f"{spaced} WHERE log = 'registry' AND \"index\" = 0")
    rebuild(small.world)
    assert ("leaf.invalid", "registry.json") in found_in(small.world)


def test_payloads_are_not_kept(small: Small) -> None:
    """A statement that was read has signatures and no payload, and its whole envelope when it is opened again."""
    with read_snapshot(folder_of(small.world)) as snapshot:
        rows = statements_in(snapshot.connection, "entries", 0, 1)
        read = read_batch(rows, Documents(snapshot, Findings()), Findings())
    whole = parse_envelope(envelope(small, small.ore))
    kept = read[small.ore].envelope
    assert (kept.payload, kept.signatures) == (b"", whole.signatures)
    (opened,) = reopen(rows, read)
    assert opened == read[small.ore]._replace(envelope=whole)
    assert [*reopen(rows, {})] == []
