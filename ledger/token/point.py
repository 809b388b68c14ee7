"""The public key that a token shows, CKA_EC_PARAMS and CKA_EC_POINT, as the 32 or 33 raw bytes it is here.

Tokens agree on P-256: a DER OCTET STRING around the point of SEC 1, mostly uncompressed. Of Ed25519 the
editions of PKCS #11 say different things, so the curve comes as the object identifier of RFC 8410, as an
older one, or by name, and the point wrapped or bare. Each form has a length of its own, so none is taken for
another; and whoever signs verifies under what was read here (`Signer.held`).
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
    """The raw public key of a curve and a point as a token shows them; `place` names the key.

    Raises:
        CradleError: `pkcs11.key_kind` for another curve, or a point that is none of it.
    """
    if params in _ED25519:
        bare = _unwrapped(point, _ED25519_LENGTHS)
        if bare is not None:
            return bare
    if params == P256_PARAMS:
        compressed = _compressed(_unwrapped(point, _P256_LENGTHS))
        if compressed is not None:
            return compressed
    detail = "The public key beside it is neither of Ed25519 nor of P-256; name another key."
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
