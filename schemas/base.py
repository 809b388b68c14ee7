"""What every model shares: frozen, strict, closed, and absent instead of null.

A statement is signed as bytes and read for decades, so a model accepts exactly one form of a value: no coercion, no
unknown member, no default that fills a gap. An optional member is left out of the JSON when it has no value; `null`
never travels (the canonical parser refuses it), and `to_json` drops it on the way out.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from operator import ge
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import ErrorDetails, PydanticCustomError, core_schema

from schemas.errors import CradleError, sentence


class Model(BaseModel):
    """The base of all models: a frozen value whose JSON form is unique."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    def to_json(self) -> dict[str, Any]:
        """The JSON object of this value: strings, integers, booleans, lists, objects; nothing absent."""
        return self.model_dump(mode="json", exclude_none=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other members; what the original derived from its own and kept stays behind."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The value that JSON `data` states.

        Raises:
            CradleError: with the field path as its place; `schema.*` for shape and type, the rule's own code otherwise.
        """
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            raise refusal(error) from None


def refusal(error: ValidationError, tags: int = 0) -> CradleError:
    """The first problem of a validation as one error with code and field path; the count of further ones is told.

    `tags` is the number of union tags that start every field path of this validation, and are no members.
    """
    problems = error.errors(include_url=False)
    more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    return _told(problems[0], tags, more)


def refusals(error: ValidationError) -> list[CradleError]:
    """All problems of a validation, for a reader who mends them at once."""
    return [_told(problem, 0, "") for problem in error.errors(include_url=False)]


def _told(problem: ErrorDetails, tags: int, more: str) -> CradleError:
    code = problem["type"] if "." in problem["type"] else f"schema.{problem['type']}"
    detail = problem["msg"]
    found = _GRAMMARS.get(problem.get("ctx", {}).get("pattern", ""))
    if found is not None:
        code, hint = found
        detail = f"{problem['input']!r:.80} is not {hint}"
    remedy = _REMEDIES.get(problem["type"])
    if remedy is not None:
        detail = f"{detail}; {remedy}"
    return CradleError(code, sentence(detail + more), format_place(problem["loc"][tags:]))


_REMEDIES = {
    "json_invalid": "correct it there, or fetch or write the file again if it ends too early",
    "missing": "add this member",
    "extra_forbidden": "leave this member out",
}
"""What to do about faults of shape, of which Pydantic says what is wrong."""

_GRAMMARS: dict[str, tuple[str, str]] = {}


def grammar(pattern: str, code: str, hint: str, max_length: int = 1024) -> StringConstraints:
    """A whole-string grammar whose violation is told by its own code and hint instead of the pattern."""
    _GRAMMARS[pattern] = (code, hint)
    return StringConstraints(pattern=pattern, max_length=max_length)


_UNIONS = re.compile(r"inputs\[[0-9]+\]|leaf")
"""Places whose value is of one of several models; the step below names the model and is no member."""


def format_place(location: Iterable[int | str]) -> str:
    """A field path such as `inputs[3].amount` from the steps of a validation."""
    place = ""
    in_union = False
    for step in location:
        if in_union:
            in_union = False
            continue
        if isinstance(step, int):
            place += f"[{step}]"
        else:
            place += f".{step}" if place else step
        in_union = _UNIONS.fullmatch(place) is not None
    return place


def broken(code: str, detail: str) -> PydanticCustomError:
    """A rule of a model that is broken, with its own stable code."""
    return PydanticCustomError(code, "{detail}", {"detail": detail})


def require_sorted(keys: Iterable[Any], code: str, what: str) -> None:
    """Requires that rows stand in the order of their keys, each once: one set of rows has one byte form."""
    listed = list(keys)
    if len(listed) > 1 and any(map(ge, listed, islice(listed, 1, None))):
        raise broken(code, f"{what} must be sorted, each once")


class SchemaOfAbsence(GenerateJsonSchema):
    """JSON Schemas in which an optional member may be left out but is never null.

    A list is always written, the empty one as `[]`: its default spares only who builds the value.
    """

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,  # noqa: ARG002, FBT001 - Pydantic's signature
    ) -> bool:
        """Whether `to_json` always writes the member: all but those that may be None."""
        inner: Any = field["schema"]
        return inner["type"] != "default" or inner["default"] is not None

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - Pydantic's signature
        """No: a title that repeats the member's name tells nothing."""
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """The schema of the value alone."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The inner schema: the only default there is stands for absence."""
        return self.generate_inner(schema["schema"])
