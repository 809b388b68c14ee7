"""Signing with keys on a SoftHSM2 token: both algorithms, made there or brought there, judged by OpenSSL too."""

import secrets
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256K1,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from pkcs11 import Attribute, KeyType, MechanismFlag, ObjectClass
from support.need import need_command
from support.pem import format_public_pem
from support.refusal import refusal_code, refused
from support.tokens import (
    GET_ATTRIBUTE_VALUE,
    GET_MECHANISM_LIST,
    Token,
    faulty,
    older,
    without_ed25519,
)

from ledger.cli.keys.private_keys import draw_secret
from ledger.token.session import logged_in
from ledger.token.signer import ED25519_PARAMS, P256_PARAMS, find_key, make_key, raw_key
from ledger.trust.envelope import match_signers, sign
from ledger.trust.keys import (
    Signer,
    check_key,
    format_private_pem,
    is_signature,
    verify,
)
from ledger.trust.p256 import N
from schemas.signed.participant import Algorithm

BOTH = pytest.mark.parametrize("algorithm", ["ed25519", "p256"])
LENGTHS = {"ed25519": 32, "p256": 33}
TYPE = "application/vnd.cradle.entry.v1+json"


def made(token: Token, algorithm: Algorithm | None, label: str = "working") -> Signer:
    """A fresh key on the token."""
    return make_key(token.uri(label), token.access(), algorithm, secrets.token_bytes(16))


@BOTH
def test_a_key_that_is_made_there_signs(token: Token, algorithm: Algorithm) -> None:
    """Each of many signatures is in the one form that counts, and verifies; found again it is the same key."""
    signer = made(token, algorithm)
    assert len(signer.public) == LENGTHS[algorithm]
    check_key(signer.public)
    for number in range(12):
        message = f"entry {number}".encode()
        signature = signer.sign(message)
        assert is_signature(signature)
        assert verify(signer.public, signature, message)
        assert not verify(signer.public, signature, b"another")
    assert find_key(token.uri("working"), token.access()).public == signer.public


@BOTH
def test_openssl_verifies_what_the_token_signs(
    token: Token, tmp_path: Path, algorithm: Algorithm
) -> None:
    """An auditor needs no tool of ours: the same bytes, signature and public key."""
    signer, message = made(token, algorithm), secrets.token_bytes(2000)
    (tmp_path / "pub.pem").write_bytes(format_public_pem(signer.public))
    (tmp_path / "message").write_bytes(message)
    (tmp_path / "signature").write_bytes(signer.sign(message))
    digest = ("-digest", "sha256") if algorithm == "p256" else ()
    judge = [
        *(need_command("openssl"), "pkeyutl", "-verify", "-pubin", "-inkey", tmp_path / "pub.pem"),
        *("-rawin", *digest, "-in", tmp_path / "message", "-sigfile", tmp_path / "signature"),
    ]
    assert subprocess.run(judge, capture_output=True, check=False).returncode == 0
    (tmp_path / "message").write_bytes(message[1:])
    assert subprocess.run(judge, capture_output=True, check=False).returncode == 1


@BOTH
def test_a_key_that_is_made_there_stays_there(token: Token, algorithm: Algorithm) -> None:
    """It is sensitive, was never extractable, and signs only."""
    made(token, algorithm)
    with logged_in(token.uri("working"), token.access()) as session:
        (key,) = session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
        true = (Attribute.SENSITIVE, Attribute.ALWAYS_SENSITIVE, Attribute.NEVER_EXTRACTABLE)
        assert [key[name] for name in (*true, Attribute.LOCAL, Attribute.SIGN)] == [True] * 5
        false = (Attribute.EXTRACTABLE, Attribute.DECRYPT, Attribute.UNWRAP, Attribute.DERIVE)
        assert [key[name] for name in false] == [False] * 4


@BOTH
def test_a_key_that_was_brought_there_is_the_key_of_its_file(
    token: Token, tmp_path: Path, algorithm: Algorithm
) -> None:
    """SoftHSM's own tool writes the point in forms of its own; the public key and Ed25519's signature are the same."""
    secret = draw_secret(algorithm)
    file, ours = tmp_path / "key.pem", Signer(secret, algorithm)
    file.write_bytes(format_private_pem(secret, algorithm))
    where = ("--token", "plant", "--pin", token.access().pin(), "--label", "old", "--id", "0A")
    token.tool("--import", file, *where)
    signer = find_key(token.uri("old"), token.access())
    assert signer.public == ours.public
    same = signer.sign(b"entry") == ours.sign(b"entry")
    assert same == (algorithm == "ed25519")


def test_an_envelope_signed_in_both_places(token: Token) -> None:
    """A key of a file, and one of each algorithm on the token, sign one statement together."""
    signers = [Signer(bytes(range(1, 33))), made(token, "ed25519", "a"), made(token, "p256", "b")]
    envelope = sign(TYPE, b"{}", signers)
    assert set(match_signers(envelope, [one.public for one in signers])) == {
        one.public for one in signers
    }


def test_the_algorithm_that_the_token_has(token: Token) -> None:
    """By default Ed25519; P-256 on a token without it."""
    assert len(made(token, None, "a").public) == 32
    with faulty(GET_MECHANISM_LIST, without_ed25519):
        assert len(made(token, None, "b").public) == 33


def test_threads_take_turns(token: Token) -> None:
    """A login is the whole process's; signatures from several threads at once are all good."""
    signers = [made(token, "ed25519", "a"), made(token, "p256", "b")]
    messages = [(signers[number % 2], f"{number}".encode()) for number in range(24)]
    with ThreadPoolExecutor(4) as pool:
        signed = list(pool.map(lambda row: row[0].sign(row[1]), messages))
    assert all(
        verify(signer.public, one, message)
        for (signer, message), one in zip(messages, signed, strict=True)
    )


def test_a_key_that_wants_the_pin_at_each_use(token: Token) -> None:
    """The PIN is given again (CKA_ALWAYS_AUTHENTICATE)."""
    uri = token.uri("strict")
    with logged_in(uri, token.access(), writing=True) as session:
        domain = session.create_domain_parameters(
            KeyType.EC, {Attribute.EC_PARAMS: P256_PARAMS}, local=True
        )
        domain.generate_keypair(
            id=b"\1",
            label="strict",
            store=True,
            capabilities=MechanismFlag.SIGN | MechanismFlag.VERIFY,
            private_template={Attribute.ALWAYS_AUTHENTICATE: True},
        )
    asked: list[int] = []
    access = token.access()
    counted = type(access)(access.module, lambda: (asked.append(1), access.pin())[1])
    signer = find_key(uri, counted)
    assert verify(signer.public, signer.sign(b"entry"), b"entry")
    assert len(asked) == 3


def test_a_module_that_does_not_know_of_such_keys(token: Token) -> None:
    """Older ones do not have the attribute; their keys sign."""
    signer = made(token, "p256")
    with faulty(GET_ATTRIBUTE_VALUE, older):
        assert verify(signer.public, signer.sign(b"entry"), b"entry")


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
