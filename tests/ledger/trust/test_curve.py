"""The curve arithmetic, against the library's own keys and the known shape of the group."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.ed25519 import BASE, encode, secret_scalar

from ledger.trust import curve
from ledger.trust.curve import SMALL_ORDER_Y, L, P
from ledger.trust.keys import Signer


@given(st.binary(min_size=32, max_size=32))
def test_multiplication_makes_the_librarys_public_keys(seed: bytes) -> None:
    """The base point times the secret scalar encodes to the public key that the library derives."""
    assert BASE is not None
    assert encode(curve.multiply(secret_scalar(seed), BASE)) == Signer(seed).public


@given(st.binary(min_size=32, max_size=32))
def test_decoding_accepts_only_canonical_encodings(encoded: bytes) -> None:
    """Whatever decodes, encodes to the same bytes."""
    point = curve.decode(encoded)
    assert point is None or encode(point) == encoded


def test_there_are_eight_points_of_small_order() -> None:
    """The listed y coordinates are those of the eight points that eight times themselves vanish."""
    encodings = [(y | sign << 255).to_bytes(32, "little") for y in SMALL_ORDER_Y for sign in (0, 1)]
    points = [point for point in map(curve.decode, encodings) if point is not None]
    assert len(points) == 8
    for point in points:
        assert encode(curve.multiply(8, point)) == (1).to_bytes(32, "little")
        assert not curve.has_prime_order(point)


def test_base_point_has_prime_order() -> None:
    """The base point is of order L, and a point of order 8 added to it is not."""
    torsion = curve.decode(max(SMALL_ORDER_Y - {P - 1}).to_bytes(32, "little"))
    assert BASE is not None
    assert torsion is not None
    assert curve.has_prime_order(BASE)
    mixed = curve.multiply(1, BASE)
    assert curve.has_prime_order(mixed)
    assert encode(curve.multiply(L, torsion)) != (1).to_bytes(32, "little")


@pytest.mark.parametrize(
    "bits",
    [P, P + 1, 2**255 - 1, 1 | 1 << 255, (P - 1) | 1 << 255, 2],
    ids=["y=p", "y=p+1", "largest y", "x=0 signed", "x=0 signed, y=-1", "off the curve"],
)
def test_decoding_refuses(bits: int) -> None:
    """A y of p or more, a zero x with a sign, and a y without point are no encodings."""
    assert curve.decode(bits.to_bytes(32, "little")) is None
