"""The JSON Schemas: made from the models, none missing, true to what the models take."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support.golden import reading as golden

from schemas.base import Model
from tools import schemas
from tools.generated import differences

FILES = schemas.render()
EACH = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def test_the_committed_schemas_are_those_of_the_models() -> None:
    """The committed files are exactly the present output of the script."""
    assert schemas.main(["--check"]) == 0


def test_drift_is_found(tmp_path: Path) -> None:
    """A schema that is changed, missing or foreign is named."""
    assert schemas.main([], tmp_path) == 0
    folder = tmp_path / schemas.FOLDER
    (folder / "entry.schema.json").write_bytes(b"{}")
    (folder / "delivery.schema.json").unlink()
    (folder / "other.schema.json").write_bytes(b"{}")
    found = list(differences(FILES, tmp_path, schemas.FOLDER))
    assert [Path(line.partition(": ")[0]).name for line in found] == [
        "delivery.schema.json",
        "entry.schema.json",
        "other.schema.json",
    ]
    assert schemas.main(["--check"], tmp_path) == 1
    assert schemas.main([], tmp_path) == 0
    assert not (folder / "other.schema.json").exists()


@EACH
def test_a_schema_names_itself_and_never_allows_null(path: Path) -> None:
    """Each schema has its dialect, its id, and no place where null may stand."""
    schema = json.loads(FILES[path])
    name = path.name.removesuffix(".schema.json")
    assert schema["$schema"] == schemas.DIALECT
    assert schema["$id"] == f"urn:cradle:schema:{name}:v1"
    assert not [node for node in nodes(schema) if node.get("type") == "null"]


@EACH
def test_every_object_is_closed(path: Path) -> None:
    """Only the value of a section is open here, because its own schema closes it."""
    schema = json.loads(FILES[path])
    opened = [
        node
        for node in nodes(schema)
        if node.get("type") == "object" and node.get("additionalProperties") is not False
    ]
    assert len(opened) == (path.name == "section.schema.json")


@EACH
def test_every_reference_leads_somewhere_and_every_pattern_is_whole(path: Path) -> None:
    """References stay in the file; a pattern covers the whole string, as JSON Schema does not imply."""
    schema = json.loads(FILES[path])
    for node in nodes(schema):
        if "$ref" in node:
            assert node["$ref"].removeprefix("#/$defs/") in schema["$defs"]
        if "pattern" in node:
            assert node["pattern"].startswith("^")
            assert node["pattern"].endswith("$")
            assert re.compile(node["pattern"])


@pytest.mark.parametrize(
    ("model", "content"), [row[1:] for row in golden.values()], ids=[r[0] for r in golden.values()]
)
def test_golden_values_have_the_members_that_their_schema_says(
    model: type[Model], content: dict[str, Any]
) -> None:
    """Models write every member that the schema requires, and no other."""
    name = next(name for name, known in schemas.DOCUMENTS.items() if known is model)
    schema = json.loads(FILES[schemas.FOLDER / f"{name}.schema.json"])
    assert set(schema["required"]) <= content.keys() <= schema["properties"].keys()


def nodes(schema: object) -> list[dict[str, Any]]:
    """Every object in a schema, itself included."""
    if isinstance(schema, dict):
        return [schema, *(node for member in schema.values() for node in nodes(member))]
    if isinstance(schema, list):
        return [node for item in schema for node in nodes(item)]
    return []
