"""A login at a PKCS #11 token, one at a time, and the refusals of the token.

A login belongs to the whole process, so it lasts as long as one use of a key: the module is loaded, the token
is opened with the PIN, used and closed, and the module is finalised. No login stays open while a command
computes, and the next use notices a removed token. A wrong PIN is never tried twice, because tokens count
attempts.

Left out: PIN pads, and modules that need more than a PIN.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

import pkcs11
from pkcs11 import PKCS11Error, Session, Token
from pkcs11.constants import TokenFlag

from ledger.token.uri import KeyUri
from schemas.errors import CradleError

if TYPE_CHECKING:
    from pkcs11._pkcs11 import lib as Module  # noqa: N812 - a class of the library

_PIN_WRONG: Final = (
    "pkcs11.pin_wrong",
    "The token refuses the PIN; look it up before another attempt, because a few wrong ones lock the token.",
)
_PIN_LOCKED: Final = (
    "pkcs11.pin_locked",
    "The token's PIN is locked, expired or not set; have its security officer set a new one.",
)
_GONE: Final = (
    "pkcs11.token_absent",
    "The token was taken out; put it back and run the command again.",
)
REFUSALS: Final = {
    **dict.fromkeys(("PinIncorrect", "PinInvalid", "PinLenRange"), _PIN_WRONG),
    **dict.fromkeys(("PinLocked", "PinExpired", "UserPinNotInitialized"), _PIN_LOCKED),
    **dict.fromkeys(("DeviceRemoved", "TokenNotPresent", "TokenNotRecognised"), _GONE),
    "DataLenRange": (
        "pkcs11.too_long",
        "The token cannot sign a message of this length with Ed25519; use a P-256 key, which signs a hash.",
    ),
    "TokenWriteProtected": (
        "pkcs11.read_only",
        "The token accepts no new key; make one with its own tool, then name it here.",
    ),
}
"""The code and sentence of a refusal for each exception of the library, by name."""

_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Access:
    """The access to a token: the file of its module, and a function that returns the PIN."""

    module: str
    pin: Callable[[], str]


@contextmanager
def logged_in(uri: KeyUri, access: Access, *, writing: bool = False) -> Iterator[Session]:
    """Open a session on the one token that a URI names, logged in as its user.

    Raises:
        CradleError: `pkcs11.module`, `pkcs11.token_*`, `pkcs11.pin_*` or `pkcs11.failed`, at the URI.
    """
    with _ONE_AT_A_TIME, _refusing(uri):
        module = _load(access.module)
        try:
            with _token(module, uri).open(rw=writing, user_pin=access.pin()) as session:
                yield session
        finally:
            module.finalize()


def _load(path: str) -> "Module":
    try:
        return pkcs11.lib(path)
    except PKCS11Error as error:
        detail = f"The file is not a PKCS #11 module: {error}. Name the library that came with the token."
        raise CradleError("pkcs11.module", detail, path) from None


def _token(module: "Module", uri: KeyUri) -> Token:
    tokens = [token for token in module.get_tokens() if _is_meant(token, uri)]
    if not tokens:
        seen = ", ".join(sorted(repr(token.label) for token in module.get_tokens() if token.label))
        detail = f"The token is not there; plug it in, or name one of these: {seen or 'none'}."
        raise CradleError("pkcs11.token_absent", detail, str(uri))
    if len(tokens) > 1:
        detail = f"{len(tokens)} tokens match the URI; add serial=... to name one."
        raise CradleError("pkcs11.token_repeated", detail, str(uri))
    return tokens[0]


def _is_meant(token: Token, uri: KeyUri) -> bool:
    parts = (uri.token, uri.serial, uri.manufacturer, uri.model)
    shown = (
        token.label,
        token.serial.decode("utf-8", "replace"),
        token.manufacturer_id,
        token.model,
    )
    matches = all(part is None or part == other for part, other in zip(parts, shown, strict=True))
    return matches and bool(token.flags & TokenFlag.TOKEN_INITIALIZED)


@contextmanager
def _refusing(uri: KeyUri) -> Iterator[None]:
    """Turn exceptions of the library into refusals, at the URI."""
    try:
        yield
    except PKCS11Error as error:
        name = type(error).__name__
        code, detail = REFUSALS.get(
            name,
            (
                "pkcs11.failed",
                f"The token or its module refused ({name} {error}); look the error up in its manual.",
            ),
        )
        raise CradleError(code, detail, str(uri)) from None
