"""Private keys, in an encrypted PEM file that only its owner may read, or on a PKCS #11 token.

    working.pem                                       a file
    pkcs11:token=plant;object=working                 a key on a token (RFC 7512)

Every option that accepts a key accepts both. A file whose name begins with `pkcs11:` is written `./pkcs11:...`. A file
is encrypted by a passphrase (`passphrases`), unless its maker chose otherwise; unencrypted files are read too, with a
line that says how to protect them. The token's module is the URI's `module-path`, or else `CRADLE_PKCS11_MODULE`. Its
PIN is in the file that `pin-source` names, or else in `CRADLE_PKCS11_PIN`; otherwise it is requested at the terminal,
once for each token. It is never an argument.
"""

import os
import secrets
import shlex
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ledger.cli.keys.passphrases import Protection, new_protection, passphrases_to_try
from ledger.cli.private_files import others_may_read
from ledger.store.files import write_file
from ledger.token.uri import KeyUri, is_key_uri, parse_key_uri
from ledger.trust import p256
from ledger.trust.encrypted_key import COST, DRAWN
from ledger.trust.keys import (
    SECRET_LENGTH,
    Signer,
    format_encrypted_pem,
    format_private_pem,
    is_encrypted_pem,
    parse_secret,
)
from schemas.errors import CradleError, missing_extra
from schemas.signed.participant import Algorithm
from schemas.vocabulary import Custody

if TYPE_CHECKING:
    from ledger.token.session import Access

MODULE, PIN = "CRADLE_PKCS11_MODULE", "CRADLE_PKCS11_PIN"
_NOTED: set[Path] = set()
"""The folders whose unencrypted keys this process has spoken of."""


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


def make_or_read_key(
    place: KeyPlace, algorithm: Algorithm | None, protection: Protection
) -> Signer:
    """The key at a place; if there is none, make one of the algorithm, by default Ed25519.

    Raises:
        CradleError: as `read_key` and `write_private_key`; `pkcs11.algorithm`.
    """
    if isinstance(place, Path):
        if not place.exists():
            chosen = algorithm or "ed25519"
            write_private_key(place, draw_secret(chosen), protection, chosen)
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


def write_private_key(
    path: Path, secret: bytes, protection: Protection, algorithm: Algorithm = "ed25519"
) -> None:
    """Write a private key that only its owner may read; an existing file is refused.

    Raises:
        CradleError: as the protection.
    """
    if protection() is None:
        _NOTED.add(path.parent)  # Its maker knows.
    write_secret(path, format_key(secret, algorithm, protection))


def format_key(secret: bytes, algorithm: Algorithm, protection: Protection) -> bytes:
    """Format a private key as PEM under a protection.

    Raises:
        CradleError: as the protection.
    """
    passphrase = protection()
    if passphrase is None:
        return format_private_pem(secret, algorithm)
    return format_encrypted_pem(secret, algorithm, passphrase, secrets.token_bytes(DRAWN), COST)


def write_secret(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, durably; an existing file is refused, and a failure leaves none."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise


def read_private_key(path: Path) -> Signer:
    """The signer of a private key file.

    Raises:
        CradleError: as `read_secret`.
    """
    return Signer(*read_secret(path))


def read_secret(path: Path) -> tuple[bytes, Algorithm]:
    """The 32 bytes and the algorithm of a private key file; standard error names the folder of an unencrypted one.

    Raises:
        CradleError: `identity.none`, `key.pem` or `key.passphrase`.
    """
    opened = _open(path)
    if opened.passphrase is None:
        _note_unencrypted(path.parent)
    return opened.secret, opened.algorithm


def protection_of(path: Path) -> Protection:
    """The protection of an existing key file: the passphrase that opens it, or none.

    Raises:
        CradleError: as `read_secret`.
    """
    passphrase = _open(path).passphrase
    return lambda: passphrase


def protect_keys(places: Iterable[Path]) -> list[Path]:
    """Encrypt private key files in place by one new passphrase; a folder stands for the `*.pem` in it.

    Every file is opened before the first one is replaced, and each is replaced whole.

    Returns:
        The files.

    Raises:
        CradleError: `key.owner`; as `read_secret` and `new_protection`. No file is changed then.
    """
    files = [file.resolve() for place in places for file in _key_files(place)]
    opened = [_open(file) for file in files]
    for file in files:
        if os.name == "posix" and file.stat().st_uid != os.geteuid():
            detail = "The key file belongs to another user, who could not read it any more; run this as that user."
            raise CradleError("key.owner", detail, str(file))
    protection = new_protection(renews=any(key.passphrase is not None for key in opened))
    encrypted = [format_key(key.secret, key.algorithm, protection) for key in opened]
    for file, pem in zip(files, encrypted, strict=True):
        write_file(file, pem)
    return files


def _key_files(place: Path) -> list[Path]:
    files = sorted(place.glob("*.pem")) if place.is_dir() else [place]
    if not files:
        detail = "There is no key file (*.pem) in this folder; name the folder of the keys."
        raise CradleError("identity.none", detail, str(place))
    return files


@dataclass(frozen=True, slots=True, repr=False)
class _KeyFile:
    """A private key file, which no text shows; the passphrase that opened it is None if it is unencrypted."""

    secret: bytes
    algorithm: Algorithm
    passphrase: str | None


def _open(path: Path) -> _KeyFile:
    if not path.is_file():
        detail = (
            "There is no key at this path; name where it is, or make one with `cradle keys new`."
        )
        raise CradleError("identity.none", detail, str(path))
    pem = path.read_bytes()
    refused = []
    for passphrase in passphrases_to_try(path) if is_encrypted_pem(pem) else (None,):
        try:
            return _KeyFile(*parse_secret(pem, passphrase), passphrase)
        except CradleError as error:
            refused.append(error)
    raise CradleError(refused[-1].code, refused[-1].detail, str(path))


def _note_unencrypted(folder: Path) -> None:
    """Say once for each folder how to protect its keys."""
    if folder in _NOTED:
        return
    _NOTED.add(folder)
    command = f"cradle keys protect {shlex.quote(str(folder))}"
    sys.stderr.write(f"note: {folder} has unencrypted private keys; encrypt them: {command}\n")


def _access(uri: KeyUri) -> "Access":
    try:
        from ledger.token.session import Access
    except ModuleNotFoundError as error:
        need = "A key on a token needs the package python-pkcs11"
        raise missing_extra("pkcs11.package", need, "pkcs11", str(uri)) from error
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
    if others_may_read(path):
        detail = "Other users can read the PIN; restrict the file to its owner (chmod 600) and try again."
        raise CradleError("pkcs11.pin_file", detail, source)
    return path.read_text(encoding="utf-8").partition("\n")[0]
