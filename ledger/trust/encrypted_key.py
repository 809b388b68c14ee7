"""Private keys that a passphrase encrypts: EncryptedPrivateKeyInfo of PKCS #8 (RFC 5958, section 3), in DER.

The scheme is PBES2 (RFC 8018, section 6.2) with scrypt (RFC 7914, section 7) and AES-256-CBC. `openssl pkey` reads it,
and so does `cryptography`, which writes PBKDF2 alone.

    SEQUENCE { SEQUENCE { PBES2, SEQUENCE {
                   SEQUENCE { scrypt, SEQUENCE { salt, N, r, p } },
                   SEQUENCE { aes256-CBC, iv } } },
               OCTET STRING encrypted }
"""

from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.padding import PKCS7

DRAWN = 32
"""Random bytes that one encryption needs: a salt of 16, and an IV of 16."""

_SALT = 16
_INTEGER, _OCTETS, _OBJECT, _SEQUENCE = 0x02, 0x04, 0x06, 0x30
_PBES2: Final = bytes.fromhex("2a864886f70d01050d")
_SCRYPT: Final = bytes.fromhex("2b06010401da47040b")
_AES256_CBC: Final = bytes.fromhex("60864801650304012a")


@dataclass(frozen=True, slots=True)
class ScryptCost:
    """The cost of one guess of a passphrase: `128 * r * n` bytes, passed over `p` times."""

    n: int
    r: int
    p: int


COST: Final = ScryptCost(n=2**14, r=8, p=5)
"""OWASP's choice for 16 MiB (Password Storage Cheat Sheet), as strong as its 128 MiB in one pass: OpenSSL opens no
key file that needs 32 MiB or more."""


def encrypt_key(key: bytes, passphrase: str, drawn: bytes, cost: ScryptCost) -> bytes:
    """Encrypt a private key.

    Args:
        key: PrivateKeyInfo, DER.
        passphrase: is used in UTF-8.
        drawn: `DRAWN` fresh random bytes.
        cost: of each opening, and of each guess.

    Returns:
        EncryptedPrivateKeyInfo, DER.
    """
    salt, iv = drawn[:_SALT], drawn[_SALT:DRAWN]
    derived = Scrypt(salt=salt, length=32, n=cost.n, r=cost.r, p=cost.p)
    padder = PKCS7(AES256.block_size).padder()
    encryptor = Cipher(AES256(derived.derive(passphrase.encode())), CBC(iv)).encryptor()
    encrypted = encryptor.update(padder.update(key) + padder.finalize()) + encryptor.finalize()
    costs = (_integer(cost.n), _integer(cost.r), _integer(cost.p))
    derivation = _der(
        _SEQUENCE, _der(_OBJECT, _SCRYPT), _der(_SEQUENCE, _der(_OCTETS, salt), *costs)
    )
    cipher = _der(_SEQUENCE, _der(_OBJECT, _AES256_CBC), _der(_OCTETS, iv))
    scheme = _der(_SEQUENCE, _der(_OBJECT, _PBES2), _der(_SEQUENCE, derivation, cipher))
    return _der(_SEQUENCE, scheme, _der(_OCTETS, encrypted))


def _der(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    length = len(content)
    if length < 0x80:  # noqa: PLR2004 - the short form of DER
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + content


def _integer(number: int) -> bytes:
    return _der(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))
