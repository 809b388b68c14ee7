"""The arithmetic of edwards25519 (RFC 8032 section 5.1) that a key check needs, and no more.

Whether a public key has prime order, no library says. The points of the curve form a cyclic group of
8 L, so those whose order divides L are the ones that are eight times another point. Whether one is,
squares tell, in a third of the time that multiplying it by L takes: it has to have a half, and that
has to be four times another point. Both are asked on the Montgomery curve (RFC 7748 section 4.1)

    v^2 = u^3 + A u^2 + u,    u = (1 + y) / (1 - y),    v = sqrt(-A - 2) u / x.

Everything here is public data, so nothing needs to run in constant time; no secret may come near it.

Source: halving by way of the curve of equal order, Y^2 = X^3 - 2A X^2 + (A^2 - 4) X, as in Pornin,
"Point-Halving and Subgroup Membership in Twisted Edwards Curves" (2022); the last question is the Tate
pairing with the point (1, sqrt(A + 2)) of order 4, as in Koshelev, "Subgroup membership testing on
elliptic curves via the Tate pairing" (2022). The tests hold both against multiplication by L.
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
_HALF = pow(2, -1, P)

_A = 486662
"""The constant of the Montgomery curve."""

_V = 6853475219497561581579357271197624642482790079785650197046958215289687604742
"""A root of -A - 2, the one that RFC 7748 names."""

_ORDER_4_V = _SQRT_MINUS_ONE * _V % P
"""v of the point of order 4 that has u = 1: a root of A + 2."""
_ORDER_8_Y = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7

SMALL_ORDER_Y = frozenset({0, 1, P - 1, _ORDER_8_Y, P - _ORDER_8_Y})
"""The y coordinates of the eight points of order 1, 2, 4 and 8; no other point has one of them."""

Point = tuple[int, int]
"""The coordinates x and y."""


def decode(encoded: bytes) -> Point | None:
    """The point of a 32-byte encoding; None if off the curve or not its canonical encoding."""
    bits = int.from_bytes(encoded, "little")
    y, sign = bits & Y_MASK, bits >> 255
    if y >= P:
        return None
    x = _root((y * y - 1) * pow(D * y * y + 1, -1, P) % P)
    if x is None or (x == 0 and sign):
        return None
    return (x if x & 1 == sign else P - x), y


@lru_cache(maxsize=4096)  # one key is met many times, and its order never changes
def has_prime_order(point: Point) -> bool:
    """Whether the point is of order L: in the prime-order group, and not the identity."""
    x, y = point
    if x == 0:
        return False
    inverse = pow(x * (1 - y), -1, P)
    u = (1 + y) * x * inverse % P
    root = _root(u)
    if root is None:
        return False
    half, slope = _half(u, root, _V * root * (1 - y) * inverse)
    return pow((slope - _ORDER_4_V) ** 2 * half, (P - 1) // 4, P) == 1


def _half(u: int, root: int, ratio: int) -> tuple[int, int]:
    """A point of which twice is (u, v) or its negative: its u, and its v / u.

    The curve of equal order has two points that are sent to (u, v). The product of their X is A^2 - 4,
    which is no square, so just one X is a square, and that point is where the half was sent.

    Args:
        u: a square.
        root: of u.
        ratio: v / root.
    """
    middle, apart = _A + 2 * u, 2 * ratio
    met, slope = next(
        (met, slope)
        for met in ((middle + apart) % P, (middle - apart) % P)
        if (slope := _root(met)) is not None
    )
    return ((met - _A) * _HALF + root * slope) % P, slope


def _root(square: int) -> int | None:
    """A square root of a number below P; None where it has none (RFC 8032 section 5.1.3)."""
    root = pow(square, (P + 3) // 8, P)
    if (root * root - square) % P:
        root = root * _SQRT_MINUS_ONE % P
    return None if (root * root - square) % P else root
