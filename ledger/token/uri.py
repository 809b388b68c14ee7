"""PKCS #11 URIs (RFC 7512): the names of a private key, its token, and the access to the token.

    pkcs11:token=plant;object=working
    pkcs11:serial=2174be96e36bf35d;id=%01%02?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/run/pin

An attribute that is not stated matches everything. Any attribute that Cradle does not use is refused, because a
key that the attribute excludes must not sign. `type=private`, which tools print, is accepted, since every key
is private. A PIN in a URI (`pin-value`) is refused, because other users can see command lines and shells
store them.

Left out: slots, which a token may change; libraries and modules by name; `pin-source` as a command.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

from schemas.errors import CradleError

CODE: Final = "pkcs11.uri"
SCHEME: Final = "pkcs11:"
PATH: Final = ("token", "serial", "manufacturer", "model", "object", "id", "type")
QUERY: Final = ("module-path", "pin-source")

_PATH_CHARACTERS: Final = ":[]@!$'()*+,=&"
_QUERY_CHARACTERS: Final = ":[]@!$'()*+,=/?|"


@dataclass(frozen=True, slots=True)
class KeyUri:
    """A private key on a token; None means not stated. Texts are not empty.

    Attributes:
        token: the token's label.
        serial: the token's serial number.
        manufacturer: the token's manufacturer.
        model: the token's model.
        object: the key's label (CKA_LABEL).
        id: the key's id (CKA_ID); it or `object` is stated.
        module_path: the file of the token's PKCS #11 module.
        pin_source: the file that holds the PIN, as a path or a `file:` URI.
    """

    token: str | None = None
    serial: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    object: str | None = None
    id: bytes | None = None
    module_path: str | None = None
    pin_source: str | None = None

    def __str__(self) -> str:
        return format_key_uri(self)


def is_key_uri(text: str) -> bool:
    """Return whether a text names a key by a URI, and not by a file."""
    return text[: len(SCHEME)].lower() == SCHEME


def parse_key_uri(text: str) -> KeyUri:
    """Parse the URI of a key.

    Raises:
        CradleError: `pkcs11.uri`.
    """
    path, _, query = text[len(SCHEME) :].partition("?")
    members = _attributes(path, ";", PATH, _PATH_CHARACTERS)
    members |= _attributes(query, "&", QUERY, _QUERY_CHARACTERS)
    if members.pop("type", b"private") != b"private":
        raise CradleError(
            CODE,
            "The type is not private, and no other key signs; write type=private or leave it out.",
            "type",
        )
    if members.keys().isdisjoint({"object", "id"}):
        detail = "The URI names no key; add its label, object=..., or its id, id=%..."
        raise CradleError(CODE, detail, text)
    key_id = members.pop("id", None)
    texts = {name.replace("-", "_"): _text(name, value) for name, value in members.items()}
    return KeyUri(**texts, id=key_id)


def format_key_uri(uri: KeyUri) -> str:
    """Format the URI of a key, with its attributes in one order; the inverse of `parse_key_uri`."""
    path = _written(uri, PATH[:-1], ";", _PATH_CHARACTERS)
    query = _written(uri, QUERY, "&", _QUERY_CHARACTERS)
    return SCHEME + path + (f"?{query}" if query else "")


def _attributes(text: str, separator: str, names: tuple[str, ...], also: str) -> dict[str, bytes]:
    """Parse the attributes in one part of a URI; return their percent-decoded values by name."""
    value = re.compile(rf"(?:[A-Za-z0-9._~{re.escape(also)}-]|%[0-9A-Fa-f]{{2}})+", re.ASCII)
    values: dict[str, bytes] = {}
    for attribute in text.split(separator) if text else ():
        name, _, written = attribute.partition("=")
        if name == "pin-value":
            detail = (
                "The URI contains a PIN; use pin-source, CRADLE_PKCS11_PIN or the prompt instead."
            )
            raise CradleError(CODE, detail, name)
        if name not in names:
            detail = f"The attribute is not supported; remove it, or use one of {', '.join(names)}."
            raise CradleError(CODE, detail, name)
        if name in values or value.fullmatch(written) is None:
            detail = (
                "The attribute is repeated, empty or not escaped; write it once, and characters"
                " outside RFC 7512 as %XX (a space is %20)."
            )
            raise CradleError(CODE, detail, name)
        values[name] = unquote_to_bytes(written)
    return values


def _text(name: str, value: bytes) -> str:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise CradleError(CODE, "The value is not text in UTF-8; encode it as UTF-8.", name)
    return text


def _written(uri: KeyUri, names: tuple[str, ...], separator: str, safe: str) -> str:
    attributes = ((name, getattr(uri, name.replace("-", "_"))) for name in names)
    raw = (
        (name, v.encode() if isinstance(v, str) else v) for name, v in attributes if v is not None
    )
    return separator.join(f"{name}={quote_from_bytes(value, safe)}" for name, value in raw)
