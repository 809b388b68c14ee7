"""The golden vectors as tests read them: text from `tests/vectors`, never regenerated."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from schemas.base import Model
from schemas.signed.fork import ForkEvidence
from schemas.signed.kinds import MODELS, SECTIONS
from schemas.signed.log import EntriesLeaf, Receipt
from schemas.signed.policy import Policy
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Kind, Section, SectionName
from schemas.views.monitor import MonitorReport

VECTORS = Path(__file__).parents[2] / "vectors"


@cache
def load(name: str) -> Any:  # noqa: ANN401
    """The content of a vector file."""
    return json.loads((VECTORS / f"{name}.json").read_bytes())


@dataclass(frozen=True, slots=True)
class Golden:
    """One vector of a statement; `row` as it stands in the file."""

    kind: Kind
    row: dict[str, Any]

    @property
    def payload(self) -> bytes:
        """The bytes of the payload."""
        text: str = self.row["payload"]
        return text.encode()

    def __str__(self) -> str:
        return f"{self.kind.value}/{self.row['name']}"


def statements() -> list[Golden]:
    """All statements of all kinds."""
    return [Golden(kind, row) for kind in Kind for row in load(kind.value)["vectors"]]


def values() -> Iterator[tuple[str, type[Model], dict[str, Any]]]:
    """One golden value of each model that travels: name, model, JSON."""
    for golden in statements():
        yield str(golden), MODELS[golden.kind], json.loads(golden.payload)
        for section in golden.row["sections"]:
            document = json.loads(section["document"])
            name = f"{golden}/{section['name']}"
            yield f"{name} document", Section, document
            yield name, SECTIONS[SectionName(section["name"])], document["value"]
    yield "rulebook", Rulebook, json.loads(load("documents")["rulebook"]["document"])
    for name in ("factor_set", "border_factor_set"):
        yield name, FactorSet, json.loads(load("documents")[name]["document"])
    yield "monitor", MonitorReport, json.loads(load("documents")["monitor"]["document"])
    yield "entries leaf", EntriesLeaf, json.loads(load("logs")["entries"]["leaves"][0])
    yield "receipt", Receipt, load("logs")["receipt"]
    yield "fork evidence", ForkEvidence, load("witness")["fork_evidence"]


def value(name: str) -> dict[str, Any]:
    """A fresh copy of one golden value, to change."""
    found = next(content for known, _, content in values() if known == name)
    copy: dict[str, Any] = json.loads(json.dumps(found))
    return copy


def policy() -> Policy:
    """The golden policy, as the reader's file states it."""
    return Policy.parse(json.dumps(tomllib.loads(load("documents")["policy"])).encode())
