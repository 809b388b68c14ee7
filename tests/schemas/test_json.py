"""The JSON Schemas: made from the models, none missing, true to what the models take."""

import json
import re
from pathlib import Path
from typing import Any

from support.golden import reading as golden

from tools import schemas
from tools.generated import differences

FILES = schemas.render()


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


def test_a_schema_names_itself_and_never_allows_null() -> None:
    """Each schema has its dialect, its id, and no place where null may stand."""
    for path in FILES:
        schema = json.loads(FILES[path])
        name = path.name.removesuffix(".schema.json")
        assert schema["$schema"] == schemas.DIALECT
        assert schema["$id"] == f"urn:cradle:schema:{name}:v1"
        assert not [node for node in nodes(schema) if node.get("type") == "null"]


def test_every_object_is_closed() -> None:
    """Only the value of a section is open here, because its own schema closes it."""
    for path in FILES:
        schema = json.loads(FILES[path])
        opened = [
            node
            for node in nodes(schema)
            if node.get("type") == "object" and node.get("additionalProperties") is not False
        ]
        assert len(opened) == (path.name == "section.schema.json")


def test_every_reference_leads_somewhere_and_every_pattern_is_whole() -> None:
    """References stay in the file; a pattern covers the whole string, as JSON Schema does not imply."""
    for path in FILES:
        schema = json.loads(FILES[path])
        for node in nodes(schema):
            if "$ref" in node:
                assert node["$ref"].removeprefix("#/$defs/") in schema["$defs"]
            if "pattern" in node:
                assert node["pattern"].startswith("^")
                assert node["pattern"].endswith("$")
                assert re.compile(node["pattern"])


def test_golden_values_have_the_members_that_their_schema_says() -> None:
    """Models write every member that the schema requires, and no other."""
    names = {model: name for name, model in schemas.DOCUMENTS.items()}
    for golden_name, model, content in golden.values():
        schema = json.loads(FILES[schemas.FOLDER / f"{names[model]}.schema.json"])
        members = content.keys()
        assert set(schema["required"]) <= members <= schema["properties"].keys(), golden_name


def nodes(schema: object) -> list[dict[str, Any]]:
    """Every object in a schema, itself included."""
    if isinstance(schema, dict):
        return [schema, *(node for member in schema.values() for node in nodes(member))]
    if isinstance(schema, list):
        return [node for item in schema for node in nodes(item)]
    return []
