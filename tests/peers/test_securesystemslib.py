"""securesystemslib, the library under in-toto and TUF, verifies our DSSE envelopes."""

import json

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import Key, SSlibKey  # type: ignore[attr-defined]
from support.pem import format_public_pem

from ledger.trust.envelope import format_envelope, match_signers, pae, parse_envelope, sign
from ledger.trust.keys import Signer

TYPE = "application/vnd.cradle.participant.v1+json"
SIGNERS = [
    *(Signer(bytes([number]) * 32) for number in range(3)),
    *(Signer(bytes([number]) * 32, "p256") for number in range(1, 3)),
]
DATA = format_envelope(sign(TYPE, b'{"a":1}', SIGNERS))


def _key(raw: bytes) -> Key:
    """The peer's form of a key: raw for Ed25519, PEM for P-256."""
    name = raw.hex()
    if len(raw) == 32:
        return SSlibKey(name, "ed25519", "ed25519", {"public": name})
    public = {"public": format_public_pem(raw).decode()}
    return SSlibKey(name, "ecdsa", "ecdsa-sha2-nistp256", public)


def _read(data: bytes) -> tuple[Envelope, list[Key]]:
    """The peer's envelope and keys; it wants key ids, which a reader adds from what it trusts."""
    members = json.loads(data)
    matched = match_signers(parse_envelope(DATA), [signer.public for signer in SIGNERS])
    for signature, key in zip(members["signatures"], matched, strict=True):
        signature["keyid"] = key.hex()
    return Envelope.from_dict(members), list(map(_key, matched))


def test_all_signatures_are_accepted() -> None:
    """The peer builds the same signed bytes and finds five valid signatures, of both algorithms."""
    envelope, keys = _read(DATA)
    assert envelope.pae() == pae(TYPE, b'{"a":1}')
    assert len(envelope.verify(keys, 5)) == 5


def test_other_type_is_refused() -> None:
    """The peer refuses the same payload and signatures under another type."""
    envelope, keys = _read(DATA.replace(b"participant", b"declaration"))
    with pytest.raises(VerificationError):
        envelope.verify(keys, 1)
