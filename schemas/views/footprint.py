"""The footprint of an output line, as its reader may know it."""

from typing import Annotated

from pydantic import Field

from schemas.base import ABSENT, Model
from schemas.signed.delivery import Cell
from schemas.values import StatementId


class Contribution(Model):
    """A part of a figure and its source; `value` has more digits than a declaration."""

    entry: StatementId
    site: str
    country: str
    basis: str
    source: str
    label: str
    value: str


class FootprintResponse(Model):
    """A line's figure in kg CO2e per unit; the upstream has 4 significant digits unless `exact`."""

    entry: StatementId
    line: str
    unit: str
    exact: bool
    own: tuple[Cell, ...]
    upstream: Annotated[tuple[Cell, ...] | None, ABSENT] = None
    cells: Annotated[tuple[Cell, ...] | None, ABSENT] = None
    total: Annotated[str, Field(examples=["0.46"])]
    contributions: Annotated[tuple[Contribution, ...] | None, ABSENT] = None
