"""A witness of the golden chain: request and answer, cosigned checkpoint, and evidence of a fork."""

from dataclasses import dataclass
from typing import Any

from ledger.trust.add_checkpoint import AddCheckpoint, format_add_checkpoint
from ledger.trust.checkpoint import Checkpoint, format_checkpoint, sign_checkpoint
from ledger.trust.fork import compare
from ledger.trust.keys import Signer
from ledger.trust.merkle import Edge, leaf_hash
from ledger.trust.note import COSIGNATURE, ED25519, Vkey, format_line, format_vkey
from ledger.trust.proof import prove_consistency
from ledger.trust.witness import cosign
from tools.golden_chain import ORIGIN, Chain, seed

NAME = "witness.example/w1"
TIME = 1_782_000_000
SEEN = 5
"""The size of the last checkpoint that the witness signed."""

LOG = f"{ORIGIN}/entries"


@dataclass(frozen=True)
class _Tree:
    """A tree, and its nodes by (level, index)."""

    edge: Edge
    nodes: dict[tuple[int, int], bytes]

    def __call__(self, level: int, index: int, /) -> bytes:
        """Read a node."""
        return self.nodes[level, index]

    def checkpoint(self) -> Checkpoint:
        """The tree head of the entries log with these leaves."""
        return Checkpoint(LOG, self.edge.size, self.edge.root())


def _grow(leaves: list[bytes]) -> _Tree:
    edge, nodes = Edge(), dict[tuple[int, int], bytes]()
    for leaf in leaves:
        edge, completed = edge.append(leaf_hash(leaf))
        nodes.update({(level, index): node for level, index, node in completed})
    return _Tree(edge, nodes)


def witness(chain: Chain) -> dict[str, Any]:
    """The vectors of a witness: the messages between log and witness, and fork evidence for a reader."""
    signer, log = Signer(seed("witness")), Signer(seed("log entries"))
    tree = _grow(chain.entries)
    note = sign_checkpoint(tree.checkpoint(), log)
    path = prove_consistency(tree, SEEN, tree.edge.size)
    line = format_line(cosign(format_checkpoint(tree.checkpoint()), NAME, signer, TIME))
    vkey = Vkey(LOG, ED25519, log.public)
    twin = _grow([*chain.entries[:-1], *chain.entries[:2]])
    evidence = compare(vkey, note, sign_checkpoint(twin.checkpoint(), log), twin)
    return {
        "name": NAME,
        "seed": seed("witness").hex(),
        "vkey": format_vkey(Vkey(NAME, COSIGNATURE, signer.public)),
        "time": TIME,
        "settings": f'name = "{NAME}"\nlogs = [\n    "{format_vkey(vkey)}",\n]\n',
        "request": format_add_checkpoint(AddCheckpoint(SEEN, path, note)).decode(),
        "answer": line,
        "cosigned": note.decode() + line,
        "fork_evidence": None if evidence is None else evidence.to_json(),
    }
