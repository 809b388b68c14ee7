"""Leaves: each kind of registry leaf is read by its own model, and says nothing more than it holds."""

import json
from typing import Any

import pytest
from support.golden import reading as golden
from support.parsing import changed, refusal

from ledger.trust.leaves import model_bytes
from schemas.errors import CradleError
from schemas.signed.log import EntriesLeaf, Receipt, parse_registry_leaf

LEAVES = [
    *golden.load("logs")["registry"]["leaves"],
    golden.load("key")["vectors"][0]["leaf"],
]


def problem_of(content: object) -> tuple[str, str]:
    """The code and place with which a registry leaf is refused."""
    with pytest.raises(CradleError) as caught:
        parse_registry_leaf(json.dumps(content).encode())
    return caught.value.code, caught.value.place


@pytest.mark.parametrize("text", LEAVES, ids=lambda text: json.loads(text)["kind"])
def test_a_registry_leaf_comes_back_as_it_is(text: str) -> None:
    """Every golden leaf is read by the model of its kind and written as the same bytes."""
    assert model_bytes(parse_registry_leaf(text.encode())) == text.encode()


def test_there_is_a_leaf_of_every_kind() -> None:
    """The golden registry shows all five kinds of leaf."""
    kinds = {json.loads(text)["kind"] for text in LEAVES}
    assert kinds == {"participant", "key", "superseded", "withdrawn", "made"}


@pytest.mark.parametrize("text", LEAVES, ids=lambda text: json.loads(text)["kind"])
def test_a_registry_leaf_has_its_members_and_no_others(text: str) -> None:
    """A member dropped, added or of another version is refused at its place."""
    content: dict[str, Any] = json.loads(text)
    assert problem_of({**content, "name": "x"}) == ("schema.extra_forbidden", "name")
    assert problem_of({**content, "v": 2}) == ("schema.literal_error", "v")
    for member in content.keys() - {"kind"}:
        assert problem_of(changed(content, (member,), ...)) == ("schema.missing", member)


def test_a_registry_leaf_of_no_kind_is_refused() -> None:
    """The kind chooses the model; a strange one, or none, is refused."""
    content = json.loads(LEAVES[0])
    assert problem_of({**content, "kind": "entry"}) == ("schema.union_tag_invalid", "")
    assert problem_of(changed(content, ("kind",), ...)) == ("schema.union_tag_not_found", "")
    assert problem_of([]) == ("schema.dict_type", "")


def test_an_entries_leaf_names_a_kind_and_a_state() -> None:
    """A leaf of another version, of no kind or without the registry state is refused."""
    content = json.loads(golden.load("logs")["entries"]["leaves"][0])
    assert refusal(EntriesLeaf, {**content, "v": 2}) == ("schema.literal_error", "v")
    assert refusal(EntriesLeaf, {**content, "kind": "made"}) == ("schema.enum", "kind")
    state = changed(content, ("registry", "size"), -1)
    assert refusal(EntriesLeaf, state) == ("schema.greater_than_equal", "registry.size")


def test_a_receipt_names_one_of_two_logs() -> None:
    """There is no third log, and a receipt without a proof is none."""
    content = golden.load("logs")["receipt"]
    assert refusal(Receipt, {**content, "log": "other"}) == ("schema.literal_error", "log")
    assert refusal(Receipt, changed(content, ("proof",), ...)) == ("schema.missing", "proof")
