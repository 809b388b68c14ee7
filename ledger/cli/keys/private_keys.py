"""Private keys, in a PEM file that only its owner may read, or on a PKCS #11 token.

    working.pem                                       a file
    pkcs11:token=plant;object=working                 a key on a token (RFC 7512)

Every option that accepts a key accepts both. A file whose name begins with `pkcs11:` is written `./pkcs11:...`. The
token's module is the URI's `module-path`, or else `CRADLE_PKCS11_MODULE`. Its PIN is in the file that `pin-source`
names, or else in `CRADLE_PKCS11_PIN`; otherwise it is requested at the terminal, once for each token. It is never an
argument. Nor is the passphrase of an encrypted file, which is in `CRADLE_KEY_PASSPHRASE`, or requested once for each
file.
"""

import os
import secrets
import sys
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ledger.token.uri import KeyUri, is_key_uri, parse_key_uri
from ledger.trust import p256
from ledger.trust.keys import (
    SECRET_LENGTH,
    Signer,
    format_private_pem,
    is_encrypted_pem,
    parse_private_pem,
)
from schemas.errors import CradleError
from schemas.participant import Algorithm
from schemas.vocabulary import Custody

if TYPE_CHECKING:
    from ledger.token.session import Access

MODULE, PIN = "CRADLE_PKCS11_MODULE", "CRADLE_PKCS11_PIN"
PASSPHRASE = "CRADLE_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable
_OTHERS = 0o077

KeyPlace = Path | KeyUri


def key_place(text: str, folder: Path = Path()) -> KeyPlace:
    """Parse the place of a key as the user states it; a file is relative to the folder.

    Raises:
        CradleError: `pkcs11.uri`.
    """
    return parse_key_uri(text) if is_key_uri(text) else folder / text


def custody_of(place: KeyPlace) -> Custody:
    """The custody of a key at a place, as a registration states it."""
    return Custody.HSM if isinstance(place, KeyUri) else Custody.FILE


def read_key(place: KeyPlace) -> Signer:
    """The signer of an existing key.

    Raises:
        CradleError: `identity.none` or `key.*` of a file; `pkcs11.*` of a token.
    """
    if isinstance(place, Path):
        return read_private_key(place)
    access = _access(place)
    from ledger.token.signer import find_key

    return find_key(place, access)


def make_or_read_key(place: KeyPlace, algorithm: Algorithm | None) -> Signer:
    """The key at a place; if there is none, make one of the algorithm, by default Ed25519.

    Raises:
        CradleError: as `read_key`; `pkcs11.algorithm`.
    """
    if isinstance(place, Path):
        if not place.exists():
            chosen = algorithm or "ed25519"
            write_private_key(place, draw_secret(chosen), chosen)
        return read_private_key(place)
    access = _access(place)
    from ledger.token.signer import ABSENT, find_key, make_key

    try:
        return find_key(place, access)
    except CradleError as error:
        if error.code != ABSENT:
            raise
    return make_key(place, access, algorithm, secrets.token_bytes(16))


def draw_secret(algorithm: Algorithm) -> bytes:
    """A fresh private key: 32 bytes, for P-256 a number within its range."""
    if algorithm == "p256":
        return (1 + secrets.randbelow(p256.N - 1)).to_bytes(SECRET_LENGTH, "big")
    return secrets.token_bytes(SECRET_LENGTH)


def write_private_key(path: Path, secret: bytes, algorithm: Algorithm = "ed25519") -> None:
    """Write a private key that only its owner may read; an existing file is refused."""
    write_secret(path, format_private_pem(secret, algorithm))


def write_secret(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, durably; an existing file is refused."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def read_private_key(path: Path) -> Signer:
    """The signer of a private key file.

    Raises:
        CradleError: `identity.none` or `key.*`.
    """
    if not path.is_file():
        raise CradleError(
            "identity.none",
            "There is no key at this path; make one with `cradle keys new`.",
            str(path),
        )
    pem = path.read_bytes()
    try:
        return parse_private_pem(pem, _passphrase(path) if is_encrypted_pem(pem) else None)
    except CradleError as error:
        raise CradleError(error.code, error.detail, str(path)) from None


def _passphrase(path: Path) -> str:
    if PASSPHRASE in os.environ:
        return os.environ[PASSPHRASE]
    if not sys.stdin.isatty():
        detail = (
            f"The key file is encrypted; set {PASSPHRASE} to its passphrase, or run at a terminal."
        )
        raise CradleError("key.passphrase", detail, str(path))
    return _ask(f"Passphrase of {path}: ")


def _access(uri: KeyUri) -> "Access":
    try:
        from ledger.token.session import Access
    except ModuleNotFoundError as error:
        detail = "A key on a token needs python-pkcs11; install cradle-ledger[pkcs11]."
        raise CradleError("pkcs11.package", detail, str(uri)) from error
    module = uri.module_path or os.environ.get(MODULE)
    if not module:
        detail = f"The token's PKCS #11 library is missing; name it by module-path=... in the URI, or {MODULE}."
        raise CradleError("pkcs11.module", detail, str(uri))
    return Access(module, partial(_pin, uri))


def _pin(uri: KeyUri) -> str:
    if uri.pin_source is not None:
        return _pin_file(uri.pin_source)
    if PIN in os.environ:
        return os.environ[PIN]
    if not sys.stdin.isatty():
        detail = f"The token needs its PIN; set {PIN}, or name its file by pin-source=file:... ."
        raise CradleError("pkcs11.pin_missing", detail, str(uri))
    token = " ".join(filter(None, (uri.token, uri.serial))) or str(uri)
    return _ask(f"PIN of token {token}: ")


@cache
def _ask(question: str) -> str:
    import getpass

    return getpass.getpass(question)


def _pin_file(source: str) -> str:
    """The first line of the file that a URI names."""
    path = Path(unquote(source.removeprefix("file:")) if source.startswith("file:") else source)
    if not path.is_file():
        detail = "The PIN file is missing; pin-source is a path, or file: and a path."
        raise CradleError("pkcs11.pin_file", detail, source)
    if path.stat().st_mode & _OTHERS:
        detail = "Other users can read the PIN; restrict the file to its owner (chmod 600) and try again."
        raise CradleError("pkcs11.pin_file", detail, source)
    return path.read_text(encoding="utf-8").partition("\n")[0]
