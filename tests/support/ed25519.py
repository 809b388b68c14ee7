"""Ed25519 by hand (RFC 8032 section 5.1): what a signer that keeps to no rules can make."""

from hashlib import sha512

from ledger.trust import curve
from ledger.trust.curve import L, P, Point

BASE = curve.decode((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def encode(point: Point) -> bytes:
    """The canonical encoding of a point."""
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little")


def secret_scalar(seed: bytes) -> int:
    """The clamped scalar of a private key."""
    bits = int.from_bytes(sha512(seed).digest()[:32], "little")
    return bits & (1 << 254) - 8 | 1 << 254


def sign_with_nonce(seed: bytes, nonce: int, message: bytes) -> bytes:
    """A valid signature under a nonce of the signer's choice; each nonce gives another one."""
    assert BASE is not None
    scalar = secret_scalar(seed)
    public = encode(curve.multiply(scalar, BASE))
    commitment = encode(curve.multiply(nonce, BASE))
    challenge = int.from_bytes(sha512(commitment + public + message).digest(), "little") % L
    return commitment + ((nonce + challenge * scalar) % L).to_bytes(32, "little")
