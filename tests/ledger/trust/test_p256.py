"""The P-256 policy: on published cases, on every other spelling of a signature, and on keys."""

import json
from functools import partial

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from support.need import need_shared
from support.p256 import NUMBERS, sign_at_random
from support.refusal import refusal_code, refused

from ledger.trust.keys import Signer
from ledger.trust.p256 import N, P, check_key, from_fixed, is_signature, verify

SECRET = bytes(range(1, 33))
SIGNER = Signer(SECRET, "p256")
MESSAGE = b"message"  # its r has the top bit set, so that the leading zero of DER is in play
SIGNATURE = SIGNER.sign(MESSAGE)
R, S = decode_dss_signature(SIGNATURE)
# RFC 6979, appendix A.2.5: private key, and r and s of "sample" and "test" under SHA-256.
RFC_6979 = bytes.fromhex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")
SAMPLE = (
    0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,
    0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8,
)
TEST = (
    0xF1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367,
    0x019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083,
)


def _library_accepts(key: bytes, signature: bytes, message: bytes) -> bool:
    public = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key)
    try:
        public.verify(signature, message, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def test_wycheproof() -> None:
    """Of 484 Wycheproof cases the valid ones count, but for the 71 whose s is the larger twin."""
    path = need_shared("vectors") / "wycheproof/ecdsa_secp256r1_sha256_test.json"
    vectors = json.loads(path.read_bytes())
    tests = [(group, test) for group in vectors["testGroups"] for test in group["tests"]]
    assert len(tests) == vectors["numberOfTests"] == 484
    high = 0
    for group, test in tests:
        point = bytes.fromhex(group["publicKey"]["uncompressed"])
        case = (bytes([2 + point[-1] % 2]) + point[1:33], bytes.fromhex(test["sig"]))
        message, valid = bytes.fromhex(test["msg"]), test["result"] == "valid"
        twin = valid and decode_dss_signature(case[1])[1] > N // 2
        assert verify(*case, message) == (valid and not twin), test["tcId"]
        high += twin
    assert high == 71


def _integer(number: int, pad: int = 0) -> bytes:
    content = bytes(pad) + number.to_bytes(number.bit_length() // 8 + 1, "big")
    return b"\x02" + bytes([len(content)]) + content


def _sequence(content: bytes, tag: bytes = b"\x30") -> bytes:
    return tag + bytes([len(content)]) + content


BARE = bytes([2, 32]) + R.to_bytes(32, "big")
"""The integer r without the zero that keeps it from being negative."""
OTHER_SPELLINGS = {
    "high s": encode_dss_signature(R, N - S),
    "fixed length": R.to_bytes(32, "big") + S.to_bytes(32, "big"),
    "byte behind": SIGNATURE + b"\0",
    "byte missing": SIGNATURE[:-1],
    "element behind": _sequence(SIGNATURE[2:] + b"\x05\0"),
    "long length": b"\x30\x81" + SIGNATURE[1:],
    "indefinite length": b"\x30\x80" + SIGNATURE[2:] + b"\0\0",
    "length of r in the long form": _sequence(
        b"\x02\x81" + _integer(R)[1:] + SIGNATURE[2 + len(_integer(R)) :]
    ),
    "zero before r": _sequence(_integer(R, 1) + _integer(S)),
    "zero before s": _sequence(_integer(R) + _integer(S, 1)),
    "negative r": _sequence(BARE + _integer(S)),
    "set": _sequence(SIGNATURE[2:], b"\x31"),
    "octets for s": _sequence(_integer(R) + b"\x04" + _integer(S)[1:]),
    "one integer": _sequence(_integer(R)),
    "swapped": encode_dss_signature(S, R),
    "r = 0": encode_dss_signature(0, S),
    "s = 0": encode_dss_signature(R, 0),
    "r = n": encode_dss_signature(N, S),
    "r + n": encode_dss_signature(R + N, S),
    "s + n": encode_dss_signature(R, S + N),
    "empty sequence": b"\x30\0",
    "nothing": b"",
}


@pytest.mark.parametrize("signature", OTHER_SPELLINGS.values(), ids=OTHER_SPELLINGS)
def test_a_signature_has_one_spelling(signature: bytes) -> None:
    """Nothing but the DER of r and the low s counts: no BER, no padding, no twin, no range."""
    assert verify(SIGNER.public, SIGNATURE, MESSAGE)
    assert _sequence(_integer(R) + _integer(S)) == SIGNATURE
    assert not verify(SIGNER.public, signature, MESSAGE)


def test_the_library_alone_takes_the_twin() -> None:
    """The signature with n - s, which anybody can make, is accepted where no policy stands before."""
    assert _library_accepts(SIGNER.public, OTHER_SPELLINGS["high s"], MESSAGE)
    assert not is_signature(OTHER_SPELLINGS["high s"])


@given(NUMBERS, NUMBERS)
def test_form_is_judged_by_encoding_again(r: int, s: int) -> None:
    """Any r below the order with any low s is a form that counts, of 8 to 71 bytes; its twin is not."""
    low = min(s, N - s)
    encoded = encode_dss_signature(r, low)
    assert is_signature(encoded)
    assert 8 <= len(encoded) <= 71
    assert not is_signature(encode_dss_signature(r, N - low))


@given(NUMBERS, st.binary(max_size=100))
def test_own_signatures_verify(number: int, message: bytes) -> None:
    """A signature verifies under the signer's key, is in the one form, and is the same each time."""
    signer = Signer(number.to_bytes(32, "big"), "p256")
    check_key(signer.public)
    assert verify(signer.public, signer.sign(message), message)
    assert signer.sign(message) == signer.sign(message)


@pytest.mark.parametrize(("message", "published"), [(b"sample", SAMPLE), (b"test", TEST)])
def test_nonces_are_those_of_rfc_6979(message: bytes, published: tuple[int, int]) -> None:
    """The signatures are the published ones, with the smaller of s and n - s."""
    r, s = published
    expected = encode_dss_signature(r, min(s, N - s))
    assert Signer(RFC_6979, "p256").sign(message) == expected


def test_a_key_makes_many_signatures() -> None:
    """Another nonce gives another valid signature, so signatures never count as signers."""
    signatures = {sign_at_random(SECRET, MESSAGE) for _ in range(3)} | {SIGNATURE}
    assert len(signatures) == 4
    assert all(verify(SIGNER.public, signature, MESSAGE) for signature in signatures)


@given(st.integers(min_value=0, max_value=len(SIGNATURE) * 8 - 1))
def test_damaged_signatures_are_refused(bit: int) -> None:
    """A signature with any one bit changed, or over another message, is refused."""
    damaged = int.from_bytes(SIGNATURE, "big") ^ 1 << bit
    assert not verify(SIGNER.public, damaged.to_bytes(len(SIGNATURE), "big"), MESSAGE)
    assert not verify(SIGNER.public, SIGNATURE, b"messag")


def test_other_encodings_of_a_point_are_no_keys() -> None:
    """A point is compressed: neither whole nor hybrid, nor the point at infinity, nor x alone."""
    public = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), SIGNER.public)
    whole = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    hybrid = bytes([6 + whole[-1] % 2]) + whole[1:]
    for encoded in (whole, hybrid, b"\0", SIGNER.public[1:], b""):
        with refused("key.length"):
            check_key(encoded)
        assert not verify(encoded, SIGNATURE, MESSAGE)
    for first in (0, 1, 4, 5, 6, 7):
        with refused("key.encoding"):
            check_key(bytes([first]) + SIGNER.public[1:])


