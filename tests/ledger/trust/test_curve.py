"""The curve arithmetic, against the library's own keys and the known shape of the group."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.ed25519 import BASE, add, encode, multiply, secret_scalar

from ledger.trust import curve
from ledger.trust.curve import SMALL_ORDER_Y, L, P, Point
from ledger.trust.keys import Signer

IDENTITY = (0, 1)


def small_order() -> list[Point]:
    """The points of order 1, 2, 4 and 8."""
    encodings = [(y | sign << 255).to_bytes(32, "little") for y in SMALL_ORDER_Y for sign in (0, 1)]
    return [point for point in map(curve.decode, encodings) if point is not None]


@given(st.binary(min_size=32, max_size=32))
def test_multiplication_makes_the_librarys_public_keys(seed: bytes) -> None:
    """The base point times the secret scalar encodes to the public key that the library derives."""
    assert BASE is not None
    assert encode(multiply(secret_scalar(seed), BASE)) == Signer(seed).public


@given(st.binary(min_size=32, max_size=32))
def test_decoding_accepts_only_canonical_encodings(encoded: bytes) -> None:
    """Whatever decodes, encodes to the same bytes."""
    point = curve.decode(encoded)
    assert point is None or encode(point) == encoded


def test_there_are_eight_points_of_small_order() -> None:
    """The listed y coordinates are those of the eight points that eight times themselves vanish."""
    points = small_order()
    assert len(points) == 8
    for point in points:
        assert multiply(8, point) == IDENTITY
        assert not curve.has_prime_order(point)


def test_base_point_has_prime_order() -> None:
    """The base point is of order L; a point of order 8 is not, nor does L times it vanish."""
    torsion = curve.decode(max(SMALL_ORDER_Y - {P - 1}).to_bytes(32, "little"))
    assert BASE is not None
    assert torsion is not None
    assert curve.has_prime_order(BASE)
    assert curve.has_prime_order(multiply(1, BASE))
    assert multiply(L, torsion) != IDENTITY


@given(st.binary(min_size=32, max_size=32))
def test_order_is_what_multiplying_by_it_shows(encoded: bytes) -> None:
    """Whatever decodes has prime order if L times itself vanishes, and it does not."""
    point = curve.decode(encoded)
    assume(point is not None)
    assert point is not None
    vanishes = multiply(L, point) == IDENTITY
    assert curve.has_prime_order(point) == (vanishes and point != IDENTITY)


@given(st.binary(min_size=32, max_size=32))
def test_sum_with_a_point_of_small_order_has_not_prime_order(seed: bytes) -> None:
    """A key has prime order; no sum of it and a point of small order has, but the sum with the identity."""
    key = curve.decode(Signer(seed).public)
    assert key is not None
    found = {torsion: curve.has_prime_order(add(key, torsion)) for torsion in small_order()}
    assert found == {torsion: torsion == IDENTITY for torsion in found}


@pytest.mark.parametrize(
    "bits",
    [P, P + 1, 2**255 - 1, 1 | 1 << 255, (P - 1) | 1 << 255, 2],
    ids=["y=p", "y=p+1", "largest y", "x=0 signed", "x=0 signed, y=-1", "off the curve"],
)
def test_decoding_refuses(bits: int) -> None:
    """A y of p or more, a zero x with a sign, and a y without point are no encodings."""
    assert curve.decode(bits.to_bytes(32, "little")) is None
