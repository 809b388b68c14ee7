"""A file of another exchange as JSON, and access to its members by path.

JSON here is strict about encoding (UTF-8 without a byte-order mark, no key twice, no NaN) and as lax as the formats
about members: any key, numbers, and `null`, which counts as absent. A number is kept as its text in the file and
becomes a Decimal only inside bounds, so no digit is lost and no exponent can cost memory.

Left out: members that no format here reads. Their form is not checked; the file's digest covers them.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Context, Decimal

from ledger.footprint.graph.numbers import ZERO
from schemas.errors import CradleError
from schemas.nesting import require_depth

SIZE_LIMIT = 1 << 20
"""Bytes of an imported file."""

_NUMBER = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,60})?([eE][+-]?[0-9]{1,2})?")
_TIMESTAMP = re.compile(
    r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_LARGEST = Decimal("1e15")
_WIDE = Context(prec=120)
"""Wide enough for all digits that the grammar of numbers permits."""

_PLACES = 30
"""The decimal places of a part: a sum of such parts, below the largest, is a quantity of the wire."""


class Number(str):
    """A JSON number, as the text in the file."""

    __slots__ = ()


def parse_document(data: bytes) -> "Fields":
    """The members of the JSON object that a file holds.

    Raises:
        CradleError: `json.too_large`, `json.bom`, `json.syntax`, `json.duplicate_key` or `json.depth`;
            `external.format` if it is not an object.
    """
    if len(data) > SIZE_LIMIT:
        detail = f"The file has {len(data)} bytes; at most {SIZE_LIMIT} are accepted."
        raise CradleError("json.too_large", detail)
    if data.startswith(b"\xef\xbb\xbf"):
        raise CradleError("json.bom", "The file starts with a byte-order mark; ask for it as sent.")
    value = load_json(data)
    if not isinstance(value, dict):
        raise CradleError(
            "external.format", "The file is not one JSON object; send the footprint alone."
        )
    return Fields(value, "")


def load_json(
    data: bytes,
    encoding: str = "utf-8",
    collect: Callable[[list[tuple[str, object]]], dict[str, object]] | None = None,
) -> object:
    """The JSON value of a file; a number is a `Number`, the text in the file.

    Args:
        data: the bytes of the file.
        encoding: of the bytes.
        collect: builds an object from its members; by default one that refuses a key that is there twice.

    Raises:
        CradleError: `json.syntax`, `json.depth`, or what `collect` raises, by default `json.duplicate_key`.
    """
    require_depth(data)
    try:
        value: object = json.loads(
            data.decode(encoding),
            parse_float=Number,
            parse_int=Number,
            parse_constant=_no_constant,
            object_pairs_hook=collect or _collect,
        )
    except UnicodeDecodeError as error:
        detail = f"Byte {error.start} is not {encoding.upper()}; save the text as UTF-8."
        raise CradleError("json.syntax", detail) from None
    except json.JSONDecodeError as error:
        detail = f"Not JSON at line {error.lineno}, column {error.colno}: {error.msg}. Ask its sender again."
        raise CradleError("json.syntax", detail) from None
    return value


def _no_constant(text: str) -> object:
    raise CradleError("json.syntax", f"{text} is not a JSON number; ask its sender for one.")


def _collect(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise CradleError(
            "json.duplicate_key",
            "An object of the file has one key twice; ask its sender which one is valid.",
        )
    return members


class Fields:
    """The members of one object of a file, with the path to it. A `null` counts as absent."""

    def __init__(self, members: Mapping[str, object], place: str) -> None:
        self._members = members
        self._place = place

    def has(self, name: str) -> bool:
        """True if the member is present."""
        return self._members.get(name) is not None

    def path(self, name: str) -> str:
        """The path of a member in the file."""
        return f"{self._place}.{name}" if self._place else name

    def names(self) -> tuple[str, ...]:
        """The names of the members that are present."""
        return tuple(name for name in self._members if self.has(name))

    def stated(self, name: str) -> str | None:
        """A text or number as the file writes it; None for anything else."""
        value = self._members.get(name)
        return str(value) if isinstance(value, str) else None

    def is_number(self, name: str) -> bool:
        """True if the member is a JSON number."""
        return isinstance(self._members.get(name), Number)

    def nodes(self, name: str) -> tuple["Fields", ...]:
        """The objects of a list, or the object that takes its place."""
        value = self._get(name)
        if not isinstance(value, list):
            return (self.node(name),)
        objects = [(at, row) for at, row in enumerate(value) if isinstance(row, dict)]
        if len(objects) < len(value) or not objects:
            raise self._refusal(name, "must be a list of one object or more")
        return tuple(Fields(row, f"{self.path(name)}[{at}]") for at, row in objects)

    def node(self, name: str) -> "Fields":
        """An object, or the one object of a list, as Catena-X writes them."""
        value = self._get(name)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if not isinstance(value, dict):
            raise self._refusal(name, "must be an object")
        return Fields(value, self.path(name))

    def text(self, name: str) -> str:
        """A text that is not empty."""
        value = self._get(name)
        if not _is_text(value):
            raise self._refusal(name, "must be a text that is not empty")
        return str(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, one at least."""
        value = self._get(name)
        if not isinstance(value, list) or not value or not all(map(_is_text, value)):
            raise self._refusal(name, "must be a list of one text or more")
        return tuple(map(str, value))

    def words(self, name: str) -> tuple[str, ...]:
        """A text, or a list of one text or more."""
        return self.texts(name) if isinstance(self._get(name), list) else (self.text(name),)

    def flag(self, name: str) -> bool:
        """A boolean."""
        value = self._get(name)
        if not isinstance(value, bool):
            raise self._refusal(name, "must be true or false")
        return value

    def word(self, name: str, words: tuple[str, ...]) -> str:
        """One of some words."""
        text = self.text(name)
        if text not in words:
            raise self._refusal(name, f"must be one of {', '.join(words)}")
        return text

    def timestamp(self, name: str) -> datetime:
        """A point in time that states its zone."""
        text = self.text(name)
        try:
            if _TIMESTAMP.fullmatch(text):
                return datetime.fromisoformat(text)
        except ValueError:
            pass  # No day of the calendar, or no time of the day.
        raise self._refusal(name, "must be a time with its zone, such as 2025-01-01T00:00:00Z")

    def number(
        self,
        name: str,
        *,
        least: Decimal | None = None,
        most: Decimal | None = None,
        strings: bool = True,
        numbers: bool = True,
    ) -> Decimal:
        """A decimal number within its bounds, as a string, a JSON number, or either; both may have an exponent.

        Raises:
            CradleError: `external.field`, `external.digits`, `external.range`.
        """
        value = self._get(name)
        allowed = numbers if isinstance(value, Number) else strings
        if not allowed or not isinstance(value, str) or _NUMBER.fullmatch(value) is None:
            form = "string" if strings else "number"
            raise self._refusal(name, f"must be a decimal {form} such as 1.25")
        number = self._bounded(name, Decimal(value))
        if (least is not None and number < least) or (most is not None and number > most):
            bounds = f"{'any' if least is None else least} to {'any' if most is None else most}"
            detail = f"{value} is outside {bounds}; ask for a corrected file."
            raise CradleError("external.range", detail, self.path(name))
        return number

    def _bounded(self, name: str, value: Decimal) -> Decimal:
        if not value:
            return ZERO
        exponent = value.normalize(_WIDE).as_tuple().exponent
        if value.copy_abs() >= _LARGEST or not isinstance(exponent, int) or exponent < -_PLACES:
            detail = (
                f"A number of a file must be below 1e15 and have at most {_PLACES} decimal places."
            )
            raise CradleError("external.digits", detail, self.path(name))
        return value

    def _get(self, name: str) -> object:
        if not self.has(name):
            detail = f"The file lacks {name}, so it states no figure; ask for a complete file."
            raise CradleError("external.field", detail, self.path(name))
        return self._members[name]

    def _refusal(self, name: str, form: str) -> CradleError:
        return CradleError("external.field", f"The member {name} {form}.", self.path(name))


def _is_text(value: object) -> bool:
    """True if a value is a text that can be encoded again: not empty, and without lone surrogates."""
    if not isinstance(value, str) or isinstance(value, Number) or not value:
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in value)
