"""Both logs of the golden chain with their checkpoints, a receipt, a policy, and what a monitor and a witness write.

The counts in the monitor's report are invented, because a vector shows only the form; a check of the vectors may count
differently.
"""

from typing import Any

from support.golden.chain import ORIGIN, Chain, seed
from support.golden.figures import BORDER_FACTOR_SETS, FACTOR_SETS, RULEBOOK_DIGEST
from support.tree import Tree, grow

from ledger.audit.findings import Findings
from ledger.audit.log.monitor import sign_monitor
from ledger.audit.policy import format_policy
from ledger.audit.report.monitor import STEPS, build_monitor_report
from ledger.trust.add_checkpoint import AddCheckpoint, format_add_checkpoint
from ledger.trust.checkpoint import Checkpoint, format_checkpoint, sign_checkpoint
from ledger.trust.fork import compare
from ledger.trust.keys import Signer
from ledger.trust.leaves import model_bytes
from ledger.trust.multiproof import format_multiproof, prove_leaves
from ledger.trust.note import COSIGNATURE, ED25519, Vkey, format_line, format_vkey
from ledger.trust.proof import prove_consistency, prove_inclusion
from ledger.trust.tlog_proof import TlogProof, format_tlog_proof
from ledger.trust.witness import cosign
from schemas.signed.log import EntriesLeaf, Receipt
from schemas.signed.policy import LogKeys, Policy
from schemas.values import RegistryState

MONITOR = Signer(seed("monitor"))
MONITOR_VKEY = format_vkey(Vkey("monitor.example", ED25519, MONITOR.public))
WITNESS = "witness.example/w1"
TIME = 1_782_000_000
SEEN = 5
"""The size of the last checkpoint that the witness signed."""


def logs(chain: Chain) -> dict[str, Any]:
    """The vectors of both logs at the end, and of the receipt of one delivery under that state."""
    registry, entries = _log("registry", chain.registry), _log("entries", chain.entries)
    shown = chain.statements["cathode_delivery"].leaf
    leaf, index = EntriesLeaf.parse(shown), chain.entries.index(shown)
    tree, size = grow(chain.entries), len(chain.entries)
    path = prove_inclusion(tree.nodes, index, size)
    proof = TlogProof(index, path, entries["checkpoint"].encode())
    receipt = Receipt(
        id=leaf.id,
        log="entries",
        index=index,
        leaf=leaf,
        proof=format_tlog_proof(proof).decode(),
    )
    shown_leaves = [(at, chain.entries[at]) for at in sorted({index, size - 1})]
    return {
        "origin": ORIGIN,
        "registry": registry,
        "entries": entries,
        "proof": format_multiproof(prove_leaves(tree.nodes, shown_leaves, size)).decode(),
        "receipt": receipt.to_json(),
    }


def _log(name: str, leaves: list[bytes]) -> dict[str, Any]:
    tree = grow(leaves)
    return {
        "origin": f"{ORIGIN}/{name}",
        "seed": seed(f"log {name}").hex(),
        "vkey": format_vkey(_vkey(name)),
        "leaves": [leaf.decode() for leaf in leaves],
        "roots": [root.hex() for root in tree.roots[1:]],
        "checkpoint": _signed(name, tree).decode(),
    }


def _signed(name: str, tree: Tree) -> bytes:
    return sign_checkpoint(_head(name, tree), Signer(seed(f"log {name}")))


def _head(name: str, tree: Tree) -> Checkpoint:
    return Checkpoint(f"{ORIGIN}/{name}", len(tree.leaves), tree.roots[-1])


def _vkey(name: str) -> Vkey:
    return Vkey(f"{ORIGIN}/{name}", ED25519, Signer(seed(f"log {name}")).public)


def _log_keys() -> LogKeys:
    return LogKeys(entries=format_vkey(_vkey("entries")), registry=format_vkey(_vkey("registry")))


def policy(chain: Chain) -> str:
    """The TOML of a policy that accepts the chain without a witness."""
    value = Policy(
        note="Written by the same hand as the vectors",
        origin=ORIGIN,
        logs=_log_keys(),
        quorum=0,
        monitors=(MONITOR_VKEY,),
        registrars=(chain.id("registrar"),),
        auditors=(chain.id("auditor"),),
        rulebooks=(RULEBOOK_DIGEST,),
        factor_sets=(*FACTOR_SETS, *BORDER_FACTOR_SETS),
        oldest_registry_size=1,
        last_seen=chain.state(),
    )
    return format_policy(value).decode()


def monitor(chain: Chain) -> dict[str, str]:
    """The monitor's report as text, the signed file, and the seed and verifier key of the signature."""
    findings = Findings()
    for step in STEPS:
        findings.checked(step, len(chain.entries))
    entries = RegistryState(size=len(chain.entries), root=grow(chain.entries).roots[-1].hex())
    report = build_monitor_report(
        findings,
        ORIGIN,
        _log_keys(),
        entries,
        chain.state(),
        "2026-03-01",
        "cradle-ledger 0.1.0",
    )
    return {
        "document": model_bytes(report).decode(),
        "envelope": sign_monitor(report, MONITOR).decode(),
        "seed": seed("monitor").hex(),
        "vkey": MONITOR_VKEY,
    }


def witness(chain: Chain) -> dict[str, Any]:
    """The messages between log and witness, and evidence of a fork for a reader."""
    signer, tree, vkey = Signer(seed("witness")), grow(chain.entries), _vkey("entries")
    note = _signed("entries", tree)
    path = prove_consistency(tree.nodes, SEEN, len(tree.leaves))
    text = format_checkpoint(_head("entries", tree))
    line = format_line(cosign(text, WITNESS, signer, TIME))
    twin = grow([*chain.entries[:-1], *chain.entries[:2]])
    evidence = compare(vkey, note, _signed("entries", twin), twin.nodes)
    return {
        "name": WITNESS,
        "seed": seed("witness").hex(),
        "vkey": format_vkey(Vkey(WITNESS, COSIGNATURE, signer.public)),
        "time": TIME,
        "settings": f'name = "{WITNESS}"\nlogs = [\n    "{format_vkey(vkey)}",\n]\n',
        "request": format_add_checkpoint(AddCheckpoint(SEEN, path, note)).decode(),
        "answer": line,
        "cosigned": note.decode() + line,
        "fork_evidence": None if evidence is None else evidence.to_json(),
    }
