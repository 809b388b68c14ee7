"""ECDSA on the curve P-256 with SHA-256 (FIPS 186-5), under one strict policy.

Tokens, hardware modules and eIDAS seals sign with it. A signature (r, s) has a second form
(r, n - s) that anybody can make, and lax decoders accept many encodings of either; the log pins the
bytes of a signature, so only one form may count. The rules:

- a key is the 33-byte compressed point of SEC 1 (02 or 03, then x below the field prime), and on the
  curve. The curve has prime order, so there is no small-order point to refuse;
- a signature is the DER of `ECDSA-Sig-Value` (RFC 3279), the very bytes that r and s encode to, with
  0 < r < n and 0 < s <= n/2 ("low S"). It has 8 to 71 bytes.

A signer replaces a larger s by n - s, and r and s in fixed length, the form of tokens, by the DER
(`from_fixed`). `sign` is deterministic (RFC 6979): it draws no nonce, so a poor random source cannot
reveal the key. Left out: other curves and hashes, uncompressed points.
"""

from collections.abc import Callable
from functools import lru_cache, partial

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from schemas.errors import CradleError

NAME = "P-256"
KEY_LENGTH = 33
SIGNATURE = "the DER of a P-256 signature with low S (replace a high S by n - S)"

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
"""The field prime."""

N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The prime order of the curve; a private key is a whole number from 1 to N - 1."""

_COMPRESSED = (2, 3)


def check_key(raw: bytes) -> None:
    """Refuse a public key that is not the one compressed encoding of a point on the curve.

    Raises:
        CradleError: `key.length` or `key.encoding`.
    """
    if len(raw) != KEY_LENGTH:
        detail = f"The public key has {len(raw)} bytes; write the {KEY_LENGTH} of a P-256 key."
        raise CradleError("key.length", detail)
    if raw[0] not in _COMPRESSED or int.from_bytes(raw[1:], "big") >= P or _point(raw) is None:
        raise CradleError(
            "key.encoding",
            "The public key is not the compressed encoding of a point on P-256; copy it again.",
        )


def verify(key: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether a public key signed the message, with key and signature within the policy."""
    public = _usable(key)
    if public is None or not is_signature(signature):
        return False
    try:
        public.verify(signature, message, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def sign(key: EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Sign a message in the one accepted form, deterministically."""
    return _low(
        *decode_dss_signature(key.sign(message, ECDSA(SHA256(), deterministic_signing=True)))
    )


def from_fixed(raw: bytes) -> bytes:
    """Convert r and s of 32 bytes each (PKCS #11, JOSE) to the one accepted form; `verify` checks the result."""
    half = len(raw) // 2
    return _low(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))


def is_signature(raw: bytes) -> bool:
    """Return whether these bytes are the DER of an r and a low s within their ranges, of any key."""
    try:
        r, s = decode_dss_signature(raw)
    except ValueError:
        return False
    return 0 < r < N and 0 < s <= N // 2 and encode_dss_signature(r, s) == raw


def private_key(secret: bytes) -> EllipticCurvePrivateKey:
    """The private key of a number, big-endian.

    Raises:
        CradleError: `key.secret`.
    """
    number = int.from_bytes(secret, "big")
    if not 0 < number < N:
        detail = "The P-256 private key is zero or not below the order of the curve; draw another."
        raise CradleError("key.secret", detail)
    return derive_private_key(number, SECP256R1())


def signing(secret: bytes) -> Callable[[bytes], bytes]:
    """The function that signs with a private number."""
    return partial(sign, private_key(secret))


def secret_of(key: object) -> bytes | None:
    """The number of a private key, big-endian; None if the key is of another algorithm or curve."""
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        return None
    return key.private_numbers().private_value.to_bytes(32, "big")


def public_of(secret: bytes) -> bytes:
    """The compressed point of a private number."""
    key = private_key(secret).public_key()
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def _low(r: int, s: int) -> bytes:
    return encode_dss_signature(r, N - s if N // 2 < s < N else s)


def _point(raw: bytes) -> EllipticCurvePublicKey | None:
    try:
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), raw)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _usable(key: bytes) -> EllipticCurvePublicKey | None:
    """The loaded key, or None; cached, because finding y costs a third of a verification."""
    try:
        check_key(key)
    except CradleError:
        return None
    return _point(key)
