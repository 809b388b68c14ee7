"""Canonical JSON (RFC 8785) under a profile so narrow that one value has one spelling.

The profile: objects, arrays, booleans, integers with |n| < 2^53 and strings. No float and no null
(quantities are decimal strings, absent fields are absent), keys of ASCII letters of the profile,
strings in NFC without control, bidi or non-characters, depth 16. With ASCII keys and no floats the
order and number rules of RFC 8785 are those of orjson with sorted keys; the tests compare orjson
with another implementation.

Reading is strict where JSON libraries are lax: a byte-order mark, a duplicate key, NaN, -0 or a
lone surrogate is refused. The common case costs one parse, one walk and one comparison; only a text
that fails it is parsed a second time, to report the exact fault and its place.

Left out: code points that the running Python's Unicode tables do not know yet are accepted
unchecked.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from schemas.errors import CradleError
from schemas.nesting import DEPTH_LIMIT, require_depth

INTEGER_LIMIT = 1 << 53

_OPTIONS = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)
_CONTROLS = "\x00-\x1f\x7f-\x9f"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SURROGATES = "\ud800-\udfff"
_NON_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17)
)
_FORBIDDEN = re.compile(f"[{_CONTROLS}{_BIDI}{_SURROGATES}{_NON_CHARACTERS}]")


@dataclass(frozen=True, slots=True)
class Profile:
    """The limits of a sort of document: the grammar of keys, and the longest string in characters."""

    keys: re.Pattern[str]
    longest: int


STATEMENT = Profile(keys=re.compile("[a-z0-9_]+"), longest=1024)
"""The profile of payloads, sections and log leaves."""


class _Repeated(dict[str, object]):
    """An object with a repeated key; it stays in the tree until the walk finds its place."""


def canonical(value: object, profile: Profile = STATEMENT) -> bytes:
    """Write a value of dict, list or tuple, str, int and bool as RFC 8785 bytes.

    Raises:
        CradleError: if the value is outside the profile (`json.float`, `json.null`, `json.key`, ...).
    """
    _check(value, profile, 1)
    return write(value)


def write(value: object) -> bytes:
    """Write a value that is known to be inside the profile, with the bytes of `canonical`."""
    return orjson.dumps(value, option=_OPTIONS)


def parse_canonical(data: bytes, limit: int, profile: Profile = STATEMENT) -> object:
    """Parse JSON bytes that are their own canonical form and at most `limit` bytes long.

    Raises:
        CradleError: as `parse_json`, or `json.not_canonical`.
    """
    if len(data) <= limit:
        try:
            value: object = orjson.loads(data)
            if canonical(value, profile) == data:
                return value
        except (orjson.JSONDecodeError, CradleError):
            pass  # Only the strict parser below sees duplicate keys and finds the first fault.
    parse_json(data, limit, profile)
    detail = "The JSON is not canonical (RFC 8785); sort the keys, drop white space and escapes."
    raise CradleError("json.not_canonical", detail)


def parse_json(data: bytes, limit: int, profile: Profile = STATEMENT) -> object:
    """Parse JSON bytes in any spelling: at most `limit` bytes, UTF-8, inside the profile.

    Raises:
        CradleError: `json.too_large`, `json.bom`, `json.syntax`, `json.duplicate_key`,
            `json.depth`, `json.integer`, `json.float`, `json.null`, `json.key` or `json.string`,
            with the field path as place.
    """
    if len(data) > limit:
        raise CradleError(
            "json.too_large", f"The document has {len(data)} bytes; at most {limit} are accepted."
        )
    if data.startswith(b"\xef\xbb\xbf"):
        raise CradleError(
            "json.bom", "The document starts with a byte-order mark; save it as UTF-8 without one."
        )
    require_depth(data)
    try:
        value: object = json.loads(
            data.decode("utf-8"), parse_int=_parse_integer, object_pairs_hook=_collect
        )
    except UnicodeDecodeError as error:
        raise CradleError(
            "json.syntax", f"Byte {error.start} is not UTF-8; save the text as UTF-8."
        ) from None
    except json.JSONDecodeError as error:
        detail = (
            f"Not JSON at line {error.lineno}, column {error.colno}: {error.msg}. Correct it there; if the"
            " text ends too early, fetch or write it again."
        )
        raise CradleError("json.syntax", detail) from None
    _check(value, profile, 1)
    return value


def _parse_integer(text: str) -> int:
    """Parse an integer; one that is too long, and minus zero, becomes a value that is refused later."""
    return INTEGER_LIMIT if len(text) > len(f"-{INTEGER_LIMIT}") or text == "-0" else int(text)


def _collect(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else _Repeated(pairs)


def _too_deep() -> CradleError:
    return CradleError(
        "json.depth",
        f"Objects and arrays are nested more than {DEPTH_LIMIT} deep; nest them less.",
    )


def _check(value: object, profile: Profile, depth: int) -> None:
    """Walk a value; a fault's place is built on the way out, so that a sound value costs nothing."""
    if type(value) is str:
        _check_string(value, profile.longest)
    elif type(value) is dict:
        _check_object(value, profile, depth)
    elif type(value) is list or type(value) is tuple:
        _check_array(value, profile, depth)
    elif type(value) is int:
        if not -INTEGER_LIMIT < value < INTEGER_LIMIT:
            detail = "An integer is outside -(2^53-1) to 2^53-1, or a zero with a minus sign; correct it."
            raise CradleError("json.integer", detail)
    elif type(value) is not bool:
        raise _foreign(value)


def _check_object(members: dict[str, object], profile: Profile, depth: int) -> None:
    if depth > DEPTH_LIMIT:
        raise _too_deep()
    fullmatch = profile.keys.fullmatch
    for key, member in members.items():
        if type(key) is not str or fullmatch(key) is None:
            detail = (
                f"The key {key!a} is not allowed; write keys that match {profile.keys.pattern}."
            )
            raise CradleError("json.key", detail)
        try:
            _check(member, profile, depth + 1)
        except CradleError as error:
            error.place = _join(key, error.place)
            raise


def _check_array(items: Sequence[object], profile: Profile, depth: int) -> None:
    if depth > DEPTH_LIMIT:
        raise _too_deep()
    for index, item in enumerate(items):
        try:
            _check(item, profile, depth + 1)
        except CradleError as error:
            error.place = _join(f"[{index}]", error.place)
            raise


def _check_string(text: str, longest: int) -> None:
    if len(text) > longest:
        raise CradleError(
            "json.string", f"A string has {len(text)} characters; shorten it to {longest}."
        )
    if text.isascii() and text.isprintable():
        return
    if match := _FORBIDDEN.search(text):
        detail = (
            f"A string holds the control, bidi or non-character U+{ord(match[0]):04X}; remove it."
        )
        raise CradleError("json.string", detail)
    if not unicodedata.is_normalized("NFC", text):
        raise CradleError(
            "json.string", "A string is not in Unicode normal form C; normalise it to NFC."
        )


def _foreign(value: object) -> CradleError:
    """The refusal of a value outside the profile."""
    if value is None:
        return CradleError("json.null", "A null is not allowed; leave the field out.")
    if type(value) is float:
        return CradleError(
            "json.float", "A number with a point or exponent is not allowed; write it as a string."
        )
    if type(value) is _Repeated:
        return CradleError(
            "json.duplicate_key", "An object names one of its keys twice; leave one of them out."
        )
    return CradleError(
        "json.type",
        f"A {type(value).__name__} is not a JSON value of this profile; use a type that is.",
    )


def _join(step: str, rest: str) -> str:
    return step + rest if not rest or rest.startswith("[") else f"{step}.{rest}"
