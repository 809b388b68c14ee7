"""A log that differs from the signed one is found: at its leaves, its nodes, its checkpoints, its key."""

from dataclasses import replace

import pytest
from support.ledger_small import Small
from support.ledger_world import LOG_SIGNERS, ORIGIN, made
from support.operator import edit, folder_of, found_in, rebuild, seen

from ledger.store.cosigned import Pair
from ledger.store.log import edge_of, latest_checkpoint
from ledger.trust.checkpoint import Checkpoint, sign_checkpoint
from schemas.signed.entry import Site

ENTRIES, REGISTRY = "checkpoints/entries", "checkpoints/registry"
EMPTY = b"\x00" * 32


def log_findings(small: Small) -> list[tuple[str, str, tuple[str, ...]]]:
    """Code, subject and consequences of what was found on the logs themselves."""
    return [
        (row.code, row.subject, row.follows)
        for row in seen(small.world).findings
        if row.subject in (ENTRIES, REGISTRY)
    ]


@pytest.mark.parametrize(("log", "subject"), [("entries", ENTRIES), ("registry", REGISTRY)])
def test_a_leaf_that_was_edited(small: Small, log: str, subject: str) -> None:
    """The leaves no longer have the signed root; that a node differs too follows from it."""
    edit(small.world, "UPDATE leaf SET data = x'7b7d' WHERE log = ? AND \"index\" = 1", log)
    assert log_findings(small)[0] == ("log.damaged", subject, (f"log.node {subject}",))
    assert seen(small.world).exit_code == 1


def test_a_leaf_that_is_gone(small: Small) -> None:
    """A missing leaf is found as that, whichever other checks miss it too."""
    edit(small.world, "DELETE FROM leaf WHERE log = 'registry' AND \"index\" = 1")
    code, subject, follows = log_findings(small)[0]
    assert (code, subject) == ("log.shrunk", REGISTRY)
    assert f"log.damaged {REGISTRY}" in follows


def test_a_log_that_was_cut(small: Small) -> None:
    """Leaves at the end are missed as well as in the middle: the newest checkpoint knows the size."""
    edit(small.world, "DELETE FROM leaf WHERE log = 'entries' AND \"index\" = 2")
    assert log_findings(small)[0][:2] == ("log.shrunk", ENTRIES)
    assert ("proof.missing", small.packs) in found_in(small.world)


@pytest.mark.parametrize("change", ["UPDATE node SET hash = zeroblob(32)", "DELETE FROM node"])
def test_a_node_that_was_edited(small: Small, change: str) -> None:
    """Leaves and root are sound, and a proof read from this node would not be."""
    edit(small.world, f"{change} WHERE log = 'entries' AND level = 1 AND \"index\" = 0")
    assert log_findings(small) == [("log.node", ENTRIES, ())]
    assert found_in(small.world) == {("log.node", ENTRIES)}


def test_leaves_that_were_swapped(small: Small) -> None:
    """Two leaves change places: another root, and each leaf is of another statement."""
    swap = 'UPDATE leaf SET "index" = CASE "index" WHEN 0 THEN -1 ELSE 0 END'
    edit(small.world, f"{swap} WHERE log = 'entries' AND \"index\" IN (0, 1)")
    edit(small.world, 'UPDATE leaf SET "index" = 1 WHERE "index" = -1')
    found = found_in(small.world)
    assert {("log.damaged", ENTRIES), ("leaf.statement", small.ore)} <= found
    rebuild(small.world)
    found = found_in(small.world)
    assert ("log.damaged", ENTRIES) not in found
    assert {("leaf.statement", small.ore), ("leaf.statement", small.sent)} <= found


def signed(size: int, root: bytes) -> bytes:
    """A checkpoint of the entries log by its own key."""
    return sign_checkpoint(Checkpoint(f"{ORIGIN}/entries", size, root), LOG_SIGNERS.entries)


def test_a_second_history_that_was_signed(small: Small) -> None:
    """The log's key has signed another root at a size that is past: it was shown to somebody."""
    note = signed(1, EMPTY)
    edit(small.world, "UPDATE checkpoint SET note = ? WHERE log = 'entries' AND size = 1", note)
    assert log_findings(small) == [("log.damaged", ENTRIES, ())]


def test_a_checkpoint_under_another_size(small: Small) -> None:
    """A checkpoint that is kept under a size it does not sign is found, though its root is sound."""
    with small.world.ledger.view() as view:
        note = signed(2, edge_of(view.connection, "entries", 2).root())
    edit(small.world, "UPDATE checkpoint SET note = ? WHERE log = 'entries' AND size = 1", note)
    assert log_findings(small) == [("checkpoint.misplaced", ENTRIES, ())]


def test_a_checkpoint_by_another_key(small: Small) -> None:
    """A checkpoint that the log's key has not signed is found."""
    changes = "UPDATE checkpoint SET note = CAST(replace(CAST(note AS TEXT), 'test/entries', 'test/entry') AS BLOB)"
    edit(small.world, f"{changes} WHERE log = 'entries' AND size = 3")
    assert log_findings(small)[0][:2] == ("note.unsigned", ENTRIES)


def test_a_log_that_was_never_signed(small: Small) -> None:
    """A log without a checkpoint cannot be checked; the checkpoint is reported as missing."""
    edit(small.world, "DELETE FROM checkpoint WHERE log = 'entries'")
    (folder_of(small.world) / "checkpoints" / "journal.jsonl").write_bytes(b"")
    report = seen(small.world)
    assert ("log.unsigned", ENTRIES, "missing") in {
        (r.code, r.subject, r.severity) for r in report.findings
    }
    assert report.entries.size == 0


def test_more_than_one_batch(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nodes over leaves of several batches are compared as well."""
    monkeypatch.setattr("ledger.monitoring.logs.BATCH", 4)
    monkeypatch.setattr("ledger.monitoring.statements.BATCH", 4)
    for number in range(10):
        site = Site(code=f"mine-{number}", country="SE")
        small.world.enter(small.mine, [made(small.mine)], site=site)
    assert found_in(small.world) == set()
    edit(small.world, "UPDATE node SET hash = zeroblob(32) WHERE log = 'entries' AND level = 3")
    assert found_in(small.world) == {("log.node", ENTRIES)}


def test_what_only_the_checkpoint_store_knows(small: Small) -> None:
    """A database that was set back is compared with the signed checkpoints, which are kept separately."""
    edit(small.world, "DELETE FROM checkpoint WHERE log = 'entries' AND size > 1")
    assert found_in(small.world) == set()
    edit(small.world, "DELETE FROM leaf WHERE log = 'entries' AND \"index\" = 2")
    assert log_findings(small)[0][:2] == ("log.shrunk", ENTRIES)


def test_a_cosigned_checkpoint_of_another_history(small: Small) -> None:
    """Checkpoints that witnesses have cosigned are compared with the leaves too."""
    pair = Pair(2, signed(2, EMPTY), 4, b"")
    with small.world.ledger.view() as view:
        _, newest = latest_checkpoint(view.connection, "registry")
    small.world.ledger.store.cosigned.put(replace(pair, registry=newest))
    assert log_findings(small) == [("log.damaged", ENTRIES, ())]