def test_a_coordinate_is_below_the_field_prime() -> None:
    """A point with a small x has no second spelling with x + p, and an x off the curve has none."""
    codes = [refusal_code(partial(check_key, b"\2" + x.to_bytes(32, "big"))) for x in range(20)]
    assert set(codes) == {None, "key.encoding"}
    for x in range(20):
        larger = b"\2" + (x + P).to_bytes(32, "big")
        with refused("key.encoding"):
            check_key(larger)
        assert not verify(larger, SIGNATURE, MESSAGE)


@given(NUMBERS, NUMBERS)
def test_the_fixed_length_form_is_rewritten(r: int, s: int) -> None:
    """r and s of 32 bytes each, any s: the one form of that signature, which its twin gives too."""
    signature = from_fixed(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    assert is_signature(signature)
    assert signature == from_fixed(r.to_bytes(32, "big") + (N - s).to_bytes(32, "big"))
    assert decode_dss_signature(signature) in {(r, s), (r, N - s)}


@given(st.binary(max_size=70))
def test_bytes_of_another_length_are_no_signature(raw: bytes) -> None:
    """Nothing is raised: what comes of it is a signature by form, or none."""
    r, s = (int.from_bytes(half, "big") for half in (raw[: len(raw) // 2], raw[len(raw) // 2 :]))
    assert is_signature(from_fixed(raw)) == (0 < r < N and 0 < s < N)
