"""Algorithms are one table: a third one, ML-DSA-44 (FIPS 204), works by a word and a row, without another change."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import get_args

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey
from support.pem import parse_private_pem
from support.refusal import refused

from ledger.token.signer import _MAKING
from ledger.trust import keys
from ledger.trust.envelope import format_envelope, match_signers, parse_envelope, sign
from ledger.trust.keys import Signer, check_key, is_signature, verify
from schemas.signed.participant import KEY_FORMS, Algorithm

WORD, KEY_LENGTH, SIGNATURE_LENGTH = "ml_dsa_44", 1312, 2420
OLD = Signer(bytes(31) + b"\1")


def load(raw: bytes) -> MLDSA44PublicKey:
    """The library's key."""
    return MLDSA44PublicKey.from_public_bytes(raw)


def is_sound(key: bytes, signature: bytes, message: bytes) -> bool:
    """The check of a signature."""
    try:
        load(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def signing(secret: bytes) -> Callable[[bytes], bytes]:
    """The function that signs with a seed."""
    return MLDSA44PrivateKey.from_seed_bytes(secret).sign


SCHEME = SimpleNamespace(
    NAME="ML-DSA-44",
    SIGNATURE=f"an ML-DSA-44 signature of {SIGNATURE_LENGTH} bytes",
    check_key=load,
    verify=is_sound,
    is_signature=lambda raw: len(raw) == SIGNATURE_LENGTH,
    private_key=MLDSA44PrivateKey.from_seed_bytes,
    signing=signing,
    secret_of=lambda key: key.private_bytes_raw() if isinstance(key, MLDSA44PrivateKey) else None,
    public_of=lambda secret: (
        MLDSA44PrivateKey.from_seed_bytes(secret).public_key().public_bytes_raw()
    ),
)


@pytest.fixture
def third(monkeypatch: pytest.MonkeyPatch) -> Signer:
    """A signer of the third algorithm, which has its row in the tables."""
    monkeypatch.setitem(keys.SCHEMES, WORD, SCHEME)  # type: ignore[arg-type, misc]  # a dict
    monkeypatch.setitem(keys.BY_LENGTH, KEY_LENGTH, SCHEME)  # type: ignore[arg-type]
    return Signer(bytes(32), WORD)  # type: ignore[arg-type]  # a word of this test


def test_every_word_has_a_form_and_a_module() -> None:
    """The words of statements, their forms, the modules and what tokens make are the same set, in one order."""
    assert get_args(Algorithm) == tuple(KEY_FORMS) == tuple(keys.SCHEMES) == tuple(_MAKING)
    assert len({form.length for form in KEY_FORMS.values()}) == len(KEY_FORMS)
    for word, form in KEY_FORMS.items():
        assert len(Signer(bytes(31) + b"\1", word).public) == form.length


def test_an_envelope_holds_a_signature_of_each_algorithm(third: Signer) -> None:
    """One beside the other, each found under its own key alone."""
    envelope = sign("text/plain", b"payload", [OLD, third])
    assert {len(one) for one in envelope.signatures} == {64, SIGNATURE_LENGTH}
    read = parse_envelope(format_envelope(envelope))
    assert set(match_signers(read, [OLD.public, third.public])) == {OLD.public, third.public}
    with refused("signature.unknown"):
        match_signers(read, [OLD.public])
    assert not verify(OLD.public, third.sign(b"x"), b"x")
    assert not verify(third.public, OLD.sign(b"x"), b"x")
    assert verify(third.public, third.sign(b"x"), b"x")


def test_its_keys_are_read_and_written(third: Signer) -> None:
    """As PEM, and on a token."""
    check_key(third.public)
    pem = keys.format_private_pem(bytes(32), WORD)  # type: ignore[arg-type]
    assert parse_private_pem(pem).public == third.public
    held = Signer.external(third.public, third.sign)
    assert verify(third.public, held.sign(b"x"), b"x")


def test_without_its_row_it_is_refused() -> None:
    """A key, a signature and a file of an unknown algorithm, each with the ones that are known."""
    other = MLDSA44PrivateKey.from_seed_bytes(bytes(32))
    raw = other.public_key().public_bytes_raw()
    with refused("key.length"):
        check_key(raw)
    assert not is_signature(other.sign(b"x"))
    assert not verify(raw, other.sign(b"x"), b"x")
    with pytest.raises(keys.CradleError, match="Ed25519 or P-256"):
        keys.parse_secret(SCHEME_PEM)


SCHEME_PEM = MLDSA44PrivateKey.from_seed_bytes(bytes(32)).private_bytes(
    keys.Encoding.PEM, keys.PrivateFormat.PKCS8, keys.NoEncryption()
)
