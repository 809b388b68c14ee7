"""Text that a person reads as it is written: no character that shows nothing, and one form of each letter.

Two names that differ in a character without a shape look the same, and a control of direction turns the text around
it. The profile of signed statements (`ledger.trust.canonical`) refuses controls, controls of direction and text that is
not NFC. This rule refuses more: zero-width and other format characters (category Cf), separators of lines (Zl, Zp),
private use (Co), and what Unicode lets a program ignore (`Default_Ignorable_Code_Point`: variation selectors, fillers,
tags), beside the blank braille pattern. It is a rule for what is new: a statement that is in a log stays valid.
"""

import json
import re
import unicodedata
from typing import Final

from schemas.errors import CradleError

_CONTROLS = "\x00-\x1f\x7f-\x9f\u2028\u2029"
_FORMAT = (
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_IGNORED = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff"
_UNASSIGNED = "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\U000f0000-\U0010ffff"
HIDDEN: Final = re.compile(f"[{_CONTROLS}{_FORMAT}{_IGNORED}{_UNASSIGNED}]")
"""A character that shows nothing, or changes how others are shown."""


def require_readable(value: object, place: str = "") -> None:
    """Refuse a hidden character, or text that is not NFC, anywhere in a value of dict, list, str and others.

    Raises:
        CradleError: `text.hidden` or `text.composition`, at the field path below `place`.
    """
    if isinstance(value, str):
        _require(value, place)
    elif isinstance(value, dict):
        for name, member in value.items():
            require_readable(member, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            require_readable(item, f"{place}[{index}]")


def require_readable_json(data: bytes, place: str = "", member: str = "") -> None:
    """Refuse the same in the JSON of the profile of signed statements, which has no control character.

    A `member` is read alone.

    Raises:
        CradleError: as `require_readable`.
    """
    if not data.isascii():
        value = json.loads(data)
        require_readable(value[member] if member else value, place)


def _require(text: str, place: str) -> None:
    if text.isascii() and text.isprintable():
        return
    if (match := HIDDEN.search(text)) is not None:
        sign = match.group()
        name = unicodedata.name(sign, "a control or unassigned character")
        detail = f"Character {match.start() + 1} is U+{ord(sign):04X} ({name}), which is not seen; delete it."
        raise CradleError("text.hidden", detail, place)
    if not unicodedata.is_normalized("NFC", text):
        detail = (
            "A letter is written in parts (Unicode NFD); type the text again, or convert it to NFC."
        )
        raise CradleError("text.composition", detail, place)
