"""New keys for both logs: from the sizes that they have now, each signs with its new one.

What was signed stays as it is. The step is one transaction, after all that is stored is signed: the
larger sizes are the new key's, which `trust.log_key` tells readers. Nothing is signed by it; from the
next opening on the new keys sign, and the earlier ones beside them as long as they are at hand, so that
readers who do not know of the new ones yet go on reading. Taking the earlier private keys away ends that.

Left out: evidence in the log itself that its key was changed. Whose key a log has is the reader's
policy, and comes from the operator's publication (docs/decisions/0015).
"""

from pathlib import Path

from ledger.service.append.ledger import Ledger
from ledger.service.append.signing import LogSigners
from ledger.store.head import heads_of
from ledger.store.log import key_of, keys_of, put_log_key
from schemas.errors import CradleError
from schemas.policy import LogKeys


def rotate(folder: Path, signers: LogSigners, new: LogSigners) -> LogKeys:
    """Have the logs of a ledger sign with new keys; the ledger is opened for it, and closed again.

    Args:
        folder: of the ledger, which no process has open.
        signers: the private keys at hand, the present ones among them.
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
                known = (key.key for key in key_of(connection, log).known)
                if vkey.key in known:
                    detail = f"The log {log} has had this key before; make another."
                    raise CradleError("rotate.known", detail)
                # Opening has signed all that there is, so the present size is the old key's.
                put_log_key(connection, log, vkey, size)
            return keys_of(connection)
