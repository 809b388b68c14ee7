"""Unlocking: a copied or restored ledger signs again after it was shown a checkpoint from outside.

A copy cannot know if the original went on without it. A receipt, a witness or a mirror can show
that. Use the newest checkpoint that can be found. If the ledger reaches its size with its root, no
leaf that it covers is missing; if it is larger than the ledger, entries are missing and nothing may
be signed, because that size would be signed twice.

A checkpoint that is older than the newest published one proves less: later leaves may still be
missing. The operator is responsible for looking for the newest.
"""

from dataclasses import replace
from pathlib import Path

from ledger.append.ledger import read_identity
from ledger.append.proving import prove_signed
from ledger.append.signing import LogSigners
from ledger.store.log import LOGS, Log, key_of, latest_checkpoint, size_of
from ledger.store.place import new_place, settle
from ledger.store.store import Store, open_store
from ledger.trust.checkpoint import Checkpoint, parse_checkpoint
from ledger.trust.note import parse_note
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.errors import CradleError
from schemas.signed.log import Receipt


def unlock(folder: Path, signers: LogSigners, shown: bytes) -> Checkpoint:
    """Make this folder the ledger's own, and its process the one that signs from now on.

    Args:
        folder: of the ledger, which no process has open.
        signers: the private keys of its logs.
        shown: a checkpoint of one of its logs, as a note, that was kept elsewhere.

    Returns:
        The checkpoint that was shown.

    Raises:
        CradleError: `unlock.origin`, `unlock.behind`, `log.damaged` or `log.shrunk`; nothing is
            changed then. As `Ledger.open` for a folder that cannot be opened.
    """
    store = open_store(folder)
    try:
        checkpoint = _check(store, signers, shown)
        place = replace(store.place, instance=new_place().instance)
        if store.checkpoints.read() is None:
            store.checkpoints.begin(place.instance)
        else:
            store.checkpoints.take(place.instance)
        settle(folder, place)
    finally:
        store.close()
    return checkpoint


def checkpoint_of(receipt: bytes) -> bytes:
    """The checkpoint in a receipt as JSON, or in a receipt's proof.

    Raises:
        CradleError: `tlog_proof.*` or `schema.*` where it is neither.
    """
    proof = receipt
    if receipt.lstrip().startswith(b"{"):
        proof = Receipt.parse(receipt).proof.encode()
    return parse_tlog_proof(proof).checkpoint


def _check(store: Store, signers: LogSigners, shown: bytes) -> Checkpoint:
    origin, _ = read_identity(store, signers)
    checkpoint = parse_checkpoint(parse_note(shown).text)
    named: dict[str, Log] = {f"{origin}/{log}": log for log in LOGS}
    if checkpoint.origin not in named:
        detail = f"The checkpoint is of {checkpoint.origin}; show one of {' or '.join(named)}."
        raise CradleError("unlock.origin", detail)
    signed = store.checkpoints.read()
    kept = signed.notes if signed is not None else {}
    with store.read() as connection:
        stored = size_of(connection, named[checkpoint.origin])
        if stored < checkpoint.size:
            detail = (
                f"The checkpoint is of {checkpoint.size} leaves and this ledger has {stored}:"
                " entries are missing. Restore a newer backup; do not sign on."
            )
            raise CradleError("unlock.behind", detail)
        for log in LOGS:
            notes = [latest_checkpoint(connection, log)[1], kept.get(log, b"")]
            notes += [shown] if log == named[checkpoint.origin] else []
            prove_signed(connection, log, key_of(connection, log), notes)
    return checkpoint
