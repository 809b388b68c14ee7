"""Keys of both algorithms: distinguished by their length, alike in everything else, and in PEM."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256K1,
    SECP256R1,
    SECP384R1,
    EllipticCurve,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st
from support.p256 import NUMBERS
from support.pem import format_public_pem, parse_private_pem
from support.refusal import refused

from ledger.trust import keys
from ledger.trust.keys import Signer, check_key, is_signature, verify
from ledger.trust.p256 import N
from schemas.signed.participant import Algorithm

SECRET = bytes(range(1, 33))
SIGNERS = {"ed25519": Signer(SECRET), "p256": Signer(SECRET, "p256")}
SMALL_ORDER_KEY = (1).to_bytes(32, "little")
BOTH: list[Algorithm] = ["ed25519", "p256"]


@pytest.mark.parametrize("algorithm", BOTH)
def test_a_key_verifies_by_its_length(algorithm: str) -> None:
    """A signature of either algorithm verifies under its key, and under no key of the other."""
    signer = SIGNERS[algorithm]
    signature = signer.sign(b"entry")
    assert is_signature(signature)
    for name, other in SIGNERS.items():
        check_key(other.public)
        assert verify(other.public, signature, b"entry") == (name == algorithm)


@pytest.mark.parametrize("length", [0, 31, 34, 64, 65])
def test_a_key_has_one_of_two_lengths(length: int) -> None:
    """Any other length is refused with its code, and verifies nothing."""
    with refused("key.length"):
        check_key(bytes(length))
    assert not any(verify(bytes(length), one.sign(b""), b"") for one in SIGNERS.values())


@pytest.mark.parametrize("algorithm", BOTH)
def test_a_private_key_has_32_bytes(algorithm: Algorithm) -> None:
    """A private key of another length is refused, in use as in PEM."""
    for length in (0, 31, 33):
        for refusing in (Signer, keys.format_private_pem):
            with refused("key.length"):
                refusing(bytes(length), algorithm)


@pytest.mark.parametrize("number", [0, N, 2**256 - 1])
def test_a_p256_private_key_is_in_range(number: int) -> None:
    """Zero and numbers from the order on are no private keys of P-256; Ed25519 takes any seed."""
    secret = number.to_bytes(32, "big")
    with refused("key.secret"):
        Signer(secret, "p256")
    check_key(Signer(secret).public)


def test_signatures_are_of_either_form() -> None:
    """64 bytes may be an Ed25519 signature; of other lengths only the DER of P-256 has a form."""
    assert is_signature(bytes(64))
    assert not any(is_signature(bytes(length)) for length in (0, 63, 65, 71))


@given(st.binary(min_size=32, max_size=32))
def test_pem_round_trip(secret: bytes) -> None:
    """An Ed25519 key comes back from its PEM."""
    public = Signer(secret).public
    assert parse_private_pem(keys.format_private_pem(secret)).public == public


@given(NUMBERS)
def test_pem_round_trip_of_p256(number: int) -> None:
    """A P-256 key comes back from its PEM."""
    secret = number.to_bytes(32, "big")
    public = Signer(secret, "p256").public
    assert parse_private_pem(keys.format_private_pem(secret, "p256")).public == public


def test_the_older_pem_of_elliptic_keys_is_read() -> None:
    """A P-256 key in the form of SEC 1, as OpenSSL wrote it for long, is a private key too."""
    key = generate_private_key(SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    assert b"BEGIN EC PRIVATE KEY" in pem
    assert parse_private_pem(pem).public == public


OTHER_CURVES: list[EllipticCurve] = [SECP256K1(), SECP384R1()]


def _foreign_private_pems() -> list[bytes]:
    form = (Encoding.PEM, PrivateFormat.PKCS8)
    return [
        b"",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        *(
            generate_private_key(curve).private_bytes(*form, NoEncryption())
            for curve in OTHER_CURVES
        ),
        format_public_pem(SIGNERS["ed25519"].public),
        format_public_pem(SIGNERS["p256"].public),
    ]


@pytest.mark.parametrize("pem", _foreign_private_pems())
def test_private_pem_refuses(pem: bytes) -> None:
    """Rubbish, another curve and a public key are no private key."""
    with refused("key.pem"):
        parse_private_pem(pem)


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_an_encrypted_key_needs_its_passphrase(form: PrivateFormat) -> None:
    """Both forms of PEM open with the passphrase; without it, or with another, the code says so."""
    key = generate_private_key(SECP256R1())
    pem = key.private_bytes(Encoding.PEM, form, BestAvailableEncryption("süß 钥".encode()))
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    assert keys.is_encrypted_pem(pem)
    assert parse_private_pem(pem, "süß 钥").public == public
    for wrong in (None, "", "suss"):
        with refused("key.passphrase"):
            parse_private_pem(pem, wrong)


def test_a_passphrase_opens_no_other_key() -> None:
    """An encrypted key of another curve is not accepted, and a plain key ignores a passphrase."""
    other = generate_private_key(SECP384R1())
    form = (Encoding.PEM, PrivateFormat.PKCS8)
    pem = other.private_bytes(*form, BestAvailableEncryption(b"secret"))
    with refused("key.pem"):
        parse_private_pem(pem, "secret")
    plain = keys.format_private_pem(SECRET)
    assert not keys.is_encrypted_pem(plain)
    assert parse_private_pem(plain, "secret").public == SIGNERS["ed25519"].public


@pytest.mark.parametrize("algorithm", BOTH)
def test_a_key_that_is_held_elsewhere_gives_sound_signatures_alone(algorithm: str) -> None:
    """A signature from outside counts if the public key verifies it; one of another key or message is refused."""
    own = SIGNERS[algorithm]
    held = Signer.external(own.public, own.sign)
    assert (held.public, held.sign(b"entry")) == (own.public, own.sign(b"entry"))
    other = Signer(bytes(32)[1:] + b"\2", "p256")
    for sign in (other.sign, lambda _: own.sign(b"another"), lambda _: b""):
        with refused("signature.faulty", own.public.hex()):
            Signer.external(own.public, sign).sign(b"entry")


def test_a_key_that_is_held_elsewhere_is_a_key() -> None:
    """Its public key is checked before it signs anything."""
    with refused("key.order"):
        Signer.external(SMALL_ORDER_KEY, lambda _: b"")
