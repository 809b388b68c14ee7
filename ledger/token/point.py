"""Conversion of a token's public key, CKA_EC_PARAMS and CKA_EC_POINT, to 32 or 33 raw bytes.

Tokens agree on P-256: a DER OCTET STRING around the point of SEC 1, mostly uncompressed. The editions of
PKCS #11 differ on Ed25519: the curve is the object identifier of RFC 8410, an older one, or a name, and the
point is wrapped or bare. Each form has a length of its own, so they cannot be confused. Every signature is
verified under the key that this module returns (`Signer.external`).
"""

from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from schemas.errors import CradleError

P256_PARAMS: Final = bytes.fromhex("06082a8648ce3d030107")
ED25519_PARAMS: Final = bytes.fromhex("06032b6570")
_ED25519: Final = (
    ED25519_PARAMS,
    bytes.fromhex("06092b06010401da470f01"),
    b"\x13\x0cedwards25519",
)
_ED25519_LENGTHS: Final = (32,)
_P256_LENGTHS: Final = (65, 33)


def raw_key(params: bytes, point: bytes, place: str = "") -> bytes:
    """Convert a token's curve and point to a raw public key; `place` names the key in a refusal.

    Raises:
        CradleError: `pkcs11.key_kind` for another curve, or for a point that is not on the curve.
    """
    if params in _ED25519:
        bare = _unwrapped(point, _ED25519_LENGTHS)
        if bare is not None:
            return bare
    if params == P256_PARAMS:
        compressed = _compressed(_unwrapped(point, _P256_LENGTHS))
        if compressed is not None:
            return compressed
    detail = "The key's public key is neither of Ed25519 nor of P-256; name another key."
    raise CradleError("pkcs11.key_kind", detail, place)


def _unwrapped(point: bytes, lengths: tuple[int, ...]) -> bytes | None:
    for length in lengths:
        if len(point) == length:
            return point
        if len(point) == length + 2 and point[:2] == bytes((4, length)):
            return point[2:]
    return None


def _compressed(point: bytes | None) -> bytes | None:
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point or b"")
    except ValueError:
        return None
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
