"""Go's checksum-database client reads our log: notes, checkpoints, proofs and tile paths.

Its module is taken from Debian (golang-go, golang-golang-x-mod-dev); nothing is fetched.
"""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from support.need import need_command, need_path
from support.tree import grow
from support.witnesses import vkey_of, witness

from ledger.client import http
from ledger.trust.add_checkpoint import AddCheckpoint, format_add_checkpoint
from ledger.trust.checkpoint import Checkpoint, format_checkpoint, sign_checkpoint
from ledger.trust.encoding import encode_base64
from ledger.trust.keys import Signer
from ledger.trust.note import ED25519, Vkey, format_note, format_vkey, parse_note
from ledger.trust.proof import prove_consistency, prove_inclusion
from ledger.trust.tile_nodes import TileNodes
from ledger.trust.tiles import ENTRIES, Tile, build_tile, format_tile_path
from ledger.trust.witness import cosign

GOPATH = Path("/usr/share/gocode")
ORIGIN = "example.com/log/entries"
LOG = Signer(bytes(32))
WITNESS = Signer(bytes([1]) * 32)
WITNESS_NAME = "auditor.example/w"
LARGEST = 64
TREE = grow(b"leaf %d" % number for number in range(LARGEST))
SIZES = range(1, LARGEST + 1)
NOTE = sign_checkpoint(Checkpoint(ORIGIN, LARGEST, TREE.roots[LARGEST]), LOG)
Hashes = tuple[bytes, ...]
Change = Callable[[Hashes], Hashes]
VKEYS = [format_vkey(Vkey(ORIGIN, ED25519, LOG.public))]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The peer, built once."""
    go = need_command("go")
    need_path(GOPATH / "src/golang.org/x/mod/sumdb")
    binary = tmp_path_factory.mktemp("go") / "check"
    environment = {"GO111MODULE": "off", "GOPATH": str(GOPATH), "GOFLAGS": ""}
    source = Path(__file__).parent / "go/check.go"
    subprocess.run(
        [go, "build", "-o", binary, source], env=os.environ | environment, check=True, timeout=600
    )
    return binary


def _ask(program: Path, **question: object) -> dict[str, object]:
    """The peer's answer, an object with text, signers, inclusion, consistency and tiles."""
    asked = subprocess.run(
        [program], input=json.dumps(question), capture_output=True, text=True, check=True
    )
    answer: dict[str, object] = json.loads(asked.stdout)
    return answer


def _replace_last(path: Hashes) -> Hashes:
    return (*path[:-1], bytes(32))


def _base64(path: Hashes) -> list[str]:
    return list(map(encode_base64, path))


def _inclusion(index: int, size: int, change: Change = tuple) -> dict[str, object]:
    return {
        "index": index,
        "size": size,
        "leaf": encode_base64(TREE.leaves[index]),
        "root": encode_base64(TREE.roots[size]),
        "path": _base64(change(prove_inclusion(TREE.nodes, index, size))),
    }


def _consistency(old: int, new: int, change: Change = tuple) -> dict[str, object]:
    return {
        "old": old,
        "new": new,
        "old_root": encode_base64(TREE.roots[old]),
        "new_root": encode_base64(TREE.roots[new]),
        "path": _base64(change(prove_consistency(TREE.nodes, old, new))),
    }


def test_checkpoint_opens(program: Path) -> None:
    """Go opens our checkpoint with our verifier key and reads the same text."""
    answer = _ask(program, note=NOTE.decode(), vkeys=VKEYS)
    assert answer["text"] == parse_note(NOTE).text
    assert answer["signers"] == [ORIGIN]


def test_cosigned_checkpoint_opens(program: Path) -> None:
    """A cosignature of ours verifies by the specification, beside the log's own signature."""
    note = parse_note(NOTE)
    line = cosign(note.text, WITNESS_NAME, WITNESS, 1_767_225_600)
    cosigned = format_note(replace(note, signatures=(*note.signatures, line)))
    witness = {"name": WITNESS_NAME, "key": encode_base64(WITNESS.public)}
    answer = _ask(program, note=cosigned.decode(), vkeys=VKEYS, witnesses=[witness])
    assert answer["signers"] == [ORIGIN, WITNESS_NAME]


def test_changed_checkpoint_does_not_open(program: Path) -> None:
    """A checkpoint with another size under the same signature is refused by Go too."""
    note = parse_note(NOTE)
    other = format_checkpoint(Checkpoint(ORIGIN, LARGEST - 1, TREE.roots[LARGEST]))
    answer = _ask(program, note=format_note(replace(note, text=other)).decode(), vkeys=VKEYS)
    assert answer["text"] == ""


def test_all_proofs_are_accepted(program: Path) -> None:
    """Go accepts every inclusion and every consistency proof of all sizes to 64."""
    inclusion = [_inclusion(index, size) for size in SIZES for index in range(size)]
    consistency = [_consistency(old, new) for new in SIZES for old in range(1, new + 1)]
    answer = _ask(program, inclusion=inclusion, consistency=consistency)
    assert answer["inclusion"] == [True] * len(inclusion)
    assert answer["consistency"] == [True] * len(consistency)


def test_damaged_proofs_are_refused(program: Path) -> None:
    """Go refuses a proof with its last hash replaced, as we do."""
    inclusion = [_inclusion(index, 50, _replace_last) for index in range(50)]
    consistency = [_consistency(old, 50, _replace_last) for old in range(1, 50)]
    answer = _ask(program, inclusion=inclusion, consistency=consistency)
    assert answer["inclusion"] == [False] * 50
    assert answer["consistency"] == [False] * 49


def test_tile_paths_are_the_same(program: Path) -> None:
    """Go spells the paths of hash tiles and entry bundles as we do."""
    indices = (0, 1, 999, 1000, 1234067, 2**40)
    tiles = [
        Tile(level, index, width)
        for level in (ENTRIES, 0, 1, 7)
        for index in indices
        for width in (1, 112, 256)
    ]
    answer = _ask(program, tiles=list(map(asdict, tiles)))
    assert answer["tiles"] == list(map(format_tile_path, tiles))


def test_what_a_witness_cosigned_is_read_and_followed(program: Path, tmp_path: Path) -> None:
    """Go opens the checkpoints that a running witness cosigned, and accepts their growth from tiles."""
    vkey = Vkey(ORIGIN, ED25519, LOG.public)
    cosigner = {"name": "w1", "key": encode_base64(vkey_of("w1").key)}
    with witness(tmp_path, "w1", [vkey]) as named:
        address, old = named.partition(" ")[2], 0
        for size in (7, 40, LARGEST):
            signed = sign_checkpoint(Checkpoint(ORIGIN, size, TREE.roots[size]), LOG)
            nodes = TileNodes(size, lambda tile, size=size: build_tile(tile, size, TREE.nodes))
            path = prove_consistency(nodes, old, size)
            body = format_add_checkpoint(AddCheckpoint(old, path, signed))
            answer = http.post(f"{address}/add-checkpoint", body)
            cosigned = (signed + answer.body).decode()
            growth = [_consistency(old, size, lambda _, path=path: path)] if old else []
            told = _ask(
                program, note=cosigned, vkeys=VKEYS, witnesses=[cosigner], consistency=growth
            )
            assert told["signers"] == [ORIGIN, "w1"]
            assert told["consistency"] == ([True] if old else None)
            old = size
