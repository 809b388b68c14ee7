"""A log of any leaves, signed by its key and published as static files, as a dishonest operator can do."""

from collections.abc import Sequence
from pathlib import Path

from ledger.client.source import CHECKPOINT, COSIGNED
from ledger.trust.checkpoint import Checkpoint, sign_checkpoint
from ledger.trust.keys import Signer
from ledger.trust.merkle import Edge, leaf_hash
from ledger.trust.note import format_line, parse_note
from ledger.trust.tiles import (
    ENTRIES,
    WIDTH,
    build_tile,
    format_bundle,
    format_tile_path,
    tiles_of,
)
from ledger.trust.witness import cosign


def publish(
    folder: Path,
    origin: str,
    signer: Signer,
    leaves: Sequence[bytes],
    witnesses: Sequence[tuple[str, Signer]] = (),
) -> bytes:
    """Write the log of these leaves over what the folder has; its checkpoint, cosigned by these witnesses."""
    edge, completed = Edge().extend([leaf_hash(leaf) for leaf in leaves])
    nodes = {(level, index): node for level, index, node in completed}
    for tile in tiles_of(len(leaves)):
        path = folder / format_tile_path(tile)
        path.parent.mkdir(parents=True, exist_ok=True)
        start = tile.index * WIDTH
        bundled = tile.level == ENTRIES
        path.write_bytes(
            format_bundle(leaves[start : start + tile.width])
            if bundled
            else build_tile(tile, len(leaves), lambda level, index: nodes[level, index])
        )
    note = sign_checkpoint(Checkpoint(origin, len(leaves), edge.root()), signer)
    (folder / CHECKPOINT).write_bytes(note)
    if witnesses:
        opened = parse_note(note)
        lines = [cosign(opened.text, name, key, 1_767_225_600) for name, key in witnesses]
        note += "".join(map(format_line, lines)).encode()
        (folder / COSIGNED).write_bytes(note)
    return note
