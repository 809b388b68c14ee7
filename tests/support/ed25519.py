"""Ed25519 by hand (RFC 8032 section 5.1): what a signer that keeps to no rules can make."""

from hashlib import sha512

from ledger.trust import curve
from ledger.trust.curve import D, L, P, Point

BASE = curve.decode((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def encode(point: Point) -> bytes:
    """The canonical encoding of a point."""
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def add(p: Point, q: Point) -> Point:
    """The sum of two points: the law of the curve as RFC 8032 section 5.1 writes it."""
    shared = D * p[0] * q[0] * p[1] * q[1]
    x = (p[0] * q[1] + p[1] * q[0]) * pow(1 + shared, -1, P) % P
    y = (p[1] * q[1] + p[0] * q[0]) * pow(1 - shared, -1, P) % P
    return x, y


def multiply(scalar: int, point: Point) -> Point:
    """The scalar multiple, by doubling and adding from the top bit."""
    total = (0, 1)
    for bit in f"{scalar:b}":
        total = add(total, total)
        if bit == "1":
            total = add(total, point)
    return total


def secret_scalar(seed: bytes) -> int:
    """The clamped scalar of a private key."""
    bits = int.from_bytes(sha512(seed).digest()[:32], "little")
    return bits & (1 << 254) - 8 | 1 << 254


def sign_with_nonce(seed: bytes, nonce: int, message: bytes) -> bytes:
    """A valid signature under a nonce of the signer's choice; each nonce gives another one."""
    assert BASE is not None
    scalar = secret_scalar(seed)
    public = encode(multiply(scalar, BASE))
    commitment = encode(multiply(nonce, BASE))
    challenge = int.from_bytes(sha512(commitment + public + message).digest(), "little") % L
    return commitment + ((nonce + challenge * scalar) % L).to_bytes(32, "little")
