"""Proves that what is read in one step is the one form of its value, for every model that is read so."""

import ast
import inspect
import json
import textwrap
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, StringConstraints
from support import golden
from support.golden import Golden

from ledger.trust.exact import exact_reader, read_exact
from ledger.trust.leaves import digest, model_bytes
from schemas.base import Model
from schemas.calculation import Calculation
from schemas.entry import Product, ProductLine
from schemas.kinds import MODELS, SECTIONS, section_model
from schemas.monitor import MonitorReport
from schemas.participant import Profile
from schemas.statement import Kind, Section, SectionName
from schemas.values import RegistryState

ID = digest(b"somebody")
READ = {*MODELS.values(), *map(section_model, SECTIONS)} - {Calculation}
VECTORS = [vector for vector in golden.statements() if MODELS[vector.kind] in READ]


def models(base: type[Model] = Model) -> Iterator[type[Model]]:
    """Every model of the language."""
    for model in base.__subclasses__():
        if model.__module__.startswith("schemas."):
            yield model
            yield from models(model)


def rules(node: Any) -> Iterator[Callable[..., object]]:  # noqa: ANN401 - a schema
    """The rules in a schema."""
    if isinstance(node, dict):
        if str(node.get("type")).startswith("function-"):
            yield node["function"]["function"]
        for key, part in node.items():
            if key not in {"metadata", "serialization"}:
                yield from rules(part)
    elif isinstance(node, list):
        for part in node:
            yield from rules(part)


@pytest.mark.parametrize("model", sorted(READ, key=str), ids=lambda model: model.__name__)
def test_what_is_signed_is_read_in_one_step(model: type[Model]) -> None:
    """Nothing in the statements and sections of the language but a calculation could change a value."""
    assert exact_reader(model) is not None


@pytest.mark.parametrize("model", sorted(set(models()), key=str), ids=lambda model: model.__name__)
def test_rules_give_back_what_they_were_given(model: type[Model]) -> None:
    """A rule refuses, and changes nothing."""
    for rule in rules(model.__pydantic_core_schema__):
        assert gives_back(rule), rule


class Stripped(Model):
    """A string that is not taken as it stands."""

    text: Annotated[str, StringConstraints(strip_whitespace=True)]


class Numbered(Model):
    """A number as a word: 1.0 would do."""

    number: Literal[1]


class Held(Model):
    """A yes, as which 1 would do."""

    held: Literal[True]


class Nested(Model):
    """The same, deeper down."""

    rows: tuple[Stripped | None, ...] = ()


class Open(Model):
    """JSON of any kind."""

    value: dict[str, Any]


class Lax(BaseModel):
    """Not of the language: neither strict nor closed."""

    text: str


class Holding(Model):
    """A value that is not of the language."""

    lax: Lax


@pytest.mark.parametrize(
    "model", [Stripped, Numbered, Held, Nested, Open, Holding, Section, MonitorReport, Calculation]
)
def test_what_could_change_a_value_is_read_the_slower_way(model: type[Model]) -> None:
    """There is no reader in one step, whatever the bytes are."""
    assert exact_reader(model) is None
    assert read_exact(model, b'{"text":"a"}') is None


def gives_back(rule: Callable[..., object]) -> bool:
    """Whether a rule returns what it was given, wherever it returns, and gives it no other value."""
    body = ast.parse(textwrap.dedent(inspect.getsource(rule))).body[0]
    assert isinstance(body, ast.FunctionDef)
    given = body.args.args[-1].arg
    names = [node for node in ast.walk(body) if isinstance(node, ast.Name) and node.id == given]
    returns = [node.value for node in ast.walk(body) if isinstance(node, ast.Return)]
    kept = all(isinstance(name.ctx, ast.Load) for name in names)
    return kept and bool(returns) and all(value in names for value in returns)


