"""Values that a user typed, checked by the types of the formats."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from schemas.base import Model, refusal
from schemas.errors import CradleError
from schemas.values import Text

Parsed = TypeVar("Parsed", bound=Model)


def parse_value(kind: Any, value: str, option: str) -> str:  # noqa: ANN401 - an annotated string
    """Parse a value as a string type of the formats, such as `Date` or `Text`.

    Raises:
        CradleError: the code of the type's grammar, at the option.
    """
    try:
        return str(TypeAdapter(kind).validate_python(value))
    except ValidationError as error:
        problem = refusal(error)
        raise CradleError(problem.code, problem.detail, option) from None


def parse_text(value: str, option: str) -> str:
    """Parse one line of text without control characters.

    Raises:
        CradleError: `text.grammar`, at the option.
    """
    if not value.isprintable():
        detail = "The text has a control character or a line break; write one line of text."
        raise CradleError("text.grammar", detail, option)
    return parse_value(Text, value, option)


def parse_members(model: type[Parsed], members: Mapping[str, object]) -> Parsed:
    """Values that a user typed, as a model; those without a value are left out.

    Raises:
        CradleError: the code of the member's grammar, at its name.
    """
    try:
        return model.model_validate(
            {name: value for name, value in members.items() if value is not None}
        )
    except ValidationError as error:
        raise refusal(error) from None


def named_ids(cite: Iterable[str]) -> dict[str, str]:
    """The statements that a draft may cite by name, from `name=id`; an id may be its first digits.

    Raises:
        CradleError: `option.cite` for another form.
    """
    named = {}
    for item in cite:
        name, equals, statement = item.partition("=")
        if not (name and equals and statement):
            detail = f"{item!r:.80} names no statement; write the draft's name without @, an equals sign and the id."
            raise CradleError("option.cite", detail, "--cite")
        named[name] = statement
    return named
