"""The sigstore client's reader at work, under the interpreter that it is installed in.

It takes a note and Ed25519 keys by note id, each in PEM, and answers what the note says, how many
signatures it sees, and under which ids it finds a valid one.
"""

import json
import sys
from base64 import b64encode

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)
from sigstore._internal.rekor.checkpoint import SignedCheckpoint
from sigstore._internal.trust import Keyring
from sigstore.errors import VerificationError
from sigstore_models.common.v1 import PublicKey, PublicKeyDetails


def keyring(pem: str) -> Keyring:
    """A keyring of one key."""
    key = load_pem_public_key(pem.encode())
    raw = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    form = {"rawBytes": b64encode(raw), "keyDetails": PublicKeyDetails.PKIX_ED25519}
    return Keyring([PublicKey.model_validate(form)])


def is_signed(note: SignedCheckpoint, key_id: str, pem: str) -> bool:
    """Return whether the note has a valid signature under this id."""
    try:
        note.signed_note.verify(keyring(pem), bytes.fromhex(key_id))
    except VerificationError:
        return False
    return True


asked = json.load(sys.stdin)
read = SignedCheckpoint.from_text(asked["note"])
answer = {
    "origin": read.checkpoint.origin,
    "size": read.checkpoint.log_size,
    "root": read.checkpoint.log_hash,
    "signatures": len(read.signed_note.signatures),
    "signed": [key_id for key_id, pem in asked["keys"].items() if is_signed(read, key_id, pem)],
}
json.dump(answer, sys.stdout)