def test_a_rule_that_changes_what_it_is_given_is_told() -> None:
    """The check above finds it."""

    def strips(value: str) -> str:
        return value.strip()

    def assigns(value: str) -> str:
        value = value.strip()
        if not value:
            raise ValueError
        return value

    def keeps(value: str) -> str:
        if not value:
            raise ValueError(value)
        return value

    assert [gives_back(rule) for rule in (strips, assigns, keeps)] == [False, False, True]


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_what_is_read_writes_out_as_it_was(vector: Golden) -> None:
    """Every golden payload of these is the one form of the value that is read."""
    model = MODELS[vector.kind]
    value = read_exact(model, vector.payload)
    assert value == model.parse(vector.payload)
    assert value is not None
    assert model_bytes(value) == vector.payload


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_a_payload_with_less_or_more_is_not_read(vector: Golden) -> None:
    """Whatever is read without a member, or with a null for one, is written out so."""
    payload = json.loads(vector.payload)
    for changed in altered(payload):
        data = json.dumps(changed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        value = read_exact(MODELS[vector.kind], data.encode())
        assert value is None or model_bytes(value) == data.encode()


def altered(value: Any) -> Iterator[Any]:  # noqa: ANN401 - JSON
    """JSON with any one member taken out, nulled, or of another type."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield {key: part for key, part in value.items() if key != name}
            for other in (None, [], "", 0, 1.0, True, [member]):
                yield {**value, name: other}
            for part in altered(member):
                yield {**value, name: part}
    elif isinstance(value, list):
        for at, member in enumerate(value):
            yield value[:at] + value[at + 1 :]
            for part in altered(member):
                yield [*value[:at], part, *value[at + 1 :]]


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (("", ""), True),
        (("[],", "[], "), False),
        (('"elements":[],', ""), False),
        (('"main"', r'"m\u0061in"'), False),
        (('"line"', '"form":"dry","line"'), False),
        (('"as_is"', '"wet"'), False),
    ],
)
def test_exactly_one_form_is_read(change: tuple[str, str], read: bool) -> None:  # noqa: FBT001 - a column
    """What is read is the canonical form; another spelling, a gap, a repeated key or a fault is not."""
    value = Product(lines=(ProductLine(line="main", form="as_is"),))
    data = model_bytes(value).decode().replace(*change).encode()
    assert read_exact(Product, data) == (value if read else None)


@pytest.mark.parametrize("name", ["Öl AG", "a\x7fb", "é", 'a"b', "x" * 1025])
def test_other_strings_are_left_to_the_walk(name: str) -> None:
    """A string past ASCII, with an escape, a control character or too long is not decided here."""
    data = json.dumps(
        {"country": "SE", "identifiers": [], "legal_name": name},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    assert read_exact(Profile, data.encode()) is None


@pytest.mark.parametrize("depth", [17, 300, 900, 100_000])
def test_what_lies_too_deep_is_left_to_the_walk(depth: int) -> None:
    """Deeper than the profile allows, than can be written, and than can be read."""
    assert read_exact(Profile, b"[" * depth + b"]" * depth) is None


@pytest.mark.parametrize("number", ["18446744073709551616", "1e5", "1.0", "-0", "01"])
def test_other_numbers_are_not_read(number: str) -> None:
    """Numbers that no canonical statement holds."""
    data = f'{{"root":"{"0" * 64}","size":{number}}}'
    assert read_exact(RegistryState, data.encode()) is None


def test_sections_are_read_in_one_step() -> None:
    """A section read typed has the value that it has when it is opened in two steps."""
    value = Product(lines=(ProductLine(line="main", form="as_is"),))
    section = Section(
        kind=Kind.ENTRY,
        issuer=ID,
        section=SectionName.PRODUCT,
        salt="ab" * 16,
        value=value.to_json(),
    )
    read = read_exact(section_model(section.section), model_bytes(section))
    assert read is not None
    assert (read.value, read.salt, read.issuer) == (value, section.salt, ID)
