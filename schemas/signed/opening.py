"""The opening of a delivery: what a supplier shows its customer of its own suppliers, beyond its figure.

A row is the part of the delivered figure that comes from one firm of one country: its kg CO2e per unit of the delivered
line, by stage, burdens and credits apart, each to 4 significant digits. A row may hold the rows of that firm's own
suppliers. A supplier opens what it chooses; the recipient computes the rest as the difference, and that rest is the
opener's own part together with all that it did not open.

The opening is a salted section of the delivery: its digest alone goes where the signed delivery goes as evidence, as in
a PACT footprint. Rows name firms and countries and no statement, so that the same goods in two openings are not linked
by an id. Which rows a supplier may sign is a rule of the ledger (`ledger.rules.opening`).
"""

from collections.abc import Iterable

from pydantic import Field, model_validator

from schemas.base import Model, broken, require_sorted
from schemas.values import Country, Figure, Text
from schemas.vocabulary import Stage

LEVELS = 5
"""Levels of rows: with them a delivery stays within the depth that canonical JSON has."""

ROWS = 200
"""Rows of one level."""


class OpenedStage(Model):
    """Burdens and credits of one stage, in kg CO2e per unit of the delivered line; neither is netted."""

    stage: Stage
    burdens: Figure
    credits: Figure


class OpenedSupplier(Model):
    """The part of a delivered figure that comes from one firm of one country, and what is opened behind it."""

    name: Text
    country: Country
    stages: tuple[OpenedStage, ...] = Field(max_length=len(Stage))
    suppliers: "tuple[OpenedSupplier, ...] | None" = Field(None, min_length=1, max_length=ROWS)

    @model_validator(mode="after")
    def _in_order(self) -> "OpenedSupplier":
        require_sorted((row.stage.value for row in self.stages), "open.order", "stages")
        if any(row.burdens == row.credits == "0" for row in self.stages):
            raise broken("open.zero", "a stage has neither burdens nor credits; leave it out")
        _require_order(self.suppliers or ())
        return self


class Opening(Model):
    """The suppliers that a delivery opens.

    Attributes:
        onward: true if the recipient may show these rows to its own customers, inside its own openings.
        suppliers: the rows, by name and country.
    """

    onward: bool
    suppliers: tuple[OpenedSupplier, ...] = Field(min_length=1, max_length=ROWS)

    @model_validator(mode="after")
    def _in_order(self) -> "Opening":
        _require_order(self.suppliers)
        if _levels(self.suppliers) > LEVELS:
            raise broken("open.depth", f"rows are in more than {LEVELS} levels; leave the rest out")
        return self


class OpenableSuppliers(Model):
    """All rows that a delivery of a line may open as of now; a supplier signs those that it chooses.

    Attributes:
        suppliers: the rows.
        others: true if the line also uses goods that no row may show, so that the rest is never its own part alone.
    """

    suppliers: tuple[OpenedSupplier, ...]
    others: bool


def _require_order(rows: Iterable[OpenedSupplier]) -> None:
    require_sorted(((row.name, row.country) for row in rows), "open.order", "suppliers")


def _levels(rows: Iterable[OpenedSupplier]) -> int:
    return 1 + max((_levels(row.suppliers or ()) for row in rows), default=-1)
