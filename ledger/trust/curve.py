"""The arithmetic of edwards25519 (RFC 8032 section 5.1) that a key check needs, and no more.

Decoding a point strictly and multiplying it by the group order tell whether a public key has prime
order, which no library says. Everything here is public data, so nothing needs to run in constant
time; no secret may come near it.
"""

from functools import lru_cache

P = 2**255 - 19
"""The field prime."""

L = 2**252 + 27742317777372353535851937790883648493
"""The prime order of the group that keys must lie in; the curve has 8 L points."""

D = -121665 * pow(121666, -1, P) % P
"""The curve constant: -x^2 + y^2 = 1 + d x^2 y^2."""

Y_MASK = 2**255 - 1
"""All bits of an encoding but the sign of x."""

_SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)
_ORDER_8_Y = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7

SMALL_ORDER_Y = frozenset({0, 1, P - 1, _ORDER_8_Y, P - _ORDER_8_Y})
"""The y coordinates of the eight points of order 1, 2, 4 and 8; no other point has one of them."""

Point = tuple[int, int, int, int]
"""Extended coordinates (X, Y, Z, T): x = X/Z, y = Y/Z, x y = T/Z."""

_IDENTITY: Point = (0, 1, 1, 0)


def decode(encoded: bytes) -> Point | None:
    """The point of a 32-byte encoding; None if off the curve or not its canonical encoding."""
    bits = int.from_bytes(encoded, "little")
    y, sign = bits & Y_MASK, bits >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * _SQRT_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


@lru_cache(maxsize=4096)  # one key is met many times, and its order never changes
def has_prime_order(point: Point) -> bool:
    """Whether the point is of order L: in the prime-order group, and not the identity."""
    return _is_identity(multiply(L, point)) and not _is_identity(point)


def multiply(scalar: int, point: Point) -> Point:
    """The scalar multiple, by doubling and adding from the top bit."""
    total = _IDENTITY
    for bit in f"{scalar:b}":
        total = _add(total, total)
        if bit == "1":
            total = _add(total, point)
    return total


def _add(p: Point, q: Point) -> Point:
    """The sum; RFC 8032 section 5.1.4, complete, so it doubles too."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _is_identity(point: Point) -> bool:
    x, y, z, _ = point
    return x % P == 0 and (y - z) % P == 0
