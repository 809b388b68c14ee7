"""Members cut out of a document keep every byte."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.exchange.raw_json import items_of, members_of


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("{}", {}),
        (' { "a" : 1.50 ,\n"b":[ 1 , 2 ] } ', {"a": "1.50", "b": "[ 1 , 2 ]"}),
        ('{"a":{"b":"}"},"c":null}', {"a": '{"b":"}"}', "c": "null"}),
    ],
)
def test_members_of_an_object(text: str, members: dict[str, str]) -> None:
    """Each value as it stands, the space around it taken away."""
    assert members_of(text) == members


def test_items_of_an_array() -> None:
    """Each item as it stands."""
    assert list(items_of('[ {"n":1e2} , "]", 0.10 ]')) == ['{"n":1e2}', '"]"', "0.10"]
    assert list(items_of(" [ ] ")) == []


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), VALUES), st.sampled_from([None, 1]))
def test_what_is_cut_out_is_what_was_there(content: dict[str, object], indent: int | None) -> None:
    """Whatever an object holds, and however it is laid out, its members are found."""
    text = json.dumps(content, indent=indent)
    found = members_of(text)
    assert {name: json.loads(raw) for name, raw in found.items()} == content
    assert all(raw in text for raw in found.values())
