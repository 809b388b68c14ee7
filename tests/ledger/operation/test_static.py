"""Static files: everything that a reader needs, and an export over an earlier one."""

from pathlib import Path

from support.ledger_small import grow
from support.ledger_world import LOG_SIGNERS, ORIGIN, world
from support.witnesses import witness

from ledger.operation.cosign import ask_witnesses, read_witness
from ledger.operation.static import export_static
from ledger.store.log import LOGS
from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.merkle import leaf_hash, root_of
from ledger.trust.tiles import ENTRIES, format_tile_path, parse_bundle, tile_at, tiles_of

LOG_KEYS = {log: LOG_SIGNERS.vkey(ORIGIN, log) for log in LOGS}


def test_the_logs_are_rebuilt_from_the_files(tmp_path: Path) -> None:
    """Checkpoint, bundles and tiles of both logs are there, and lead to the signed roots."""
    out = tmp_path / "public"
    with world(tmp_path / "ledger") as mine:
        for name in ("a", "b"):
            grow(mine, name)
            sizes = export_static(mine.ledger, out)
    assert sizes == {"registry": 3, "entries": 2}
    for log, vkey in LOG_KEYS.items():
        head = open_checkpoint((out / log / "checkpoint").read_bytes(), vkey)
        assert head.size == sizes[log]
        for tile in tiles_of(head.size):
            assert (out / log / format_tile_path(tile)).exists()
        bundle = out / log / format_tile_path(tile_at(ENTRIES, 0, head.size))
        assert root_of(map(leaf_hash, parse_bundle(bundle.read_bytes()))) == head.root
        assert not (out / log / "cosigned").exists()


def test_a_cosigned_checkpoint_is_published_with_its_tiles(tmp_path: Path) -> None:
    """It may be older than the newest one; the tiles of both sizes are there."""
    out = tmp_path / "public"
    with (
        world(tmp_path / "ledger") as mine,
        witness(tmp_path, "w1", LOG_KEYS.values()) as one,
    ):
        grow(mine, "a")
        ask_witnesses(mine.ledger, [read_witness(one)])
        grow(mine, "b")
        export_static(mine.ledger, out)
    for log, vkey in LOG_KEYS.items():
        for name in ("checkpoint", "cosigned"):
            head = open_checkpoint((out / log / name).read_bytes(), vkey)
            assert all(
                (out / log / format_tile_path(tile)).exists() for tile in tiles_of(head.size)
            )
