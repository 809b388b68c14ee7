"""The bill of materials of a release, CycloneDX 1.6 in JSON: `python tools/sbom.py DIST`.

Runs on a Python of its own, which has the library (tools/sbom.txt) and nothing of Cradle: what it reads is
`components.json` of `tools.release`. The bytes depend on that file alone. The result is checked against the schema.
"""

import json
import sys
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation import make_schemabased_validator
from packageurl import PackageURL


def build(release: dict[str, Any]) -> Bom:
    """The bill of Cradle and its parts."""
    parts = {row["name"]: _component(row, ComponentType.LIBRARY) for row in release["parts"]}
    whole = _component(release, ComponentType.APPLICATION)
    whole.hashes.add(HashType(alg=HashAlgorithm.SHA_256, content=release["sha256"]))
    bill = Bom(
        components=parts.values(), serial_number=uuid5(NAMESPACE_URL, f"sha256:{release['sha256']}")
    )
    bill.metadata.component = whole
    bill.register_dependency(whole, [parts[name] for name in release["needs"]])
    for row in release["parts"]:
        bill.register_dependency(parts[row["name"]], [parts[name] for name in row["needs"]])
    return bill


def write(bill: Bom) -> str:
    """The JSON of a bill.

    Raises:
        SystemExit: it does not fit the schema.
    """
    outputter = make_outputter(bill, OutputFormat.JSON, SchemaVersion.V1_6)
    value = json.loads(outputter.output_as_string())
    value["metadata"].pop("timestamp", None)  # Another second would make another file.
    text = json.dumps(value, indent=1, sort_keys=True) + "\n"
    wrong = make_schemabased_validator(OutputFormat.JSON, SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        sys.exit(f"sbom.json is no CycloneDX 1.6: {wrong}")
    return text


def _component(row: dict[str, Any], kind: ComponentType) -> Component:
    name, version = row["name"], row["version"]
    where = PackageURL("pypi", None, name, version)
    licence = LicenseFactory().make_from_string(row["licence"])
    return Component(
        name=name, version=version, type=kind, purl=where, bom_ref=str(where), licenses=[licence]
    )


def main(folder: Path) -> None:
    """Write sbom.json into the folder of a release, and remove what it was made from."""
    source = folder / "components.json"
    (folder / "sbom.json").write_text(write(build(json.loads(source.read_bytes()))))
    source.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
