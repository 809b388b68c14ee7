"""Refusals of a token or its module: one code and one sentence each, at the key's URI, never the PIN."""

from pathlib import Path

import pkcs11
import pytest
from pkcs11 import Attribute, KeyType, MechanismFlag, ObjectClass
from support.refusal import refused
from support.tokens import (
    GENERATE_KEY_PAIR,
    GET_MECHANISM_LIST,
    LABEL,
    LOGIN,
    SIGN,
    Token,
    faulty,
    flipping,
    refusing,
    without_ed25519,
)

from ledger.token.session import REFUSALS, Access, logged_in
from ledger.token.signer import P256_PARAMS, find_key, make_key
from ledger.token.uri import KeyUri
from ledger.trust.keys import Signer
from schemas.errors import CradleError
from schemas.signed.participant import Algorithm

BOTH = pytest.mark.parametrize("algorithm", ["ed25519", "p256"])


def made(token: Token, algorithm: Algorithm = "p256", key_id: bytes = b"\1") -> Signer:
    """A fresh key `working`."""
    return make_key(token.uri("working"), token.access(), algorithm, key_id)


@pytest.mark.parametrize("name", ["nothing.so", "libc.so.6", "text"])
def test_no_module(tmp_path: Path, name: str) -> None:
    """A file that is not there, another library, and no library."""
    (tmp_path / "text").write_text("no library")
    module = name if name == "libc.so.6" else str(tmp_path / name)
    with refused("pkcs11.module", module):
        find_key(KeyUri(object="working"), Access(module, str))


def test_no_such_token(token: Token) -> None:
    """The tokens that are there are named, before any PIN is asked for."""
    token.add("spare")

    def asked() -> str:
        pytest.fail("no PIN is needed")

    stated = [
        KeyUri("plane", object="a"),
        KeyUri(serial="0", object="a"),
        KeyUri(model="X", id=b"1"),
    ]
    for uri in stated:
        with refused("pkcs11.token_absent", str(uri)):
            find_key(uri, Access(token.access().module, asked))
    with pytest.raises(CradleError, match="'plant', 'spare'"):
        find_key(stated[0], token.access())


def test_two_tokens_of_one_name(token: Token) -> None:
    """The serial number distinguishes them."""
    made(token)
    token.add("plant")
    with refused("pkcs11.token_repeated"):
        find_key(token.uri("working"), token.access())
    with logged_in(KeyUri(serial=_serial(token), object="a"), token.access()) as session:
        assert session.token.label == "plant"


def _serial(token: Token) -> str:
    module = pkcs11.lib(token.access().module)
    try:
        return min(one.serial.decode() for one in module.get_tokens(token_label=LABEL))
    finally:
        module.finalize()


@pytest.mark.parametrize("pin", ["", "1", "271828", "9" * 300])
def test_a_wrong_pin(token: Token, pin: str) -> None:
    """The error does not repeat the wrong PIN; the right one works again."""
    signer = made(token)
    with refused("pkcs11.pin_wrong", str(token.uri("working"))):
        find_key(token.uri("working"), token.access(pin))
    with pytest.raises(CradleError) as raised:
        find_key(token.uri("working"), token.access("9" * 300))
    assert "999" not in str(raised.value)
    assert find_key(token.uri("working"), token.access()).public == signer.public


def test_no_such_key(token: Token) -> None:
    """Another label, another id, or both of two keys; a public key alone is none."""
    made(token)
    for uri in (
        token.uri("work"),
        KeyUri("plant", id=b"\2"),
        KeyUri("plant", object="working", id=b"\2"),
    ):
        with refused("pkcs11.key_absent", str(uri)):
            find_key(uri, token.access())
    with logged_in(token.uri("working"), token.access(), writing=True) as session:
        (private,) = session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
        private.destroy()
    with refused("pkcs11.key_absent"):
        find_key(token.uri("working"), token.access())


def test_two_keys_of_one_name(token: Token) -> None:
    """The id distinguishes them; with two of one id the public keys are ambiguous."""
    uris = [KeyUri("plant", object="working", id=key_id) for key_id in (b"\1", b"\2")]
    keys = [make_key(uri, token.access(), "p256", b"\3").public for uri in uris]
    with refused("pkcs11.key_repeated", str(token.uri("working"))):
        find_key(token.uri("working"), token.access())
    assert [find_key(uri, token.access()).public for uri in uris] == keys
    assert len(set(keys)) == 2
    with refused("pkcs11.key_repeated"):
        make_key(token.uri("third"), token.access(), "p256", b"\1")


