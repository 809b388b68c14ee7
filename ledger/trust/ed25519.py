"""Ed25519 keys and signatures (RFC 8032) under one strict policy, the same in every verifier.

Libraries disagree on keys and signatures at the edge of the curve, and under a small-order key one
signature fits every message. So a key counts only if it is the canonical encoding of a point of
prime order, and a signature only if S is below the group order L and R is the canonical encoding of
a point that is not of small order; what is left is decided by the cofactorless equation. Under
these rules OpenSSL, libsodium and Go agree on every published edge case.

Left out: private keys (`keys`), and who may use a key when (the registry says that).
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ledger.trust import curve
from schemas.errors import CradleError

KEY_LENGTH = 32
SIGNATURE_LENGTH = 64


def check_key(raw: bytes) -> None:
    """Refuse a 32-byte public key that is not the canonical encoding of a point of prime order.

    Raises:
        CradleError: `key.length`, `key.encoding` or `key.order`.
    """
    if len(raw) != KEY_LENGTH:
        raise CradleError(
            "key.length", f"{len(raw)} bytes; an Ed25519 public key has {KEY_LENGTH}."
        )
    point = curve.decode(raw)
    if point is None:
        raise CradleError(
            "key.encoding", "The public key is not the canonical encoding of a point on the curve."
        )
    if not curve.has_prime_order(point):
        raise CradleError(
            "key.order",
            "The public key is not of prime order; make a new key with an ordinary tool.",
        )


def verify(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a public key signed the message, key and signature both within the policy."""
    public = _usable(key)
    if public is None or len(signature) != SIGNATURE_LENGTH:
        return False
    if int.from_bytes(signature[32:], "little") >= curve.L or not _sound_commitment(signature[:32]):
        return False
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _sound_commitment(encoded: bytes) -> bool:
    """Whether R is canonical and not of small order; for both, y alone tells enough."""
    y = int.from_bytes(encoded, "little") & curve.Y_MASK
    return y < curve.P and y not in curve.SMALL_ORDER_Y


@lru_cache(maxsize=4096)
def _usable(key: bytes) -> Ed25519PublicKey | None:
    """The key ready for use, or None; kept, for the order check outlasts several verifications."""
    try:
        check_key(key)
    except CradleError:
        return None
    return Ed25519PublicKey.from_public_bytes(key)
