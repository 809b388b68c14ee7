"""The base of all models: every golden value is read back unchanged, and every change of one is reported.

The golden values hold each model that travels at least once. Each is changed in every place there
is: a member dropped, a foreign one added, null, a number for a string, a word of no list.
"""

import json
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from support.golden import reading as golden
from support.parsing import accepts, changed, parse, refusal
from support.refusal import refused

from ledger.trust.canonical import canonical, parse_canonical
from schemas.base import Grammar, Model, format_place, share_given
from schemas.errors import CradleError
from schemas.signed.inventory import Inventory
from schemas.signed.kinds import MAX_SECTION
from schemas.signed.statement import Section

Place = tuple[str | int, ...]


def places(content: object, above: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every place in JSON content, with what stands there; an opaque section value is not entered."""
    yield above, content
    if isinstance(content, dict) and above != ("value",):
        for key, member in content.items():
            yield from places(member, (*above, key))
    elif isinstance(content, list):
        for index, item in enumerate(content):
            yield from places(item, (*above, index))


def path(place: Place) -> str:
    """A place as people read it."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(steps).removeprefix(".")


PLACES = [
    (name, model, content, place, found)
    for name, model, content in golden.values()
    for place, found in places(content)
]
"""Each golden value, its name and its model, with each place in it and what stands there."""


def test_a_value_comes_back_as_it_is() -> None:
    """Read and dumped, every value is the same JSON, and equal to itself read again and to its copy."""
    for name, model, content in golden.values():
        value, again = parse(model, content), parse(model, content)
        assert value.to_json() == content, name
        assert parse(model, value.to_json()) == value
        share_given(value)
        assert value.model_fields_set == set()
        assert value.to_json() == content
        assert (value, value.model_copy(update={})) == (again, again)


def test_values_share_one_set_of_given_members() -> None:
    """All models in a value share it, in members and in lists, and a copy of one leaves it empty."""
    value = parse(Inventory, golden.value("entry/cathode/inventory"))
    share_given(value)
    assert isinstance(value, Inventory)
    output = value.outputs[0]
    assert output.model_fields_set is value.model_fields_set
    assert output.model_copy(update={"line": "other"}).line == "other"
    assert value.model_fields_set == set()


def test_a_dropped_member_is_missed_at_its_place() -> None:
    """A missing required member is reported as `schema.missing` with its path, never filled."""
    required = set()
    for name, model, content, place, _ in PLACES:
        without = changed(content, place, ...) if place and isinstance(place[-1], str) else content
        if not accepts(model, without):
            code, at = refusal(model, without)
            required.add(name)
            if code == "schema.missing":
                assert at == path(place), name
            else:
                assert code == "schema.union_tag_not_found" or not code.startswith("schema."), code
    assert required == {name for name, _, _ in golden.values()}


def test_a_foreign_member_is_refused_at_its_place() -> None:
    """No object of any depth takes a member that its model does not have."""
    for name, model, content, place, found in PLACES:
        if isinstance(found, dict) and place != ("value",):
            foreign = (*place, "foreign")
            added = refusal(model, changed(content, foreign, "1"))
            assert added == ("schema.extra_forbidden", path(foreign)), name


def test_null_never_travels() -> None:
    """A null in any place is refused by the canonical reader, with its path, before any model sees it."""
    notes = {("json.string", member) for member in ("proof", "older", "newer")}
    for name, _, content, place, _ in PLACES:
        if place:
            data = json.dumps(changed(content, place, None), sort_keys=True, separators=(",", ":"))
            with pytest.raises(CradleError) as caught:
                parse_canonical(data.encode(), MAX_SECTION)
            found = (caught.value.code, caught.value.place)
            assert found in {("json.null", path(place)), *notes}, name


def test_nothing_is_coerced_or_exchanged() -> None:
    """A number for a string or a word, a string for a number, a list for an object: refused at the place."""
    texts = ("string_type", "enum", "literal_error", "union_tag_invalid")
    numbers = ("int_type", "literal_error", "bool_type")
    nested = ("model_type", "tuple_type", "dict_type", "model_attributes_type")
    other: object
    words: tuple[str, ...]
    for name, model, content, place, found in PLACES:
        if isinstance(found, str):
            other, words = 1, texts
        elif isinstance(found, int):
            other, words = str(found), numbers
        else:
            other, words = [found] if isinstance(found, dict) else {"0": found}, nested
        code, at = refusal(model, changed(content, place, other))
        assert code in {f"schema.{word}" for word in words}, (name, code)
        assert at == path(place[:-1] if "union" in code else place), name


WORDS: list[tuple[str, Place]] = [
    ("entry/cathode", ("process",)),
    ("entry/cathode", ("basis",)),
    ("entry/cathode_corrected", ("supersedes", "reason")),
    ("entry/cathode/inventory", ("outputs", 0, "unit")),
    ("entry/cathode/inventory", ("outputs", 0, "role")),
    ("entry/cathode/inventory", ("allocation",)),
    ("entry/cathode/inventory", ("inputs", 1, "electricity", "supply")),
    ("entry/cathode/inventory", ("inputs", 0, "known")),
    ("entry/cathode/inventory", ("inputs", 0, "source")),
    ("entry/cathode/inventory", ("inputs", 0, "purpose")),
    ("entry/cathode/inventory", ("wastes", 0, "stage")),
    ("entry/cathode/inventory", ("emissions", 0, "gas")),
    ("entry/cathode/inventory", ("emissions", 0, "origin")),
    ("entry/cathode/inventory document", ("kind",)),
    ("entry/cathode/inventory document", ("section",)),
    ("delivery/cathode_delivery", ("use",)),
    ("delivery/cathode_delivery", ("figure", "cells", 0, "group")),
    ("delivery/cathode_delivery", ("figure", "cells", 0, "sign")),
    ("calculation/calculation", ("category",)),
    ("calculation/calculation", ("stages", 2, "stage")),
    ("calculation/calculation/composition", ("rows", 0, "role")),
    ("attestation/attestation", ("level",)),
    ("attestation/attestation", ("outcome",)),
    ("attestation/attestation", ("depth", "default")),
    ("participant/registrar", ("roles", 0)),
    ("participant/registrar", ("working_keys", 0, "alg")),
    ("key/key_added", ("change",)),
    ("rulebook", ("declarable",)),
    ("factor_set", ("rows", 0, "direction")),
]


@pytest.mark.parametrize(("name", "place"), WORDS, ids=str)
def test_a_word_of_no_list_is_refused(name: str, place: Place) -> None:
    """Word lists are closed: a strange word, or a known one in other letters, is refused at its place."""
    model = next(model for known, model, _ in golden.values() if known == name)
    content = golden.value(name)
    found: Any = content
    for step in place:
        found = found[step]
    for word in ("strange", found.swapcase(), f"{found} ", ""):
        code, at = refusal(model, changed(content, place, word))
        assert code in {"schema.enum", "schema.literal_error", "key.algorithm"}
        assert at == path(place)


def test_an_input_of_no_type_is_refused() -> None:
    """The tag of an input chooses its model; a strange or missing tag is refused at the input."""
    content = golden.value("entry/cathode/inventory")
    strange = changed(content, ("inputs", 0, "type"), "foreign")
    assert refusal(Inventory, strange) == ("schema.union_tag_invalid", "inputs[0]")
    missing = changed(content, ("inputs", 0, "type"), ...)
    assert refusal(Inventory, missing) == ("schema.union_tag_not_found", "inputs[0]")


@pytest.mark.parametrize("data", [b"", b"{", b"nonsense", b"\xff", b"[1,]"])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    """Bytes that are not JSON get one code and no trace of the parser."""
    with refused("schema.json_invalid", ""):
        Section.parse(data)


def test_a_refusal_counts_the_other_problems() -> None:
    """Only the first problem is reported in full; the others are counted."""
    with pytest.raises(CradleError) as caught:
        parse(Inventory, {"outputs": [], "foreign": 1, "more": 2})
    assert caught.value.detail.endswith(" (2 more).")


def test_the_name_of_a_model_is_no_step_of_a_path() -> None:
    """The place of a fault in a tagged union leaves out the step that names the model."""
    assert format_place(("inputs", 3, "activity", "unit")) == "inputs[3].unit"
    assert format_place(("inputs", 3)) == "inputs[3]"
    assert format_place(("leaf", "EntriesLeaf", "registry", "size")) == "leaf.registry.size"
    assert format_place(("rows", 0, "values", 1)) == "rows[0].values[1]"


def test_values_are_frozen() -> None:
    """No value changes after it was read."""
    value = parse(Section, golden.value("entry/cathode/inventory document"))
    with pytest.raises(Exception, match="frozen"):
        value.salt = "0"  # type: ignore[attr-defined]
    assert canonical(value.to_json())


def test_a_copy_derives_its_own() -> None:
    """A copy with other members does not take over the cached properties of the original."""
    contents = [parse(model, content) for _, model, content in golden.values()]
    citing = [value for value in contents if isinstance(value, Inventory) and value.cited]
    assert citing
    for inventory in citing:
        assert inventory.model_copy(update={"inputs": (), "avoided": ()}).cited == ()


class Twins(Model):
    """Two members of one pattern."""

    first: Annotated[str, Grammar("^[a-z]{2}$", "first.code", "a first word", max_length=9)]
    second: Annotated[str, Grammar("^[a-z]{2}$", "second.code", "a second word")]


@pytest.mark.parametrize(
    ("member", "value", "code", "detail"),
    [
        ("first", "A", "first.code", "'A' is not a first word."),
        ("second", "A", "second.code", "'A' is not a second word."),
        (
            "first",
            "a" * 10,
            "schema.string_too_long",
            "The text is longer than 9 characters; shorten it.",
        ),
        ("first", 1, "schema.string_type", "The value is not a text; write it in quotation marks."),
    ],
)
def test_a_violation_has_the_code_of_its_own_grammar(
    member: str, value: object, code: str, detail: str
) -> None:
    """Two grammars may have one pattern; a text that is too long, or no text, has its own code."""
    content = {"first": "ab", "second": "cd", member: value}
    with pytest.raises(CradleError) as found:
        parse(Twins, content)
    assert (found.value.code, found.value.place, found.value.detail) == (code, member, detail)
