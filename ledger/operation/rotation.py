"""Rotation of both logs' keys: from their present sizes on, each signs with its new key.

Earlier signatures stay as they are. The step is one transaction, after all stored leaves are
signed: the larger sizes belong to the new key, which readers learn from `trust.log_key`. The
rotation itself signs nothing. From the next opening on the new keys sign, and the earlier ones
beside them as long as they are available, so that readers who do not have the new ones yet can go
on reading. To end that, remove the earlier private keys.

Left out: evidence in the log itself that its key was changed. The reader's policy says which key a
log has, and takes it from the operator's publication (docs/decisions/0015).
"""

from pathlib import Path

from ledger.append.ledger import Ledger
from ledger.append.signing import LogSigners
from ledger.store.head import heads_of
from ledger.store.log import key_of, keys_of, put_log_key
from schemas.errors import CradleError
from schemas.signed.policy import LogKeys


def rotate(folder: Path, signers: LogSigners, new: LogSigners) -> LogKeys:
    """Have the logs of a ledger sign with new keys; open the ledger for it, and close it again.

    Args:
        folder: of the ledger, which no process has open.
        signers: the available private keys, with the present ones.
        new: the new ones, durably kept already.

    Returns:
        The keys of both logs as readers list them from now on.

    Raises:
        CradleError: `rotate.known` for a key that a log has had; `ledger.read_only` and as
            `Ledger.open`.
    """
    with Ledger.open(folder, signers) as ledger:
        sequencer = ledger.sequencer
        sequencer.require_open()
        with ledger.store.write() as connection:
            for log, size in heads_of(connection, sequencer.signing.epoch, lock=True).items():
                vkey = new.vkey(ledger.origin, log)
                earlier_keys = (key.key for key in key_of(connection, log).known)
                if vkey.key in earlier_keys:
                    detail = f"The log {log} has had this key before; make another."
                    raise CradleError("rotate.known", detail)
                # Opening has signed all stored leaves, so the present size is the old key's.
                put_log_key(connection, log, vkey, size)
            return keys_of(connection)
