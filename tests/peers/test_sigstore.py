"""The sigstore client reads our checkpoints: its reader of signed notes, and its own key check.

The reader is private to that client, so the client stands in an interpreter of its own, named by
CRADLE_SIGSTORE_PYTHON, and its dozen packages are none of ours.
"""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

from support.need import need_set
from support.pem import format_public_pem

from ledger.trust.checkpoint import Checkpoint, format_checkpoint, sign_checkpoint
from ledger.trust.keys import Signer
from ledger.trust.note import COSIGNATURE, ED25519, Note, Vkey, format_note, parse_note
from ledger.trust.witness import cosign

ORIGIN = "example.com/log/entries"
ROOT = bytes(range(32))
LOG, WITNESS = Signer(bytes(32)), Signer(bytes([1]) * 32)
LOG_ID = Vkey(ORIGIN, ED25519, LOG.public).key_id.hex()
WITNESS_ID = Vkey("auditor.example/w", COSIGNATURE, WITNESS.public).key_id.hex()
SIGNED = parse_note(sign_checkpoint(Checkpoint(ORIGIN, 42, ROOT), LOG))
LINE = cosign(SIGNED.text, "auditor.example/w", WITNESS, 1_767_225_600)
COSIGNED = replace(SIGNED, signatures=(*SIGNED.signatures, LINE))


def _ask(note: Note) -> dict[str, object]:
    """The peer's result, given the log's key under the id of our verifier key."""
    question = {
        "note": format_note(note).decode(),
        "keys": {
            LOG_ID: format_public_pem(LOG.public).decode(),
            WITNESS_ID: format_public_pem(WITNESS.public).decode(),
        },
    }
    asked = subprocess.run(
        [need_set("CRADLE_SIGSTORE_PYTHON"), Path(__file__).parent / "python/read_note.py"],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, object] = json.loads(asked.stdout)
    return answer


def test_a_cosigned_checkpoint_is_read() -> None:
    """It reads origin, size and root, sees both signatures, and verifies the log's own.

    The cosignature is over more than the text, its time too, which this client does not know.
    """
    assert _ask(COSIGNED) == {
        "origin": ORIGIN,
        "size": 42,
        "root": ROOT.hex(),
        "signatures": 2,
        "signed": [LOG_ID],
    }


def test_a_changed_checkpoint_is_not_signed() -> None:
    """Under another size, the same signatures are not valid there either."""
    text = format_checkpoint(Checkpoint(ORIGIN, 41, ROOT))
    answer = _ask(replace(COSIGNED, text=text))
    assert (answer["size"], answer["signed"]) == (41, [])
