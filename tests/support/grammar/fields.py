"""The places of a statement, by the schemas: each field with its model, its annotation and its value as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from schemas.base import Model

Path = tuple[str | int, ...]

Value = Any
"""A part of a statement as JSON, or of an annotation."""


@dataclass(frozen=True)
class Place:
    """A field of a statement.

    Attributes:
        path: from the statement to the value.
        model: the name of the model that has the field.
        name: of the field.
        annotation: of the field, without optionality.
        optional: true if it may be left out.
        value: as JSON; None if it is absent.
    """

    path: Path
    model: str
    name: str
    annotation: Value
    optional: bool
    value: Value


def places(model: type[Model], stated: dict[str, Value], path: Path = ()) -> Iterator[Place]:
    """The fields of a statement and of its parts, absent ones too."""
    for name, field in model.model_fields.items():
        annotation, optional = _without_none(field.annotation)
        value = stated.get(name)
        optional = optional or not field.is_required()
        yield Place((*path, name), model.__name__, name, annotation, optional, value)
        if value is None:
            continue
        inner = models_in(annotation)
        items = enumerate(value) if isinstance(value, list | tuple) else [(None, value)]
        for index, item in items:
            chosen = _model_of(inner, item)
            if chosen is not None:
                step = (*path, name) if index is None else (*path, name, index)
                yield from places(chosen, item, step)


def _without_none(annotation: Value) -> tuple[Value, bool]:
    parts = get_args(annotation)
    if get_origin(annotation) in {Union, UnionType} and type(None) in parts:
        rest = [part for part in parts if part is not type(None)]
        return (rest[0] if len(rest) == 1 else annotation), True
    return annotation, False


def models_in(annotation: Value) -> list[type[Model]]:
    """The models in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation]
    return [model for part in get_args(annotation) for model in models_in(part)]


def _model_of(models: list[type[Model]], item: object) -> type[Model] | None:
    """The model of a value: the only one, or of a tagged union the one whose tag it has."""
    if not isinstance(item, dict) or not models:
        return None
    for model in models:
        tag = model.model_fields.get("type")
        if tag is not None and item.get("type") in get_args(tag.annotation):
            return model
    return models[0] if len(models) == 1 else None


def words(annotation: Value) -> list[Value]:
    """The other words of a closed vocabulary; empty for an open one."""
    if get_origin(annotation) is Annotated:
        return words(get_args(annotation)[0])
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [member.value for member in annotation]
    return []
