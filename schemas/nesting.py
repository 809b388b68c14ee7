"""The deepest nesting of JSON that Cradle reads, checked on the bytes before a parser builds anything from them."""

import json
import re

from schemas.errors import CradleError

DEPTH_LIMIT = 16
"""Objects and arrays inside each other, the outermost one included. The deepest of what is signed or exchanged has 14:
an `opening` of all its levels."""

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)
_STEP = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}


def require_depth(data: bytes) -> None:
    """Refuse JSON of objects and arrays that are nested too deep, whether or not its syntax is right.

    The encoding is the one that `json.loads` would detect.

    Raises:
        CradleError: `json.depth`, with the byte that is too deep.
    """
    if data.count(b"[") + data.count(b"{") <= DEPTH_LIMIT:
        return
    if b"\0" in data:  # UTF-16 or UTF-32: no JSON in UTF-8 holds this byte.
        data = data.decode(json.detect_encoding(data), "replace").encode()
    depth = 0
    for token in _TOKEN.finditer(data):
        depth += _STEP.get(token[0], 0)
        if depth > DEPTH_LIMIT:
            at = token.start()
            detail = f"Objects and arrays are nested more than {DEPTH_LIMIT} deep, at byte {at}; nest them less."
            raise CradleError("json.depth", detail)
