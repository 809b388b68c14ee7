"""Checks of a receipt: it is of the submitted statement and signatures, and its proof is valid.

Without the log's key only the mathematics is checked: the leaf leads to the root that the checkpoint names. A forger
of the checkpoint can forge the rest. Log keys come from the operator's publication or a policy, never from the
server itself.
"""

from collections.abc import Mapping

from ledger.client.problems import read_object
from ledger.trust.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from ledger.trust.envelope import Envelope, signatures_digest, statement_id
from ledger.trust.leaves import model_bytes
from ledger.trust.log_key import LogKey
from ledger.trust.merkle import leaf_hash
from ledger.trust.note import Vkey, parse_note
from ledger.trust.proof import check_inclusion
from ledger.trust.tlog_proof import TlogProof, parse_tlog_proof
from schemas.errors import CradleError
from schemas.signed.log import EntriesLeaf, Receipt

LogKeys = Mapping[str, Vkey | LogKey]
"""The keys of the logs `entries` and `registry` that a reader knows."""


def check_receipt(receipt: Receipt, sent: Envelope, keys: LogKeys) -> None:
    """Refuse a receipt that is not of the submission, or whose proof is not valid.

    Raises:
        CradleError: `receipt.mismatch`, or as `check_proof`.
    """
    named = statement_id(sent.payload_type, sent.payload)
    if receipt.id != named:
        detail = f"The receipt is of {receipt.id:.80}, and {named} was submitted; keep both."
        raise CradleError("receipt.mismatch", detail, "id")
    if receipt.leaf.sigs != signatures_digest(sent):
        detail = "The log holds this statement with signatures that were not submitted; keep both."
        raise CradleError("receipt.mismatch", detail, "leaf.sigs")
    head = parse_checkpoint(parse_note(check_proof(receipt, keys).checkpoint).text)
    origin = f"{read_object(sent.payload).get('origin')}/{receipt.log}"
    if head.origin != origin:
        detail = (
            f"The checkpoint is of {head.origin}; the statement is for {origin}. Check the server."
        )
        raise CradleError("receipt.mismatch", detail, "proof")


def check_proof(receipt: Receipt, keys: LogKeys) -> TlogProof:
    """Verify the proof of a receipt's leaf, which must lead to a checkpoint of its log.

    Raises:
        CradleError: `receipt.mismatch`, `merkle.inclusion`, `tlog_proof.*`, and with a key of the log
            as `open_checkpoint`.
    """
    if receipt.leaf.id != receipt.id or _log_of(receipt) != receipt.log:
        detail = "The receipt's leaf is of another statement or log; ask for the receipt again."
        raise CradleError("receipt.mismatch", detail, "leaf")
    proof = parse_tlog_proof(receipt.proof.encode("utf-8"))
    if proof.index != receipt.index:
        detail = "Receipt and proof name different indices; ask for the receipt again."
        raise CradleError("receipt.mismatch", detail, "index")
    head = _head(proof.checkpoint, keys.get(receipt.log))
    leaf = leaf_hash(model_bytes(receipt.leaf))
    check_inclusion(leaf, proof.index, head.size, proof.path, head.root)
    return proof


def _log_of(receipt: Receipt) -> str:
    return "entries" if isinstance(receipt.leaf, EntriesLeaf) else "registry"


def _head(note: bytes, key: Vkey | LogKey | None) -> Checkpoint:
    if key is not None:
        return open_checkpoint(note, key)
    return parse_checkpoint(parse_note(note).text)