def test_no_public_key(token: Token) -> None:
    """A private key alone does not say what it is."""
    made(token)
    with logged_in(token.uri("working"), token.access(), writing=True) as session:
        (public,) = session.get_objects({Attribute.CLASS: ObjectClass.PUBLIC_KEY})
        public.destroy()
    with refused("pkcs11.public_absent", str(token.uri("working"))):
        find_key(token.uri("working"), token.access())


@pytest.mark.parametrize("curve", ["06052b81040022", "06052b8104000a"])
def test_a_key_of_another_curve(token: Token, curve: str) -> None:
    """P-384, and the one of Bitcoin, whose points have the length of ours."""
    with logged_in(token.uri("working"), token.access(), writing=True) as session:
        params = {Attribute.EC_PARAMS: bytes.fromhex(curve)}
        session.create_domain_parameters(KeyType.EC, params, local=True).generate_keypair(
            id=b"\1", label="working", store=True
        )
    with refused("pkcs11.key_kind", str(token.uri("working"))):
        find_key(token.uri("working"), token.access())


def test_a_key_that_must_not_sign(token: Token) -> None:
    """One that was made to agree on secrets."""
    with logged_in(token.uri("working"), token.access(), writing=True) as session:
        params = {Attribute.EC_PARAMS: P256_PARAMS}
        session.create_domain_parameters(KeyType.EC, params, local=True).generate_keypair(
            id=b"\1", label="working", store=True, capabilities=MechanismFlag.DERIVE
        )
    with refused("pkcs11.key_kind", str(token.uri("working"))):
        find_key(token.uri("working"), token.access())


def test_a_new_key_needs_a_label_and_an_algorithm_of_the_token(token: Token) -> None:
    """An id alone names no new key; Ed25519 is refused by a token without it."""
    with refused("pkcs11.uri"):
        make_key(KeyUri("plant", id=b"\1"), token.access(), None, b"\1")
    with faulty(GET_MECHANISM_LIST, without_ed25519), refused("pkcs11.algorithm"):
        made(token, "ed25519")


@BOTH
def test_a_faulty_token_signs_nothing(token: Token, algorithm: Algorithm) -> None:
    """A signature with one wrong bit is given to nobody; the next sound one is."""
    signer = made(token, algorithm)
    with faulty(SIGN, flipping), refused("signature.faulty", signer.public.hex()):
        signer.sign(b"entry")
    assert signer.sign(b"entry")


# SoftHSM does none of these by itself, so its module is made to: CKR_PIN_LOCKED, CKR_PIN_EXPIRED,
# CKR_DEVICE_REMOVED, CKR_TOKEN_NOT_PRESENT, CKR_DATA_LEN_RANGE, CKR_GENERAL_ERROR.
@pytest.mark.parametrize(
    ("function", "value", "code"),
    [
        (LOGIN, 0xA4, "pkcs11.pin_locked"),
        (LOGIN, 0xA3, "pkcs11.pin_locked"),
        (SIGN, 0x32, "pkcs11.token_absent"),
        (LOGIN, 0xE0, "pkcs11.token_absent"),
        (SIGN, 0x21, "pkcs11.too_long"),
        (SIGN, 0x05, "pkcs11.failed"),
        (LOGIN, 0x05, "pkcs11.failed"),
    ],
)
def test_what_a_token_answers_has_its_code(
    token: Token, function: int, value: int, code: str
) -> None:
    """At the key's URI; when the token is well again, so is the signer."""
    signer = made(token)
    with faulty(function, refusing(value)), refused(code, str(token.uri("working"))):
        signer.sign(b"entry")
    assert signer.sign(b"entry")


def test_a_token_that_takes_no_new_key(token: Token) -> None:
    """CKR_TOKEN_WRITE_PROTECTED."""
    with faulty(GENERATE_KEY_PAIR, refusing(0xE2)), refused("pkcs11.read_only"):
        made(token)


def test_every_refusal_is_one_that_the_library_raises() -> None:
    """The table names classes of the library, spelled as there."""
    for name in REFUSALS:
        assert issubclass(getattr(pkcs11, name), pkcs11.PKCS11Error)
