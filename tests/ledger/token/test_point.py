"""The public key that a token shows: each form that tokens use gives the same raw key, other curves none."""

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256K1,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refusal_code, refused

from ledger.token.point import ED25519_PARAMS, P256_PARAMS, raw_key
from ledger.trust.keys import Signer
from ledger.trust.p256 import N

SECRETS = st.binary(min_size=32, max_size=32).filter(lambda raw: 0 < int.from_bytes(raw, "big") < N)
NAMED = b"\x13\x0cedwards25519"
OLDER = bytes.fromhex("06092b06010401da470f01")


def wrapped(point: bytes) -> bytes:
    """A DER OCTET STRING."""
    return bytes((4, len(point))) + point


@given(SECRETS)
def test_every_form_of_a_key_gives_its_raw_bytes(secret: bytes) -> None:
    """Wrapped or bare; of P-256 compressed or not; of Ed25519 under each name of the curve."""
    p256, ed25519 = Signer(secret, "p256").public, Signer(secret).public
    point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), p256).public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )
    for form in (point, p256, wrapped(point), wrapped(p256)):
        assert raw_key(P256_PARAMS, form) == p256
    for params in (ED25519_PARAMS, OLDER, NAMED):
        for form in (ed25519, wrapped(ed25519)):
            assert raw_key(params, form) == ed25519


@given(
    st.sampled_from([P256_PARAMS, ED25519_PARAMS, NAMED, b"", b"\6\1\1"]), st.binary(max_size=80)
)
def test_any_bytes_are_a_key_or_refused(params: bytes, point: bytes) -> None:
    """An accepted point has one of the two lengths; the only exception is the refusal."""
    read: list[bytes] = []
    code = refusal_code(lambda: read.append(raw_key(params, point)))
    assert code in {None, "pkcs11.key_kind"}
    assert {len(key) for key in read} <= {32, 33}


def test_another_curve_is_refused() -> None:
    """Its name, and its point under the name of P-256."""
    key = generate_private_key(SECP256K1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    for params in (bytes.fromhex("06052b8104000a"), P256_PARAMS, ED25519_PARAMS):
        with refused("pkcs11.key_kind", "a key"):
            raw_key(params, wrapped(point), "a key")
