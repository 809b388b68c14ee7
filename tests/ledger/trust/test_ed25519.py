"""The Ed25519 policy: on published edge cases, and on made-up attacks."""

import json
from functools import partial

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import example, given
from hypothesis import strategies as st
from support.ed25519 import (
    BASE,
    IDENTITY,
    Point,
    add,
    decode,
    encode,
    multiply,
    secret_scalar,
    sign_with_nonce,
)
from support.need import need_shared
from support.refusal import refusal_code, refused

from ledger.trust.ed25519 import SMALL_ORDER_Y, L, P, check_key, verify
from ledger.trust.keys import Signer

SEEDS = st.binary(min_size=32, max_size=32)
SEED = bytes(range(32))
REFUSED_KEY = {"low_order_A", "low_order_component_A", "non_canonical_A"}
REFUSED_COMMITMENT = {"low_order_R", "non_canonical_R"}
# What the cofactorless equation over the bytes as they are refuses. Under a key of prime order a
# component of small order in R leaves a residue, so it needs no rule of its own.
REFUSED_EQUATION = {"low_order_residue", "reencoded_k"}
SMALL_ORDER_KEY = (1).to_bytes(32, "little")


def _library_accepts(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def test_edge_cases_get_the_verdict_of_the_policy() -> None:
    """On the 914 CCTV vectors the verdict is what the written policy says of their flags."""
    vectors = json.loads((need_shared("vectors") / "cctv/ed25519vectors.json").read_bytes())
    assert len(vectors) == 914
    by_library = 0
    for vector in vectors:
        case = (bytes.fromhex(vector["key"]), bytes.fromhex(vector["sig"]), vector["msg"].encode())
        flags = set(vector["flags"] or ())
        sound = not flags & (REFUSED_KEY | REFUSED_COMMITMENT | REFUSED_EQUATION)
        assert verify(*case) == sound, vector["number"]
        by_library += _library_accepts(*case)
    assert by_library > 200, (
        "the library alone is laxer: without the policy this test proves little"
    )


def test_edge_case_keys_are_refused_at_registration() -> None:
    """Each CCTV key is refused exactly if it is of mixed or small order or not canonical."""
    vectors = json.loads((need_shared("vectors") / "cctv/ed25519vectors.json").read_bytes())
    for vector in vectors:
        flags = set(vector["flags"] or ()) & REFUSED_KEY
        unsound = "key.encoding" if "non_canonical_A" in flags else "key.order"
        code = refusal_code(partial(check_key, bytes.fromhex(vector["key"])))
        assert code == (unsound if flags else None), vector["number"]


def test_wycheproof() -> None:
    """All 151 Wycheproof cases get the published verdict."""
    path = need_shared("vectors") / "wycheproof/ed25519_test.json"
    vectors = json.loads(path.read_bytes())
    tests = [(group, test) for group in vectors["testGroups"] for test in group["tests"]]
    assert len(tests) == vectors["numberOfTests"] == 151
    for group, test in tests:
        key, case = bytes.fromhex(group["publicKey"]["pk"]), test["tcId"]
        accepted = verify(key, bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"]))
        assert accepted == (test["result"] == "valid"), case


def test_small_order_key_cannot_sign_everything() -> None:
    """The signature that a library accepts for many messages under the identity key is refused."""
    signature = SMALL_ORDER_KEY + bytes(32)
    messages = [b"one", b"two", b"three"]
    assert all(_library_accepts(SMALL_ORDER_KEY, signature, message) for message in messages)
    assert not any(verify(SMALL_ORDER_KEY, signature, message) for message in messages)
    with refused("key.order"):
        check_key(SMALL_ORDER_KEY)


@given(SEEDS, st.binary(max_size=100))
def test_own_signatures_verify(seed: bytes, message: bytes) -> None:
    """A signature verifies under the signer's key, which passes the key check."""
    signer = Signer(seed)
    check_key(signer.public)
    assert verify(signer.public, signer.sign(message), message)


@given(st.integers(min_value=0, max_value=511))
def test_damaged_signatures_are_refused(bit: int) -> None:
    """A signature with any one bit changed, or over another message, is refused."""
    signer = Signer(SEED)
    signature = signer.sign(b"entry")
    damaged = (int.from_bytes(signature, "little") ^ 1 << bit).to_bytes(64, "little")
    assert not verify(signer.public, damaged, b"entry")
    assert not verify(signer.public, signature, b"entr")


def test_signature_has_one_s() -> None:
    """Adding the group order to S, which leaves the equation true, is refused."""
    signer = Signer(SEED)
    signature = signer.sign(b"entry")
    larger = int.from_bytes(signature[32:], "little") + L
    assert not verify(signer.public, signature[:32] + larger.to_bytes(32, "little"), b"entry")


def test_hand_made_signature_with_another_nonce_is_valid() -> None:
    """One key can make many valid signatures of a message, so signatures never count as signers."""
    signatures = {sign_with_nonce(SEED, nonce, b"entry") for nonce in (5, 6)}
    assert len(signatures) == 2
    assert all(verify(Signer(SEED).public, signature, b"entry") for signature in signatures)


def small_order() -> list[Point]:
    """The points of order 1, 2, 4 and 8."""
    encodings = [(y | sign << 255).to_bytes(32, "little") for y in SMALL_ORDER_Y for sign in (0, 1)]
    return [point for point in map(decode, encodings) if point is not None]


def verdict(point: Point) -> str | None:
    """The code with which a key is refused."""
    return refusal_code(partial(check_key, encode(point)))


@given(SEEDS)
def test_the_referee_makes_the_librarys_public_keys(seed: bytes) -> None:
    """The base point times the secret scalar encodes to the public key that the library derives."""
    assert BASE is not None
    assert encode(multiply(secret_scalar(seed), BASE)) == Signer(seed).public


def test_there_are_eight_points_of_small_order() -> None:
    """The listed y coordinates are those of the eight points that eight times themselves vanish."""
    points = small_order()
    assert len(points) == 8
    for point in points:
        assert multiply(8, point) == IDENTITY
        assert verdict(point) == "key.order"


def test_base_point_has_prime_order() -> None:
    """The base point is of order L, and as a key sound."""
    assert BASE is not None
    assert multiply(L, BASE) == IDENTITY
    assert verdict(BASE) is None


@given(SEEDS)
@example(encode(IDENTITY))
def test_a_key_is_sound_if_multiplying_by_the_order_shows_it(encoded: bytes) -> None:
    """Whatever decodes has prime order if L times itself vanishes, and it does not."""
    point = decode(encoded)
    expected: str | None = "key.encoding"
    if point is not None:
        prime = multiply(L, point) == IDENTITY and point != IDENTITY
        expected = None if prime else "key.order"
    assert refusal_code(partial(check_key, encoded)) == expected


@given(SEEDS)
def test_a_sum_with_a_point_of_small_order_is_refused(seed: bytes) -> None:
    """A key has prime order; no sum of it and a point of small order has, but the sum with the identity.

    The sum with the point of order 2 has order 2 L, which libsodium once let pass (CVE-2025-69277).
    """
    key = decode(Signer(seed).public)
    assert key is not None
    found = {torsion: verdict(add(key, torsion)) for torsion in small_order()}
    expected = dict.fromkeys(found, "key.order") | {IDENTITY: None}
    assert found == expected


@pytest.mark.parametrize(
    "bits",
    [P, P + 1, 2**255 - 1, 1 | 1 << 255, (P - 1) | 1 << 255, 2],
    ids=["y=p", "y=p+1", "largest y", "x=0 signed", "x=0 signed, y=-1", "off the curve"],
)
def test_what_is_no_canonical_encoding_is_refused(bits: int) -> None:
    """A y of p or more, a zero x with a sign, and a y without point are no encodings."""
    with refused("key.encoding"):
        check_key(bits.to_bytes(32, "little"))


def test_bytes_that_are_no_point_are_no_key() -> None:
    """A y that no point of the curve has is refused as an encoding, and verifies nothing."""
    with refused("key.encoding"):
        check_key((2).to_bytes(32, "little"))
    assert not verify((2).to_bytes(32, "little"), Signer(SEED).sign(b""), b"")


@pytest.mark.parametrize("length", [0, 31, 33])
def test_wrong_lengths_are_refused(length: int) -> None:
    """A key that is not 32 bytes long is refused with its code, a signature of no 64 with False."""
    with refused("key.length"):
        check_key(bytes(length))
    assert not verify(bytes(length), bytes(64), b"")
    assert not verify(Signer(SEED).public, bytes(length), b"")
