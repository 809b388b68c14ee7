"""Keys of both algorithms, one definition: 32 raw bytes are an Ed25519 key, 33 a P-256 key.

A key is raw bytes wherever it is held, compared or counted, and its length decides its algorithm; a
signature carries no name of an algorithm, which a signer could choose. `ed25519` and `p256` have the
strict policies for keys and signatures; a signature of one never verifies under a key of the other.
Statements may be signed with either. Notes, checkpoints and cosignatures are Ed25519 alone, as in C2SP.

A private key is 32 bytes that the caller draws and keeps: the seed of Ed25519, or the number of a
P-256 key, big-endian. A private key on a token cannot be read; it is a public key and a function that
signs, and each of its signatures is verified before use. PEM is PKCS #8 and SubjectPublicKeyInfo
(RFC 8410, RFC 5480); the older form of SEC 1, and private keys that a passphrase encrypts (RFC 8018),
are read too. Left out: other algorithms, key files and tokens themselves, and the authority of a key at
a time (the registry states it).
"""

from collections.abc import Callable
from functools import partial

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from ledger.trust import ed25519, p256
from schemas.errors import CradleError
from schemas.participant import Algorithm

SECRET_LENGTH = 32

_PrivateKey = Ed25519PrivateKey | ec.EllipticCurvePrivateKey
_PublicKey = Ed25519PublicKey | ec.EllipticCurvePublicKey


class Signer:
    """A private key that signs; it has its public key but never shows the secret."""

    public: bytes
    sign: Callable[[bytes], bytes]
    """Sign a message: 64 bytes of Ed25519, or P-256 in DER. A secret in memory signs deterministically."""

    def __init__(self, secret: bytes, algorithm: Algorithm = "ed25519") -> None:
        key = _private_key(secret, algorithm)
        self.public = _raw(key.public_key())
        self.sign = key.sign if isinstance(key, Ed25519PrivateKey) else partial(p256.sign, key)

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
    if len(raw) == p256.KEY_LENGTH:
        p256.check_key(raw)
    elif len(raw) == ed25519.KEY_LENGTH:
        ed25519.check_key(raw)
    else:
        detail = (
            f"The public key has {len(raw)} bytes; write the {ed25519.KEY_LENGTH} of an Ed25519 key"
            f" or the {p256.KEY_LENGTH} of a compressed P-256 key."
        )
        raise CradleError("key.length", detail)


def verify(key: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether a public key signed the message, with key and signature within the policy."""
    if len(key) == p256.KEY_LENGTH:
        return p256.verify(key, signature, message)
    return ed25519.verify(key, signature, message)


def is_signature(raw: bytes) -> bool:
    """Return whether these bytes can be a signature: of Ed25519's length, or of P-256 in strict DER."""
    return len(raw) == ed25519.SIGNATURE_LENGTH or p256.is_signature(raw)


def is_encrypted_pem(pem: bytes) -> bool:
    """Return whether a passphrase is needed to read this private key (PKCS #8, or the older form of PEM)."""
    return b"ENCRYPTED" in pem


def parse_private_pem(pem: bytes, passphrase: str | None = None) -> Signer:
    """Read the signer from a private key in PEM (PKCS #8; for P-256 also SEC 1).

    Args:
        pem: the file.
        passphrase: of an encrypted file; another file does not need it.

    Raises:
        CradleError: `key.pem`; `key.passphrase` if the passphrase of an encrypted file is missing or wrong.
    """
    key = _load_pem(pem, passphrase)
    if isinstance(key, Ed25519PrivateKey):
        return Signer(key.private_bytes_raw())
    if isinstance(key, ec.EllipticCurvePrivateKey) and _is_p256(key.curve):
        number = key.private_numbers().private_value
        return Signer(number.to_bytes(SECRET_LENGTH, "big"), "p256")
    raise CradleError(
        "key.pem",
        "The file is not an Ed25519 or P-256 private key in PEM (PKCS #8); name the key's own file.",
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
    key = _private_key(secret, algorithm)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def parse_public_pem(pem: bytes) -> bytes:
    """Read and check the raw public key in a SubjectPublicKeyInfo PEM.

    Raises:
        CradleError: `key.pem`, or as `check_key`.
    """
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if isinstance(key, Ed25519PublicKey) or (
        isinstance(key, ec.EllipticCurvePublicKey) and _is_p256(key.curve)
    ):
        raw = _raw(key)
        check_key(raw)
        return raw
    raise CradleError(
        "key.pem", "The file is not an Ed25519 or P-256 public key in PEM; export it as one."
    )


def format_public_pem(raw: bytes) -> bytes:
    """Check a raw public key and format it as SubjectPublicKeyInfo PEM."""
    check_key(raw)
    key: _PublicKey
    if len(raw) == p256.KEY_LENGTH:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    else:
        key = Ed25519PublicKey.from_public_bytes(raw)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _private_key(secret: bytes, algorithm: Algorithm) -> _PrivateKey:
    if len(secret) != SECRET_LENGTH:
        detail = f"The private key has {len(secret)} bytes; bring one of {SECRET_LENGTH}."
        raise CradleError("key.length", detail)
    if algorithm == "ed25519":
        return Ed25519PrivateKey.from_private_bytes(secret)
    number = int.from_bytes(secret, "big")
    if not 0 < number < p256.N:
        detail = "The P-256 private key is zero or not below the order of the curve; draw another."
        raise CradleError("key.secret", detail)
    return ec.derive_private_key(number, ec.SECP256R1())


def _raw(key: _PublicKey) -> bytes:
    if isinstance(key, Ed25519PublicKey):
        return key.public_bytes_raw()
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def _is_p256(curve: ec.EllipticCurve) -> bool:
    return isinstance(curve, ec.SECP256R1)
