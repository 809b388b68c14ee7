"""Ed25519 by hand (RFC 8032 section 5.1): a reference for keys, and signatures of a signer that breaks the rules."""

from hashlib import sha512

from ledger.trust.ed25519 import L, P

Point = tuple[int, int]
"""The coordinates x and y."""

D = -121665 * pow(121666, -1, P) % P
"""The curve constant: -x^2 + y^2 = 1 + d x^2 y^2."""

IDENTITY = (0, 1)


def decode(encoded: bytes) -> Point | None:
    """The point of a 32-byte encoding; None if off the curve or not its canonical encoding."""
    bits = int.from_bytes(encoded, "little")
    y, sign = bits & (2**255 - 1), bits >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return (x if x & 1 == sign else P - x), y


BASE = decode((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


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
    total = IDENTITY
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
