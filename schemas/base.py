"""The base class of all models: frozen, strict, closed to unknown members, and without null.

A statement is signed as bytes and read for decades, so a model accepts exactly one form of a value: no coercion, no
unknown member, no default that fills a gap. An optional member without a value is left out of the JSON: `to_json` drops
it, and the canonical parser refuses `null`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import ge
from typing import Any, Final, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
)
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import ErrorDetails, PydanticCustomError, core_schema

from schemas.errors import CradleError, sentence
from schemas.nesting import require_depth


def _is_absent(value: object) -> bool:
    return value is None


ABSENT: Final = Field(exclude_if=_is_absent)
"""The field setting that leaves a member out if it has no value, whoever writes the JSON."""


class Model(BaseModel):
    """The base of all models: a frozen value whose JSON form is unique."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    def to_json(self) -> dict[str, Any]:
        """The JSON object of this value: strings, integers, booleans, lists and objects; no absent member."""
        return self.model_dump(mode="json", exclude_none=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other members, without the cached properties of the original."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Parse the value in the JSON `data`.

        Raises:
            CradleError: `json.depth`; `schema.*` for shape and type, the rule's own code otherwise; its place is the
                field path.
        """
        require_depth(data)
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            raise refusal(error) from None


_GIVEN: set[str] = set()


def share_given(value: object) -> None:
    """Replace the set of given members in a model, and in the models in it, by one empty set that all share.

    Pydantic keeps such a set with each model: most of the memory of a small one. Only for values that nobody asks for
    their given members; no comparison, copy or JSON depends on them.
    """
    if isinstance(value, Model):
        object.__setattr__(value, "__pydantic_fields_set__", _GIVEN)
        for member in value.__dict__.values():
            share_given(member)
    elif isinstance(value, tuple):
        for item in value:
            share_given(item)


def refusal(error: ValidationError, tags: int = 0) -> CradleError:
    """The first problem of a validation as an error with code and field path; its sentence counts the other problems.

    `tags` is the number of union tags at the start of every field path of this validation; they are not members.
    """
    problems = error.errors(include_url=False)
    more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    return _to_error(problems[0], tags, more)


def refusals(error: ValidationError) -> list[CradleError]:
    """All problems of a validation, so that they can be corrected together."""
    return [_to_error(problem, 0, "") for problem in error.errors(include_url=False)]


def _to_error(problem: ErrorDetails, tags: int, more: str) -> CradleError:
    code = problem["type"] if "." in problem["type"] else f"schema.{problem['type']}"
    detail = wording(problem)
    remedy = _REMEDIES.get(problem["type"])
    if remedy is not None:
        detail = f"{detail}; {remedy}"
    return CradleError(code, sentence(detail + more), format_place(problem["loc"][tags:]))


def wording(problem: ErrorDetails) -> str:
    """The fault as a clause: the form that a grammar asks for beside what was given, or else our words for its type."""
    context = problem.get("ctx", {})
    if "hint" in context:
        return f"{problem['input']!r:.80} is not {context['hint']}"
    words = _WORDS.get(problem["type"])
    return problem["msg"] if words is None else words.format_map(context)


_WORDS = {
    "missing": "this member is missing",
    "extra_forbidden": "there is no member of this name here",
    "string_type": "the value is not a text; write it in quotation marks",
    "string_too_long": "the text is longer than {max_length} characters; shorten it",
    "string_too_short": "the text is shorter than {min_length} characters; write more",
    "int_type": "the value is not a whole number; write one without quotation marks",
    "bool_type": "the value is neither true nor false; write one of them",
    "tuple_type": "the value is not a list; write it in square brackets",
    "model_type": "the value is not a group of members; write it in braces, or as a table",
    "too_short": "list at least {min_length}; {actual_length} are listed",
    "too_long": "list at most {max_length}; {actual_length} are listed",
    "enum": "the value is not one of {expected}; write one of these",
    "literal_error": "the value is not one of {expected}; write one of these",
    "greater_than_equal": "the number is below {ge}; write a larger one",
    "less_than_equal": "the number is above {le}; write a smaller one",
}
"""Our words for faults of shape, by Pydantic's type, with the members of its context."""


_REMEDIES = {
    "json_invalid": "correct it there, or fetch or write the file again if it ends too early",
    "missing": "add it",
    "extra_forbidden": "leave it out, or correct its name",
}
"""Remedies for faults of shape whose words do not end with one, by Pydantic's type."""


@dataclass(frozen=True)
class Grammar:
    """A whole-string grammar, as the annotation of a string.

    Attributes:
        pattern: a regular expression.
        code: of a violation.
        hint: the form that was expected, after "is not".
        max_length: in characters; a longer text is `schema.string_too_long`.
    """

    pattern: str
    code: str
    hint: str
    max_length: int = 1024

    def __get_pydantic_core_schema__(
        self, _source: type[str], _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Length first, so that an endless text is not matched; then the pattern, under the grammar's code."""
        matched = core_schema.custom_error_schema(
            core_schema.str_schema(pattern=self.pattern),
            self.code,
            custom_error_message="no match",
            custom_error_context={"hint": self.hint},
        )
        bounded = core_schema.str_schema(max_length=self.max_length, strict=True)
        return core_schema.chain_schema([bounded, matched])

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Both rules in one."""
        return handler(core_schema.str_schema(pattern=self.pattern, max_length=self.max_length))


_UNIONS = re.compile(r"inputs\[[0-9]+\]|leaf")
"""Places of tagged unions; the step below such a place names the model and is not a member."""


def format_place(location: Iterable[int | str]) -> str:
    """Format the steps of a validation as a field path such as `inputs[3].amount`."""
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
    """The error for a broken rule of a model, with the rule's stable code; a validator raises it."""
    return PydanticCustomError(code, "{detail}", {"detail": detail})


def require_sorted(keys: Iterable[Any], code: str, what: str) -> None:
    """Require keys in ascending order, each once, so that one set of rows has one byte form."""
    listed = list(keys)
    if len(listed) > 1 and any(map(ge, listed, islice(listed, 1, None))):
        raise broken(code, _disorder(listed, what))


def _disorder(keys: Sequence[Any], what: str) -> str:
    """Name the first repeated key of rows, or else the first that sorts before the one above it."""
    first: dict[Any, int] = {}
    for number, key in enumerate(keys):
        if key in first:
            return f"{what}[{number}] repeats {what}[{first[key]}], {_words(key)}; keep one of them"
        first[key] = number
    late = next(number for number in range(1, len(keys)) if keys[number] < keys[number - 1])
    before, after = _words(keys[late - 1]), _words(keys[late])
    return (
        f"{what}[{late}], {after}, sorts before {what}[{late - 1}], {before}; sort them in ascending order of what is"
        " shown here"
    )


def _words(key: Any) -> str:  # noqa: ANN401 - a text or a tuple of texts
    """The members of a sort key, in their order."""
    parts = key if isinstance(key, tuple) else (key,)
    return " ".join(f"{part:.80}" if isinstance(part, str) else str(part) for part in parts)


class SchemaWithoutNull(GenerateJsonSchema):
    """A generator of JSON Schemas in which an optional member may be left out but is never null.

    A list is required, also an empty one (`[]`): its default only helps code that builds the value.
    """

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,  # noqa: ARG002, FBT001 - Pydantic's signature
    ) -> bool:
        """True if `to_json` always writes the member, that is, unless it may be None."""
        inner: Any = field["schema"]
        return inner["type"] != "default" or inner["default"] is not None

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - Pydantic's signature
        """Return False: a title would only repeat the member's name."""
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """The schema of the value alone."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The inner schema: the only default in these models means absence."""
        return self.generate_inner(schema["schema"])
