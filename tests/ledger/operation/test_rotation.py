"""New keys for the logs: they sign from the present sizes on, and earlier leaves stay proved."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.ledger_battery import BatteryChain, battery_chain
from support.ledger_small import grow
from support.ledger_world import LOG_SIGNERS, ORIGIN, World, signer, world
from support.refusal import refused
from support.witnesses import witness

from ledger.append.ledger import Ledger
from ledger.append.signing import LogSigners
from ledger.append.submit import receipt_of
from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.client.log_client import LogClient
from ledger.client.source import Folder
from ledger.operation.backup import make_backup, restore_backup
from ledger.operation.cosign import ask_witnesses, read_witness
from ledger.operation.monitor import monitor_folder
from ledger.operation.published_checkpoints import cosigned_receipt
from ledger.operation.rotation import rotate
from ledger.operation.static import export_static
from ledger.operation.unlock import unlock
from ledger.store.log import LOGS, latest_checkpoint
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.log_key import LogKey, read_log_keys
from ledger.trust.note import parse_note
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.signed.policy import LogKeys, Policy

NEW = LogSigners(entries=signer("new entries"), registry=signer("new registry"))
BESIDE = tuple((log, LOG_SIGNERS.of(log)) for log in LOGS)
BOTH = LogSigners(NEW.entries, NEW.registry, BESIDE)


@contextmanager
def opened(folder: Path, signers: LogSigners, begun: World) -> Iterator[World]:
    """A ledger opened again, with these keys available."""
    with Ledger.open(folder, signers) as begun.ledger:
        yield begun


@pytest.fixture
def begun(tmp_path: Path, database: str | None) -> tuple[Path, World]:
    """A ledger with an entry, closed."""
    with world(tmp_path / "ledger", database) as ledger:
        grow(ledger, "before")
    return tmp_path / "ledger", ledger


def signers_of(ledger: World, name: str) -> list[int]:
    """The number of keys that have signed the newest checkpoint of a log, and its size."""
    with ledger.ledger.store.read() as connection:
        size, note = latest_checkpoint(connection, "entries" if name == "entries" else "registry")
    return [size, len(parse_note(note).signatures)]


def test_the_new_key_signs_what_comes_after(begun: tuple[Path, World]) -> None:
    """The old key signs beside it while available; each size once, and each key for its sizes."""
    folder, before = begun
    listed = rotate(folder, LOG_SIGNERS, NEW)
    assert [row.until for row in listed.earlier or ()] == [1, 2]
    entries, registry = read_log_keys(listed)
    assert entries == LogKey(
        NEW.vkey(ORIGIN, "entries"), ((LOG_SIGNERS.vkey(ORIGIN, "entries"), 1),)
    )
    with opened(folder, BOTH, before) as during:
        assert signers_of(during, "entries") == [1, 1]
        one = grow(during, "during")
        assert signers_of(during, "entries") == [2, 2]
        note = parse_tlog_proof(receipt_of(during.ledger, one).proof.encode()).checkpoint
        for key in (entries, entries.current, LOG_SIGNERS.vkey(ORIGIN, "entries")):
            assert open_checkpoint(note, key).size == 2
        assert during.ledger.log_keys() == listed
    with opened(folder, NEW, before) as after:
        grow(after, "after")
        assert signers_of(after, "entries") == [3, 1]
        assert signers_of(after, "registry") == [4, 1]
        with after.ledger.store.read() as connection:
            assert open_checkpoint(latest_checkpoint(connection, "registry")[1], registry).size == 4
    report = monitor_folder(folder, "2026-01-01")
    assert (report.exit_code, report.logs) == (0, listed)


def test_other_keys_do_not_open_it(begun: tuple[Path, World]) -> None:
    """Not the old ones alone, nor the new ones exchanged; a key is never taken again."""
    folder, _ = begun
    rotate(folder, LOG_SIGNERS, NEW)
    exchanged = LogSigners(entries=NEW.registry, registry=NEW.entries, others=BESIDE)
    for signers in (LOG_SIGNERS, exchanged):
        with refused("ledger.keys"):
            Ledger.open(folder, signers)
    for known in (LOG_SIGNERS, NEW):
        with refused("rotate.known"):
            rotate(folder, BOTH, known)
    Ledger.open(folder, NEW).close()


def test_a_change_follows_a_change(begun: tuple[Path, World]) -> None:
    """At the same size too: each key ends where the next took over, and the newest signs."""
    folder, before = begun
    rotate(folder, LOG_SIGNERS, NEW)
    third = LogSigners(entries=signer("third entries"), registry=signer("third registry"))
    listed = rotate(folder, BOTH, third)
    assert [row.until for row in listed.earlier or ()] == [1, 1, 2, 2]
    with opened(folder, third, before) as after:
        note = parse_tlog_proof(
            receipt_of(after.ledger, grow(after, "x")).proof.encode()
        ).checkpoint
        assert open_checkpoint(note, third.vkey(ORIGIN, "entries")).size == 2


def test_a_copy_changes_no_keys(begun: tuple[Path, World], tmp_path: Path) -> None:
    """A restored backup is read-only until it is unlocked; then it knows all keys of its logs."""
    folder, before = begun
    rotate(folder, LOG_SIGNERS, NEW)
    with opened(folder, NEW, before) as after:
        grow(after, "after")
        with after.ledger.store.read() as connection:
            shown = latest_checkpoint(connection, "entries")[1]
        make_backup(folder, tmp_path / "backup")
    restore_backup(tmp_path / "backup", tmp_path / "again")
    with refused("ledger.read_only"):
        rotate(tmp_path / "again", NEW, LOG_SIGNERS)
    unlock(tmp_path / "again", NEW, shown)
    with opened(tmp_path / "again", NEW, before) as again:
        grow(again, "again")


def test_a_backup_of_before_is_behind_what_the_new_key_signed(
    begun: tuple[Path, World], tmp_path: Path
) -> None:
    """It does not know the new key, so what that has signed does not unlock it."""
    folder, before = begun
    make_backup(folder, tmp_path / "backup")
    rotate(folder, LOG_SIGNERS, NEW)
    with opened(folder, NEW, before) as after:
        grow(after, "after")
        with after.ledger.store.read() as connection:
            shown = latest_checkpoint(connection, "entries")[1]
    restore_backup(tmp_path / "backup", tmp_path / "again")
    with refused("unlock.behind"):
        unlock(tmp_path / "again", LOG_SIGNERS, shown)


def policy(chain: BatteryChain, logs: LogKeys) -> Policy:
    """A policy that accepts a chain's ledger under these keys."""
    return chain.world.policy(chain.rulebook, chain.factors, chain.auditor.id, logs=logs)


