"""Ed25519 keys and signatures (RFC 8032) under one strict policy, the same in every verifier.

Libraries disagree on keys and signatures at the edge of the curve, and under a small-order key one
signature fits every message. So a key counts only if it is the canonical encoding of a point of
prime order, and a signature only if S is below the group order L and R is the canonical encoding of
a point that is not of small order; the cofactorless equation decides the rest. Under these rules
OpenSSL, libsodium and Go agree on every published edge case.

libsodium checks keys, OpenSSL verifies signatures. PyNaCl before 1.6.2 contains a libsodium that
accepts points of order 2 L (CVE-2025-69277).

Left out: the authority of a key at a time (the registry states it).
"""

from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from nacl.bindings import crypto_core_ed25519_add, crypto_core_ed25519_is_valid_point

from schemas.errors import CradleError

NAME = "Ed25519"
KEY_LENGTH = 32
SIGNATURE_LENGTH = 64
SIGNATURE = f"an Ed25519 signature of {SIGNATURE_LENGTH} bytes"

P = 2**255 - 19
"""The field prime."""

L = 2**252 + 27742317777372353535851937790883648493
"""The prime order of the group of keys; the curve has 8 L points."""

_Y_MASK = 2**255 - 1
"""All bits of an encoding but the sign of x."""

_ORDER_8_Y = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7

SMALL_ORDER_Y = frozenset({0, 1, P - 1, _ORDER_8_Y, P - _ORDER_8_Y})
"""The y coordinates of the eight points of order 1, 2, 4 and 8; no other point has one of them."""

_IDENTITY = (1).to_bytes(KEY_LENGTH, "little")


def check_key(raw: bytes) -> None:
    """Refuse a 32-byte public key that is not the canonical encoding of a point of prime order.

    Raises:
        CradleError: `key.length`, `key.encoding` or `key.order`.
    """
    if len(raw) != KEY_LENGTH:
        raise CradleError(
            "key.length",
            f"The public key has {len(raw)} bytes; write the {KEY_LENGTH} of an Ed25519 key.",
        )
    if crypto_core_ed25519_is_valid_point(raw):
        return
    if not _is_encoding(raw):
        raise CradleError(
            "key.encoding",
            "The public key is not the canonical encoding of a point on the curve; copy it again.",
        )
    raise CradleError(
        "key.order",
        "The public key is not of prime order; make a new key with an ordinary tool.",
    )


def _is_encoding(raw: bytes) -> bool:
    """Return whether these bytes are the canonical encoding of a point: adding the identity returns them."""
    try:
        return crypto_core_ed25519_add(raw, _IDENTITY) == raw
    except RuntimeError:  # There is no such point.
        return False


def verify(key: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether a public key signed the message, with key and signature within the policy."""
    public = _usable(key)
    if public is None or len(signature) != SIGNATURE_LENGTH:
        return False
    if int.from_bytes(signature[32:], "little") >= L or not _sound_commitment(signature[:32]):
        return False
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def is_signature(raw: bytes) -> bool:
    """Return whether these bytes have the length of a signature."""
    return len(raw) == SIGNATURE_LENGTH


def private_key(secret: bytes) -> Ed25519PrivateKey:
    """The private key of a seed of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(secret)


def signing(secret: bytes) -> Callable[[bytes], bytes]:
    """The function that signs with a seed."""
    return private_key(secret).sign


def secret_of(key: object) -> bytes | None:
    """The seed of a private key; None if the key is of another algorithm."""
    return key.private_bytes_raw() if isinstance(key, Ed25519PrivateKey) else None


def public_of(secret: bytes) -> bytes:
    """The public key of a seed."""
    return private_key(secret).public_key().public_bytes_raw()


def _sound_commitment(encoded: bytes) -> bool:
    """Return whether R is canonical and not of small order; y alone decides both."""
    y = int.from_bytes(encoded, "little") & _Y_MASK
    return y < P and y not in SMALL_ORDER_Y


@lru_cache(maxsize=4096)
def _usable(key: bytes) -> Ed25519PublicKey | None:
    """The loaded key, or None; cached, because the order check takes as long as several verifications."""
    try:
        check_key(key)
    except CradleError:
        return None
    return Ed25519PublicKey.from_public_bytes(key)
