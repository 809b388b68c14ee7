"""The passphrase of private key files. It has four sources, in this order; it is never an argument.

1. `CRADLE_KEY_PASSPHRASE`.
2. The file that `CRADLE_KEY_PASSPHRASE_FILE` names, which its owner alone may read.
3. The systemd credential `cradle-key-passphrase` (`LoadCredential=` and its like).
4. A prompt at a terminal: twice for new files, once for an existing file that no passphrase typed before opens.

Of a file, the first line counts. `cradle keys protect` changes a passphrase; its new one has the same sources, with
`CRADLE_NEW_KEY_PASSPHRASE`, `CRADLE_NEW_KEY_PASSPHRASE_FILE` and `cradle-new-key-passphrase`.
"""

import os
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

from ledger.cli.private_files import others_may_read
from schemas.errors import CradleError

CURRENT, NEW = "CRADLE_KEY_PASSPHRASE", "CRADLE_NEW_KEY_PASSPHRASE"
CREDENTIALS = "CREDENTIALS_DIRECTORY"
LEAST = 12
"""Characters of a new passphrase; the signing page requires as many."""

_TYPED: list[str] = []
"""The passphrases that were typed into this process."""


Protection = Callable[[], str | None]
"""The passphrase of the key files that a command makes, asked for at the first call; None leaves them unencrypted.

A maker of keys takes it as an argument without a default, so that no key is unencrypted in silence.
"""


def new_protection(*, unencrypted: bool = False, renews: bool = False) -> Protection:
    """The protection of new files.

    Args:
        unencrypted: True if the user chose that whoever reads the files can sign.
        renews: True if the files have a passphrase already, so that the stated one is the old one.

    Raises:
        CradleError: when it is called, `key.passphrase_new`, or as `stated_passphrase`.
    """
    if unencrypted:
        return unprotected
    return cache(partial(_new_passphrase, NEW if renews else CURRENT))


def unprotected() -> None:
    """The protection of keys that are unencrypted on purpose."""


def passphrases_to_try(path: Path) -> Iterator[str]:
    """The passphrases that may open an existing file, in the order of their sources.

    Raises:
        CradleError: `key.passphrase` if no source has one; as `stated_passphrase`.
    """
    passphrase = stated_passphrase(CURRENT)
    if passphrase is not None:
        yield passphrase
        return
    yield from tuple(_TYPED)
    if not sys.stdin.isatty():
        detail = (
            f"The key file is encrypted; set {CURRENT} or {CURRENT}_FILE, or run at a terminal."
        )
        raise CradleError("key.passphrase", detail, str(path))
    yield _ask(f"Passphrase of {path}: ")


def _new_passphrase(variable: str) -> str:
    given_passphrase = stated_passphrase(variable)
    passphrase = _ask_twice(variable) if given_passphrase is None else given_passphrase
    if len(passphrase) < LEAST:
        detail = f"The passphrase is too short; choose one of {LEAST} characters or more, such as four words."
        raise CradleError("key.passphrase_new", detail)
    return passphrase


def stated_passphrase(variable: str) -> str | None:
    """The passphrase of a variable, of the file that it names, or of a credential; None without any.

    Raises:
        CradleError: `key.passphrase_file`, or `key.passphrase` if it is not UTF-8.
    """
    if variable in os.environ:
        return _as_text(os.fsencode(os.environ[variable]), variable)
    named = os.environ.get(f"{variable}_FILE")
    if named is not None:
        return _first_line(Path(named), private=True)
    folder = os.environ.get(CREDENTIALS)
    if folder is None:
        return None
    credential = Path(folder) / variable.lower().replace("_", "-")
    return _first_line(credential, private=False) if credential.is_file() else None


def _first_line(path: Path, *, private: bool) -> str:
    """The passphrase in a file; systemd itself restricts a credential, by rights that a mode does not show."""
    try:
        content = path.read_bytes()
        if private:
            _require_private(path)
    except OSError as error:
        detail = (
            f"The passphrase file cannot be read ({error.strerror}); check its path and rights."
        )
        raise CradleError("key.passphrase_file", detail, str(path)) from None
    return _as_text(content.partition(b"\n")[0].removesuffix(b"\r"), str(path))


def _require_private(path: Path) -> None:
    if others_may_read(path):
        detail = "Other users can read the passphrase; restrict the file to its owner (chmod 600) and try again."
        raise CradleError("key.passphrase_file", detail, str(path))


def _as_text(raw: bytes, source: str) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        detail = "The passphrase is not UTF-8 text; write it in UTF-8."
        raise CradleError("key.passphrase", detail, source) from None


def _ask_twice(variable: str) -> str:
    if not sys.stdin.isatty():
        detail = (
            f"A private key is to be encrypted, and no passphrase is given; set {variable} or {variable}_FILE,"
            " run at a terminal, or choose --unencrypted where the command has it."
        )
        raise CradleError("key.passphrase_new", detail)
    typed = _ask(f"New passphrase of the key files ({LEAST} characters or more): ")
    if _ask("The same passphrase again: ") != typed:
        detail = "The two passphrases differ; type the same one twice."
        raise CradleError("key.passphrase_new", detail)
    return typed


def _ask(question: str) -> str:
    import getpass

    typed = getpass.getpass(question)
    if typed not in _TYPED:
        _TYPED.append(typed)
    return typed
