"""The nesting of JSON, counted on its bytes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refusal_code, refused

from schemas.base import Model
from schemas.errors import CradleError
from schemas.nesting import DEPTH_LIMIT, require_depth

TEXTS = st.text(st.sampled_from('[]{}"\\/a\u5b5b\u2222'), max_size=4)
VALUES = st.recursive(
    TEXTS | st.integers(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=2)
        | st.dictionaries(TEXTS, inner, min_size=1, max_size=2)
    ),
    max_leaves=12,
)


def depth(value: object) -> int:
    """The nesting of a value, by another definition: a walk of what a parser built."""
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()))
    return 1 + max(map(depth, value)) if isinstance(value, list) else 0


@given(
    VALUES,
    st.integers(0, DEPTH_LIMIT + 2),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-16", "utf-32-be"]),
)
def test_the_bytes_are_as_deep_as_the_value(
    value: object,
    around: int,
    escaped: bool,  # noqa: FBT001
    encoding: str,
) -> None:
    """Whatever brackets, quotes and backslashes its texts hold, in each encoding of JSON."""
    for _ in range(around):
        value = [value]
    data = json.dumps(value, ensure_ascii=escaped).encode(encoding)
    expected = "json.depth" if depth(value) > DEPTH_LIMIT else None
    assert refusal_code(lambda: require_depth(data)) == expected


@pytest.mark.parametrize("data", [b"[" * 17, b'{"a":' * 17])
def test_what_is_cut_off_is_as_deep_as_it_got(data: bytes) -> None:
    """No closing bracket is needed, since the bytes are refused before anything parses them."""
    with pytest.raises(CradleError, match="at byte"):
        require_depth(data)


def test_many_values_side_by_side_are_not_deep() -> None:
    """Only nesting counts, not the number of objects; an open quotation mark hides what follows."""
    require_depth(b"[" + b'{"a":[1]},' * 1000 + b"[]]")
    require_depth(b'"' + b"[" * 1000)


def test_every_model_refuses_before_it_parses() -> None:
    """A model that has no such member says that the bytes are too deep, not that the member is unknown."""
    with refused("json.depth"):
        Model.parse(b'{"a":' + b"[" * 16 + b"]" * 16 + b"}")
