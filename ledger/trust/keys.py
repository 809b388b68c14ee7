"""Ed25519 keys and signatures (RFC 8032) under one strict policy, the same in every verifier.

Libraries disagree on keys and signatures at the edge of the curve, and under a small-order key one
signature fits every message. So a key counts only if it is the canonical encoding of a point of
prime order, and a signature only if S is below the group order L and R is the canonical encoding of
a point that is not of small order; what is left is decided by the cofactorless equation. Under
these rules OpenSSL, libsodium and Go agree on every published edge case.

Private keys are 32-byte seeds that the caller draws and keeps; PEM is PKCS #8 and
SubjectPublicKeyInfo (RFC 8410), unencrypted. Left out: other algorithms, key files, and who may use
a key when (the registry says that).
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from ledger.trust import curve
from schemas.errors import CradleError

KEY_LENGTH = 32
SIGNATURE_LENGTH = 64


class Signer:
    """A private key at work. It shows its public key and signs; it never shows the seed."""

    def __init__(self, seed: bytes) -> None:
        self._key = _private_key(seed)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature of a message; the same each time."""
        return self._key.sign(message)


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


def parse_private_pem(pem: bytes) -> bytes:
    """The 32-byte seed in an unencrypted PKCS #8 PEM.

    Raises:
        CradleError: `key.pem`.
    """
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise CradleError(
            "key.pem", "This is not an unencrypted Ed25519 private key in PEM (PKCS #8)."
        )
    return key.private_bytes_raw()


def format_private_pem(seed: bytes) -> bytes:
    """The unencrypted PKCS #8 PEM of a 32-byte seed."""
    return _private_key(seed).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def parse_public_pem(pem: bytes) -> bytes:
    """The 32-byte public key in a SubjectPublicKeyInfo PEM, checked as `check_key` does.

    Raises:
        CradleError: `key.pem`, or as `check_key`.
    """
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise CradleError("key.pem", "This is not an Ed25519 public key in PEM.")
    raw = key.public_bytes_raw()
    check_key(raw)
    return raw


def format_public_pem(raw: bytes) -> bytes:
    """The SubjectPublicKeyInfo PEM of a 32-byte public key, checked as `check_key` does."""
    check_key(raw)
    return Ed25519PublicKey.from_public_bytes(raw).public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )


def _private_key(seed: bytes) -> Ed25519PrivateKey:
    if len(seed) != KEY_LENGTH:
        raise CradleError("key.length", f"A private key is a seed of {KEY_LENGTH} bytes.")
    return Ed25519PrivateKey.from_private_bytes(seed)


def _sound_commitment(encoded: bytes) -> bool:
    """Whether R is canonical and not of small order; for both, y alone tells enough."""
    y = int.from_bytes(encoded, "little") & curve.Y_MASK
    return y < curve.P and y not in curve.SMALL_ORDER_Y


@lru_cache(maxsize=4096)
def _usable(key: bytes) -> Ed25519PublicKey | None:
    """The key ready for use, or None; kept, for the order check outlasts ten verifications."""
    try:
        check_key(key)
    except CradleError:
        return None
    return Ed25519PublicKey.from_public_bytes(key)
