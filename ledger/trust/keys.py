"""Keys of every algorithm, one definition: the length of a raw public key decides its algorithm.

A key is raw bytes wherever it is held, compared or counted; a signature carries no name of an algorithm,
which a signer could choose. `SCHEMES` has the module of each algorithm, with its strict policy for keys and
signatures; a signature of one never verifies under a key of another. Statements may be signed with any.
Notes, checkpoints and cosignatures are Ed25519 alone. Another algorithm is a word in `schemas.signed.participant`
and a row here (decision 0053).

A private key is 32 bytes that the caller draws and keeps: the seed of Ed25519, or the number of a
P-256 key, big-endian. A private key on a token cannot be read; it is a public key and a function that
signs, and each of its signatures is verified before use. PEM is PKCS #8 (RFC 8410, RFC 5480),
encrypted by a passphrase (`encrypted_key`) or not; the older form of SEC 1, and other encryptions
(RFC 8018), are read too. Left out: key files and tokens themselves, and the authority of a
key at a time (the registry states it).
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from ledger.trust import ed25519, p256
from ledger.trust.encrypted_key import ScryptCost, encrypt_key
from schemas.errors import CradleError
from schemas.signed.participant import KEY_FORMS, Algorithm

SECRET_LENGTH = 32


class Scheme(Protocol):
    """What the module of an algorithm has: its names, its policy, and its keys in the library's form."""

    NAME: str
    SIGNATURE: str

    def check_key(self, raw: bytes) -> None:
        """Refuse a raw public key outside of the policy."""

    def verify(self, key: bytes, signature: bytes, message: bytes) -> bool:
        """Return whether a public key signed the message."""

    def is_signature(self, raw: bytes) -> bool:
        """Return whether these bytes can be a signature."""

    def private_key(self, secret: bytes) -> PrivateKeyTypes:
        """The private key of a secret."""

    def signing(self, secret: bytes) -> Callable[[bytes], bytes]:
        """The function that signs with a secret."""

    def secret_of(self, key: object) -> bytes | None:
        """The secret of a private key of this algorithm."""

    def public_of(self, secret: bytes) -> bytes:
        """The raw public key of a secret."""


SCHEMES: Final[Mapping[Algorithm, Scheme]] = {"ed25519": ed25519, "p256": p256}
"""Every algorithm by its word."""

BY_LENGTH: Final = {KEY_FORMS[word].length: scheme for word, scheme in SCHEMES.items()}
"""Every algorithm by the length of its raw public keys."""

_NAMES: Final = " or ".join(scheme.NAME for scheme in SCHEMES.values())
SIGNATURES: Final = " nor ".join(scheme.SIGNATURE for scheme in SCHEMES.values())
"""The forms of signatures in words, after "neither"."""


class Signer:
    """A private key that signs; it has its public key but never shows the secret."""

    public: bytes
    sign: Callable[[bytes], bytes]
    """Sign a message: 64 bytes of Ed25519, or P-256 in DER. A secret in memory signs deterministically."""

    def __init__(self, secret: bytes, algorithm: Algorithm = "ed25519") -> None:
        scheme = _scheme(secret, algorithm)
        self.public, self.sign = scheme.public_of(secret), scheme.signing(secret)

    @classmethod
    def external(cls, public: bytes, sign: Callable[[bytes], bytes]) -> "Signer":
        """The signer of a private key that is held elsewhere, such as on a token.

        Args:
            public: the raw public key.
            sign: signs a message in the form of `Signer.sign`.

        Raises:
            CradleError: as `check_key`; when signing, `signature.faulty` if the signature does not verify.
        """
        check_key(public)
        signer = cls.__new__(cls)
        signer.public = public
        signer.sign = partial(_verified, public, sign)
        return signer


def _verified(public: bytes, sign: Callable[[bytes], bytes], message: bytes) -> bytes:
    signature = sign(message)
    if not verify(public, signature, message):
        detail = (
            "The token's signature does not verify under its public key, and nothing was signed;"
            " check that the key pair belongs together."
        )
        raise CradleError("signature.faulty", detail, public.hex())
    return signature


def check_key(raw: bytes) -> None:
    """Refuse a public key that its algorithm's policy does not accept.

    Raises:
        CradleError: `key.length`, `key.encoding` or `key.order`.
    """
    scheme = BY_LENGTH.get(len(raw))
    if scheme is None:
        lengths = " or ".join(
            f"{length} for {algorithm.NAME}" for length, algorithm in BY_LENGTH.items()
        )
        detail = f"The public key has {len(raw)} bytes; write one of {lengths}."
        raise CradleError("key.length", detail)
    scheme.check_key(raw)


def verify(key: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether a public key signed the message, with key and signature within the policy."""
    scheme = BY_LENGTH.get(len(key))
    return scheme is not None and scheme.verify(key, signature, message)


def is_signature(raw: bytes) -> bool:
    """Return whether these bytes can be a signature of any algorithm."""
    return any(scheme.is_signature(raw) for scheme in SCHEMES.values())


def is_encrypted_pem(pem: bytes) -> bool:
    """Return whether a passphrase is needed to read this private key (PKCS #8, or the older form of PEM)."""
    return b"ENCRYPTED" in pem


def parse_secret(pem: bytes, passphrase: str | None = None) -> tuple[bytes, Algorithm]:
    """Read the secret and the algorithm of a private key in PEM (PKCS #8; for P-256 also SEC 1).

    Args:
        pem: the file.
        passphrase: of an encrypted file; another file does not need it.

    Raises:
        CradleError: `key.pem`; `key.passphrase` if the passphrase of an encrypted file is missing or wrong.
    """
    key = _load_pem(pem, passphrase)
    for word, scheme in SCHEMES.items():
        secret = scheme.secret_of(key)
        if secret is not None:
            return secret, word
    raise CradleError(
        "key.pem",
        f"The file is not a private key of {_NAMES} in PEM (PKCS #8); name the key's own file.",
    )


def _load_pem(pem: bytes, passphrase: str | None) -> object:
    """The private key of any algorithm in a file; None if there is none."""
    encrypted = is_encrypted_pem(pem)
    if encrypted and not passphrase:
        detail = "The key file is encrypted and its passphrase is missing; state the passphrase."
        raise CradleError("key.passphrase", detail)
    try:
        return load_pem_private_key(pem, (passphrase or "").encode() if encrypted else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        if not encrypted:
            return None
        detail = "The passphrase does not open the key file; state the passphrase of this file."
        raise CradleError("key.passphrase", detail) from None


def format_private_pem(secret: bytes, algorithm: Algorithm = "ed25519") -> bytes:
    """Format a private key as unencrypted PKCS #8 PEM."""
    key = _scheme(secret, algorithm).private_key(secret)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def format_encrypted_pem(
    secret: bytes, algorithm: Algorithm, passphrase: str, drawn: bytes, cost: ScryptCost
) -> bytes:
    """Format a private key as encrypted PKCS #8 PEM (RFC 7468, section 11); see `encrypt_key`."""
    key = _scheme(secret, algorithm).private_key(secret)
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    text = b64encode(encrypt_key(plain, passphrase, drawn, cost)).decode()
    lines = "\n".join(text[at : at + 64] for at in range(0, len(text), 64))
    label = "ENCRYPTED PRIVATE KEY"
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n".encode()


def _scheme(secret: bytes, algorithm: Algorithm) -> Scheme:
    """The algorithm of a private key of the right length."""
    if len(secret) != SECRET_LENGTH:
        detail = f"The private key has {len(secret)} bytes; give one of {SECRET_LENGTH}."
        raise CradleError("key.length", detail)
    return SCHEMES[algorithm]
