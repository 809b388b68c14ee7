"""A copy, a restored or a moved ledger does not sign until it is shown a checkpoint from outside."""

from pathlib import Path
from shutil import copytree, rmtree

import pytest
from support.ledger_folders import copy_folder, damage, newest_checkpoint
from support.ledger_world import LOG_SIGNERS, ORIGIN, Party, World, made, world
from support.refusal import refused

from ledger.append.ledger import Ledger
from ledger.append.submit import receipt_of, submit
from ledger.operation.unlock import unlock
from ledger.service.answers.look_ups import list_of
from ledger.state.drafting import sign_draft
from ledger.trust.checkpoint import Checkpoint, sign_checkpoint
from schemas.signed.entry import Site
from schemas.vocabulary import Role


@pytest.fixture
def begun(tmp_path: Path, database: str | None) -> tuple[World, Party]:
    """A ledger of one entry, and a mine that can make more; the ledger is closed."""
    with world(tmp_path / "ledger", database) as opened:
        mine = opened.register("mine", Role.SUPPLIER)
        opened.enter(mine, [made(mine)])
    return opened, mine


def enter(folder: Path, begun: tuple[World, Party], site: str) -> str:
    """Open a ledger and enter what the mine made at another site; returns the entry's id."""
    opened, mine = begun
    draft = opened.entry(mine, [made(mine)], site=Site(code=site, country="SE"))
    with Ledger.open(folder, LOG_SIGNERS) as ledger:
        return submit(ledger, sign_draft(draft, [mine.working])).id


def test_copy_is_read_only(begun: tuple[World, Party], tmp_path: Path) -> None:
    """A copy shows what is in it and gives receipts again; it appends and keeps nothing."""
    opened, mine = begun
    copy_folder(tmp_path / "ledger", tmp_path / "copy")
    with Ledger.open(tmp_path / "copy", LOG_SIGNERS) as ledger:
        for stored in list_of(ledger):
            receipt_of(ledger, stored.id)
        draft = opened.entry(mine, [made(mine)], site=Site(code="x", country="SE"))
        with refused("ledger.read_only"):
            submit(ledger, sign_draft(draft, [mine.working]))
        with refused("ledger.read_only"):
            ledger.keep(None)
    enter(tmp_path / "ledger", begun, "goes-on")


def test_unlocked_by_the_newest_checkpoint(begun: tuple[World, Party], tmp_path: Path) -> None:
    """Shown the newest checkpoint, of either log, a copy signs on."""
    copy_folder(tmp_path / "ledger", tmp_path / "copy")
    for site, log in (("x", "registry"), ("y", "entries")):
        shown = unlock(tmp_path / "copy", LOG_SIGNERS, newest_checkpoint(tmp_path / "ledger", log))
        assert shown.origin == f"{ORIGIN}/{log}"
        enter(tmp_path / "copy", begun, site)


def test_older_checkpoint_is_consistent(begun: tuple[World, Party], tmp_path: Path) -> None:
    """An older checkpoint that the ledger extends unlocks it too."""
    older = newest_checkpoint(tmp_path / "ledger")
    enter(tmp_path / "ledger", begun, "x")
    copy_folder(tmp_path / "ledger", tmp_path / "copy")
    assert unlock(tmp_path / "copy", LOG_SIGNERS, older).size == 1
    enter(tmp_path / "copy", begun, "y")


def test_larger_checkpoint_proves_loss(begun: tuple[World, Party], tmp_path: Path) -> None:
    """A checkpoint of more leaves shows that entries are missing; the copy stays read-only."""
    copy_folder(tmp_path / "ledger", tmp_path / "copy")
    enter(tmp_path / "ledger", begun, "x")
    newer = newest_checkpoint(tmp_path / "ledger")
    with refused("unlock.behind"):
        unlock(tmp_path / "copy", LOG_SIGNERS, newer)
    with refused("ledger.read_only"):
        enter(tmp_path / "copy", begun, "y")


