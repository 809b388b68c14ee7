"""From signed bytes to a value in one step, where the bytes are plain.

Doors and audit ask that bytes are the one form of their value: `canonical(value, less what is absent)`
gives them again. Writing a value out takes longer than reading it, so here the bytes are held against
their own canonical form, and then read by a reader that takes each member as it stands or refuses it.
What such a reader makes of canonical bytes without a null can only be written out as these bytes.

The reader is the model's own, strict as all models are, with one difference: a member that may stand
empty (`inputs`) has to stand there; where Python code may leave it out, signed bytes may not. A model
in which anything could change a value (`Literal[True]`, which takes 1, a string that is stripped, JSON
of any kind) has no such reader and is read the slower way. So only rules are left to trust, and the
tests hold every rule of the language to giving back what it was given.

Source: RFC 8785; pydantic-core's schemas. Left out: strings past ASCII, escapes and long strings, which
`canonical` walks.
"""

from collections.abc import Mapping
from functools import cache
from typing import TypeVar, cast

import orjson
from pydantic import ValidationError
from pydantic_core import CoreSchema, SchemaValidator

from ledger.trust.canonical import is_plain, write
from schemas.base import Model

Value = TypeVar("Value", bound=Model)

_PARTS = frozenset(("bool", "int", "nullable", "tagged-union", "tuple", "no-info", "definitions"))
_PARTS |= {"definition-ref", "function-after", "function-before", "model-field", "model-fields"}
"""What a schema is made of, beside strings, words, models and absence, that takes a value as it stands."""

_ASKED = frozenset(("type", "pattern", "min_length", "max_length", "metadata", "ref"))
"""What may be asked of a string."""


def read_exact(model: type[Value], data: bytes) -> Value | None:
    """The value of bytes that are the canonical form of what the model reads in them.

    None is no verdict, but that slower ways must give one: `parse_canonical`, then the model, then
    `model_bytes`. Whatever is read here is read there too.
    """
    reader = exact_reader(model)
    if reader is None or not is_plain(data) or b"null" in data:
        return None
    try:
        if write(orjson.loads(data)) != data:
            return None
        value: Value = reader.validate_json(data)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError, ValidationError):
        return None  # The second is of what lies deeper than can be written.
    return value


@cache
def exact_reader(model: type[Model]) -> SchemaValidator | None:
    """The reader that takes a model's members as they stand, all that are written; None where there is none."""
    schema = _require(model.__pydantic_core_schema__)
    if not _is_kept(schema):
        return None
    return SchemaValidator(
        cast("CoreSchema", schema), _use_prebuilt=False
    )  # Else each class brings its own reader.


def _require(node: object) -> object:
    """A schema in which members with another default than absence are required."""
    if isinstance(node, list):
        return [_require(part) for part in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "model-field" and node["schema"].get("default") is not None:
        node = {**node, "schema": node["schema"]["schema"]}
    return {key: part if key == "metadata" else _require(part) for key, part in node.items()}


def _is_kept(node: object) -> bool:
    """Whether whatever a schema takes, it takes as it stands."""
    if isinstance(node, list):
        return all(map(_is_kept, node))
    if not isinstance(node, dict):
        return True
    parts = (part for key, part in node.items() if key not in {"metadata", "serialization"})
    typed = isinstance(node.get("type"), str)
    return (not typed or _takes_as_it_stands(node)) and all(map(_is_kept, parts))


def _takes_as_it_stands(node: Mapping[str, object]) -> bool:
    match node:
        case {"type": "str"}:
            return node.keys() <= _ASKED
        case {"type": "literal", "expected": list(words)}:
            return all(isinstance(word, str) for word in words)
        case {"type": "model", "config": {"strict": True, "extra_fields_behavior": "forbid"}}:
            return True
        case {"type": "enum", "sub_type": "str"} | {"type": "default", "default": None}:
            return True
        case _:
            return node["type"] in _PARTS
