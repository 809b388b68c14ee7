"""The refusals of models as tests compare them: code and place, and that the detail is a sentence."""

import json
from typing import Any

import pytest

from schemas.base import Model
from schemas.errors import CradleError


def parse(model: type[Model], content: object) -> Model:
    """The value that a model reads from the JSON of `content`."""
    return model.parse(json.dumps(content).encode())


def refusal(model: type[Model], content: object) -> tuple[str, str]:
    """The code and place with which a model refuses the JSON of `content`."""
    with pytest.raises(CradleError) as caught:
        parse(model, content)
    assert caught.value.detail.endswith(".")
    assert "\n" not in caught.value.detail
    return caught.value.code, caught.value.place


def accepts(model: type[Model], content: object) -> bool:
    """Return whether a model reads the JSON of `content`."""
    try:
        parse(model, content)
    except CradleError:
        return False
    return True


def changed(content: object, place: tuple[str | int, ...], new: object) -> Any:  # noqa: ANN401
    """A copy of JSON content with another value at a place; `...` takes the member away."""
    copy = json.loads(json.dumps([content]))
    parent, last = copy, 0
    for step in place:
        parent, last = parent[last], step
    if new is ...:
        del parent[last]
    else:
        parent[last] = new
    return copy[0]


def broken(
    model: type[Model], content: object, *changes: tuple[tuple[str | int, ...], object]
) -> tuple[str, str]:
    """The code and place of the refusal, after changes to content that the model reads as it is."""
    parse(model, content)
    for place, new in changes:
        content = changed(content, place, new)
    return refusal(model, content)