def test_checkpoint_of_another_history(begun: tuple[World, Party], tmp_path: Path) -> None:
    """A checkpoint with another root for a size, another log's, or a forged one unlocks nothing."""
    folder = tmp_path / "ledger"
    fork = Checkpoint(f"{ORIGIN}/entries", 1, bytes(32))
    with refused("log.damaged"):
        unlock(folder, LOG_SIGNERS, sign_checkpoint(fork, LOG_SIGNERS.entries))
    other = Checkpoint("ledger.example/other/entries", 1, bytes(32))
    with refused("unlock.origin"):
        unlock(folder, LOG_SIGNERS, sign_checkpoint(other, LOG_SIGNERS.entries))
    with refused("note.unsigned"):
        unlock(folder, LOG_SIGNERS, sign_checkpoint(fork, LOG_SIGNERS.registry))
    enter(folder, begun, "still-ours")


def test_checkpoint_store_is_shared(tmp_path: Path, database: str | None) -> None:
    """With one checkpoint store for both, a copy that was unlocked shuts the original out."""
    apart = tmp_path / "apart"
    with Ledger.init(tmp_path / "ledger", ORIGIN, LOG_SIGNERS, database, apart):
        pass
    copy_folder(tmp_path / "ledger", tmp_path / "copy")
    with Ledger.open(tmp_path / "ledger", LOG_SIGNERS) as original:
        copy_signers = newest_checkpoint(tmp_path / "ledger")
        unlock(tmp_path / "copy", LOG_SIGNERS, copy_signers)
        opened = World(original, Party("registrar", "", LOG_SIGNERS.entries, LOG_SIGNERS.registry))
        draft, party = opened.registration("first", [Role.REGISTRAR], None)
        submission = sign_draft(draft, [party.root, party.working])
        with refused("checkpoint.instance"):
            submit(original, submission)
        with refused("checkpoint.instance"):
            submit(original, submission)
    with Ledger.open(tmp_path / "ledger", LOG_SIGNERS) as again:
        assert again.sequencer.closed is not None
    with Ledger.open(tmp_path / "copy", LOG_SIGNERS) as ledger:
        submit(ledger, submission)


def test_checkpoint_store_that_is_gone(begun: tuple[World, Party], tmp_path: Path) -> None:
    """Without its checkpoint store a ledger is read-only, and begins a new one when unlocked."""
    newest = newest_checkpoint(tmp_path / "ledger")
    rmtree(tmp_path / "ledger" / "checkpoints")
    with refused("ledger.read_only"):
        enter(tmp_path / "ledger", begun, "x")
    unlock(tmp_path / "ledger", LOG_SIGNERS, newest)
    enter(tmp_path / "ledger", begun, "x")


@pytest.mark.usefixtures("begun")
def test_nothing_is_unlocked_over_damage(tmp_path: Path) -> None:
    """Lost leaves of the registry are found although a checkpoint of the entries is shown."""
    copy_folder(tmp_path / "ledger", tmp_path / "copy")
    lost = (
        "DELETE FROM statement WHERE log = 'registry'",
        "DELETE FROM leaf WHERE log = 'registry'",
    )
    damage(tmp_path / "copy", *lost)
    with refused("log.shrunk"):
        unlock(tmp_path / "copy", LOG_SIGNERS, newest_checkpoint(tmp_path / "ledger"))
    with Ledger.open(tmp_path / "copy", LOG_SIGNERS) as ledger, refused("ledger.read_only"):
        ledger.sequencer.require_open()


def test_restored_over_the_original(begun: tuple[World, Party], tmp_path: Path) -> None:
    """Yesterday's copy put back in place of today's folder is noticed."""
    copytree(tmp_path / "ledger", tmp_path / "yesterday")
    enter(tmp_path / "ledger", begun, "x")
    rmtree(tmp_path / "ledger")
    copytree(tmp_path / "yesterday", tmp_path / "ledger")
    with refused("ledger.read_only"):
        enter(tmp_path / "ledger", begun, "y")
