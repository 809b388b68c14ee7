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

from ledger.trust.canonical import canonical, parse_canonical
from schemas.base import Grammar, Model, format_place, share_given
from schemas.errors import CradleError
from schemas.signed.inventory import Inventory
from schemas.signed.kinds import MAX_SECTION
from schemas.signed.statement import Section

Place = tuple[str | int, ...]
VALUES = pytest.mark.parametrize(
    ("model", "content"), [row[1:] for row in golden.values()], ids=[r[0] for r in golden.values()]
)


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


def optional(content: object, place: Place, model: type[Model]) -> bool:
    """Return whether the value is still read without the member."""
    return accepts(model, changed(content, place, ...))


@VALUES
def test_a_value_comes_back_as_it_is(model: type[Model], content: dict[str, Any]) -> None:
    """Read and dumped, every value is the same JSON, and equal to itself read again."""
    value = parse(model, content)
    assert value.to_json() == content
    assert parse(model, value.to_json()) == value


@VALUES
def test_a_value_that_shares_its_given_members_is_the_same(
    model: type[Model], content: dict[str, Any]
) -> None:
    """The value has the same JSON, equals itself read again, and can be copied."""
    value = parse(model, content)
    share_given(value)
    assert value.model_fields_set == set()
    assert value.to_json() == content
    again = parse(model, content)
    assert (value, value.model_copy(update={})) == (again, again)


def test_values_share_one_set_of_given_members() -> None:
    """All models in a value share it, in members and in lists, and a copy of one leaves it empty."""
    content = next(row[2] for row in golden.values() if row[1] is Inventory)
    value = parse(Inventory, content)
    share_given(value)
    output = value.outputs[0]
    assert output.model_fields_set is value.model_fields_set
    assert output.model_copy(update={"line": "other"}).line == "other"
    assert value.model_fields_set == set()


@VALUES
def test_a_dropped_member_is_missed_at_its_place(
    model: type[Model], content: dict[str, Any]
) -> None:
    """A missing required member is reported as `schema.missing` with its path, never filled."""
    required = 0
    for place, _ in places(content):
        if place and isinstance(place[-1], str) and not optional(content, place, model):
            code, at = refusal(model, changed(content, place, ...))
            required += 1
            if code == "schema.missing":
                assert at == path(place)
            else:
                assert code == "schema.union_tag_not_found" or not code.startswith("schema."), code
    assert required


@VALUES
def test_a_foreign_member_is_refused_at_its_place(
    model: type[Model], content: dict[str, Any]
) -> None:
    """No object of any depth takes a member that its model does not have."""
    for place, found in places(content):
        if isinstance(found, dict) and place != ("value",):
            added = changed(content, (*place, "foreign"), "1")
            assert refusal(model, added) == (
                "schema.extra_forbidden",
                path((*place, "foreign")),
            )


@VALUES
def test_null_never_travels(model: type[Model], content: dict[str, Any]) -> None:
    """A null in any place is refused by the canonical reader, with its path, before any model sees it."""
    for place, _ in places(content):
        if place:
            data = json.dumps(changed(content, place, None), sort_keys=True, separators=(",", ":"))
            with pytest.raises(CradleError) as caught:
                parse_canonical(data.encode(), MAX_SECTION)
            code = caught.value.code
            at = caught.value.place
            assert model is not None
            notes = {("json.string", member) for member in ("proof", "older", "newer")}
            assert (code, at) in {("json.null", path(place)), *notes}


@VALUES
def test_a_number_is_no_string(model: type[Model], content: dict[str, Any]) -> None:
    """A number where a string or a word stands is refused at its place; nothing is coerced."""
    codes = {
        "schema.string_type",
        "schema.enum",
        "schema.literal_error",
        "schema.union_tag_invalid",
    }
    for place, found in places(content):
        if isinstance(found, str):
            code, at = refusal(model, changed(content, place, 1))
            assert code in codes
            assert at == path(place[:-1] if "union" in code else place)


@VALUES
def test_a_string_is_no_number(model: type[Model], content: dict[str, Any]) -> None:
    """A string where an integer or a boolean stands is refused at its place."""
    for place, found in places(content):
        if isinstance(found, int):
            code, at = refusal(model, changed(content, place, str(found)))
            assert code in {"schema.int_type", "schema.literal_error", "schema.bool_type"}
            assert at == path(place)


@VALUES
def test_lists_and_objects_are_not_exchanged(model: type[Model], content: dict[str, Any]) -> None:
    """A scalar, or a list for an object, is refused where an object or list stands."""
    for place, found in places(content):
        if isinstance(found, dict | list):
            other: object = [found] if isinstance(found, dict) else {"0": found}
            code, at = refusal(model, changed(content, place, other))
            assert code in {
                "schema.model_type",
                "schema.tuple_type",
                "schema.dict_type",
                "schema.model_attributes_type",
            }, code
            assert at == path(place)


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
    with pytest.raises(CradleError) as caught:
        Section.parse(data)
    assert (caught.value.code, caught.value.place) == ("schema.json_invalid", "")


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
