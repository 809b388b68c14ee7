"""Both logs of the golden chain with their checkpoints, a receipt, and a policy that accepts them."""

from typing import Any

from ledger.audit.policy import format_policy
from ledger.trust.checkpoint import Checkpoint, sign_checkpoint
from ledger.trust.keys import Signer
from ledger.trust.merkle import Edge, Node, leaf_hash
from ledger.trust.multiproof import format_multiproof, prove_leaves
from ledger.trust.note import ED25519, Vkey, format_vkey
from ledger.trust.proof import Nodes, prove_inclusion
from ledger.trust.tlog_proof import TlogProof, format_tlog_proof
from schemas.signed.log import EntriesLeaf, Receipt
from schemas.signed.policy import LogKeys, Policy
from tools import golden_monitor
from tools.golden_chain import ORIGIN, Chain, seed
from tools.golden_figures import BORDER_FACTOR_SETS, FACTOR_SETS, RULEBOOK_DIGEST


def logs(chain: Chain) -> dict[str, Any]:
    """The vectors of both logs at the end, and of the receipt of one delivery under that state."""
    registry, entries = _log("registry", chain.registry), _log("entries", chain.entries)
    shown = chain.statements["cathode_delivery"].leaf
    leaf, index = EntriesLeaf.parse(shown), chain.entries.index(shown)
    receipt = Receipt(
        id=leaf.id,
        log="entries",
        index=index,
        leaf=leaf,
        proof=_proof_file(chain, index, entries["checkpoint"].encode()),
    )
    return {
        "origin": ORIGIN,
        "registry": registry,
        "entries": entries,
        "proof": _multiproof(chain, index).decode(),
        "receipt": receipt.to_json(),
    }


def _log(name: str, leaves: list[bytes]) -> dict[str, Any]:
    origin, signer = f"{ORIGIN}/{name}", Signer(seed(f"log {name}"))
    edge, roots = Edge(), []
    for leaf in leaves:
        edge, _ = edge.append(leaf_hash(leaf))
        roots.append(edge.root().hex())
    checkpoint = sign_checkpoint(Checkpoint(origin, edge.size, edge.root()), signer)
    return {
        "origin": origin,
        "seed": seed(f"log {name}").hex(),
        "vkey": _vkey(name),
        "leaves": [leaf.decode() for leaf in leaves],
        "roots": roots,
        "checkpoint": checkpoint.decode(),
    }


def _multiproof(chain: Chain, index: int) -> bytes:
    """The proof of a leaf and of the last one, in the form of a bundle."""
    size = len(chain.entries)
    leaves = [(at, chain.entries[at]) for at in sorted({index, size - 1})]
    return format_multiproof(prove_leaves(_nodes(chain.entries), leaves, size))


def _proof_file(chain: Chain, index: int, checkpoint: bytes) -> str:
    """The proof of one leaf, in the form of a receipt."""
    path = prove_inclusion(_nodes(chain.entries), index, len(chain.entries))
    return format_tlog_proof(TlogProof(index, path, checkpoint)).decode()


def _nodes(leaves: list[bytes]) -> Nodes:
    """A reader of the tree of some leaves."""
    edge, completed = Edge(), list[Node]()
    for leaf in leaves:
        edge, nodes = edge.append(leaf_hash(leaf))
        completed.extend(nodes)
    stored = {(level, index): node for level, index, node in completed}
    return lambda level, index: stored[level, index]


def _vkey(name: str) -> str:
    return format_vkey(Vkey(f"{ORIGIN}/{name}", ED25519, Signer(seed(f"log {name}")).public))


def log_keys() -> LogKeys:
    """The verifier keys of both logs."""
    return LogKeys(entries=_vkey("entries"), registry=_vkey("registry"))


def policy(chain: Chain) -> str:
    """The TOML of a policy that accepts the chain without a witness."""
    value = Policy(
        note="Written by the same hand as the vectors",
        origin=ORIGIN,
        logs=log_keys(),
        quorum=0,
        monitors=(golden_monitor.VKEY,),
        registrars=(chain.id("registrar"),),
        auditors=(chain.id("auditor"),),
        rulebooks=(RULEBOOK_DIGEST,),
        factor_sets=(*FACTOR_SETS, *BORDER_FACTOR_SETS),
        oldest_registry_size=1,
        last_seen=chain.state(),
    )
    return format_policy(value).decode()
