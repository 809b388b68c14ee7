"""The two text encodings that all formats share: base64 and decimal counts.

Both have exactly one spelling for each value, so that a signed or hashed text cannot vary without a
change of its value: RFC 4648 section 4 with padding and no stray bits, and ASCII decimals without
sign or leading zero (C2SP tlog-checkpoint). Line breaks, the URL-safe alphabet and missing padding
are refused.
"""

import binascii
import re

from schemas.errors import CradleError

COUNT_LIMIT = 1 << 63
"""Indices, sizes and timestamps are below this; C2SP tlog-cosignature allows no more."""

_COUNT = re.compile(r"0|[1-9][0-9]{0,18}")


def encode_base64(data: bytes) -> str:
    """Encode bytes as standard base64 with padding (RFC 4648 section 4)."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def decode_base64(text: str, place: str = "") -> bytes:
    """Decode a base64 text that re-encodes to itself.

    Raises:
        CradleError: `base64.form`.
    """
    try:
        data = binascii.a2b_base64(text)
    except ValueError:
        data = b""
    if encode_base64(data) != text:
        detail = "The text is not standard base64 with padding, in its one spelling; encode the bytes again."
        raise CradleError("base64.form", detail, place)
    return data


def parse_count(text: str, place: str = "") -> int:
    """Parse a size, index or timestamp: ASCII digits without leading zero, below 2^63.

    Raises:
        CradleError: `count.form`.
    """
    if _COUNT.fullmatch(text) is None or int(text) >= COUNT_LIMIT:
        detail = f"{text!r:.40} is not a count below 2^63; write ASCII digits without sign or leading zero."
        raise CradleError("count.form", detail, place)
    return int(text)
