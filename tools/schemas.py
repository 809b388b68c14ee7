"""The JSON Schemas of the data models: `python -m tools.schemas [--check]`.

There is one file for each kind of statement, each section, and each document that is exchanged
beside them. The files are JSON Schema 2020-12 and give shape, grammar and vocabularies to people and
programs without this code. Rules over several fields, or over the log, are in `docs/formats`: a
value that fits its schema may still be refused.

The bytes depend on the models alone. `--check` writes nothing and fails on any difference, so every
change of a model is visible.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from schemas.base import SchemaWithoutNull
from schemas.exchanged.pact.extension import PactExtension
from schemas.exchanged.price_scenario import PriceScenario
from schemas.exchanged.witness import WitnessSettings
from schemas.signed.closure import OpenedClosure
from schemas.signed.fork import ForkEvidence
from schemas.signed.kinds import MODELS, SECTIONS
from schemas.signed.log import EntriesLeaf, Receipt, RegistryLeaf
from schemas.signed.policy import Policy
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Section
from schemas.views.carbon_price import CarbonPriceReport
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.difference import Comparison, Difference
from schemas.views.lint_report import LintReport
from schemas.views.monitor import MonitorReport
from schemas.views.origin import Origin
from schemas.views.plan import SettlingPlan
from schemas.views.report import Report
from schemas.views.row_report import RowReport
from schemas.views.study import Study
from schemas.views.territory import TerritoryReport
from tools import generated, tree

FOLDER = Path("schemas/json")
DIALECT = "https://json-schema.org/draft/2020-12/schema"

DOCUMENTS: Mapping[str, Any] = {
    **{kind.value: model for kind, model in MODELS.items()},
    **{name.value: model for name, model in SECTIONS.items()},
    "section": Section,
    "rulebook": Rulebook,
    "factor_set": FactorSet,
    "policy": Policy,
    "report": Report,
    "declaration_document": DeclarationDocument,
    "difference": Difference,
    "comparison": Comparison,
    "origin": Origin,
    "plan": SettlingPlan,
    "territory": TerritoryReport,
    "carbon_price": CarbonPriceReport,
    "price_scenario": PriceScenario,
    "monitor": MonitorReport,
    "entries_leaf": EntriesLeaf,
    "registry_leaf": RegistryLeaf,
    "receipt": Receipt,
    "closure": OpenedClosure,
    "row_report": RowReport,
    "lint_report": LintReport,
    "fork_evidence": ForkEvidence,
    "witness": WitnessSettings,
    "pact_extension": PactExtension,
    "study": Study,
}
"""Every document that has a schema, by the name in its `$id`."""


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a document, under the id `urn:cradle:schema:<name>:v1`."""
    body = TypeAdapter(DOCUMENTS[name]).json_schema(schema_generator=SchemaWithoutNull)
    return {"$schema": DIALECT, "$id": f"urn:cradle:schema:{name}:v1"} | body


def render() -> dict[Path, bytes]:
    """Return the content of every schema file, by its path below the top folder."""
    return {
        FOLDER / f"{name}.schema.json": generated.encode(schema_of(name))
        for name in sorted(DOCUMENTS)
    }


def main(arguments: list[str], top: Path = tree.TOP) -> int:
    """Write the schemas, or only compare them with `--check`; return the exit status."""
    return generated.conclude(render(), arguments, top, folder=FOLDER)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