def test_bundles_verify_before_and_after(tmp_path: Path, database: str | None) -> None:
    """Under the policy of now both; under that of before the one of before, and what both keys sign."""
    folder = tmp_path / "ledger"
    with battery_chain(folder, database) as chain:
        subject = chain.world.submit(chain.calculation(), chain.plant.working).id
        first, then = export_bundle(chain.world.ledger, subject), chain.world.ledger.log_keys()
    now = rotate(folder, LOG_SIGNERS, NEW)
    bundles = {"before": first}
    for name, signers in (("during", BOTH), ("after", NEW)):
        with opened(folder, signers, chain.world) as ledger:
            grow(ledger, name)
            bundles[name] = export_bundle(ledger.ledger, subject)
    digest = "sha256:" + "0" * 64
    for keys, expected in ((now, [0, 0, 0]), (then, [0, 0, 1])):
        judged = [verify(data, policy(chain, keys), digest) for data in bundles.values()]
        assert [report.exit_code for report in judged] == expected
    stolen = now.model_copy(update={"earlier": None})
    judged = [verify(data, policy(chain, stolen), digest) for data in bundles.values()]
    assert [report.exit_code for report in judged] == [1, 0, 0]


def test_readers_and_witnesses_go_over_the_change(
    begun: tuple[Path, World], tmp_path: Path
) -> None:
    """One who lists both keys keeps what it saw; a witness that knows both signs on, and receipts are renewed."""
    folder, before = begun
    vkeys = [one.vkey(ORIGIN, log) for one in (LOG_SIGNERS, NEW) for log in LOGS]
    with witness(tmp_path, "w1", vkeys) as address:
        old = LogKey(LOG_SIGNERS.vkey(ORIGIN, "entries"))
        source = Folder(tmp_path / "public" / "entries")
        with opened(folder, LOG_SIGNERS, before) as then:
            receipt = receipt_of(then.ledger, grow(then, "then"))
            assert not any(r.refusal for r in ask_witnesses(then.ledger, [read_witness(address)]))
            export_static(then.ledger, tmp_path / "public")
        LogClient(source, old, tmp_path / "seen").latest()
        entries, _ = read_log_keys(rotate(folder, LOG_SIGNERS, NEW))
        with opened(folder, NEW, before) as after:
            grow(after, "after")
            assert not any(r.refusal for r in ask_witnesses(after.ledger, [read_witness(address)]))
            export_static(after.ledger, tmp_path / "public")
            renewed = cosigned_receipt(after.ledger.store, receipt)
            note = parse_tlog_proof(renewed.proof.encode()).checkpoint
            assert open_checkpoint(note, entries.current).size == 3
        with refused("note.unsigned"):
            LogClient(source, old, tmp_path / "seen").latest()
        reader = LogClient(source, entries, tmp_path / "seen")
        reader.latest()
        assert parse_tlog_proof(reader.renew_receipt(receipt).proof.encode()).index == receipt.index
