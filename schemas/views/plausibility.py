"""What a reader judges the size of a figure by: the same figure in other units, and published ones beside it."""

from typing import Literal

from schemas.base import Model
from schemas.values import Code, Figure, Text


class PublishedFigure(Model):
    """A published figure up to the gate, in kg CO2e per kWh of capacity, with its source.

    `low`, `middle` and `high` are as published; `over_life` are the same over the energy that this battery delivers, in
    kg CO2e per kWh of total energy. `place` is that of the judged figure up to the gate among the ends; absent if one
    value alone is published. `precise` is false if the source is not known precisely enough to cite it.
    """

    chemistry: Code
    low: Figure | None = None
    middle: Figure
    high: Figure | None = None
    over_life: tuple[Figure, ...]
    place: Literal["below", "within", "above"] | None = None
    source: Text
    precise: bool
    note: Text


class Plausibility(Model):
    """A figure per kWh of capacity, its part up to the gate, what end of life takes off, and published figures.

    `per_capacity` and `gate_per_capacity` are in kg CO2e per kWh of capacity, `gate`, `end_of_life` (net) and
    `credited` (at most 0) in the unit of the figure. Up to the gate are raw material acquisition and pre-processing,
    and main product production. `chemistry` is the one that the declaration's words (`chemistry_stated`) name, or else
    the model's id, as `chemistry_from` says; both are absent if neither names one, and then `published` has every
    chemistry of the list.
    """

    capacity_kwh: Figure
    per_capacity: Figure
    gate: Figure
    gate_per_capacity: Figure
    end_of_life: Figure
    credited: Figure
    chemistry: Code | None = None
    chemistry_from: Literal["declaration", "model"] | None = None
    chemistry_stated: Text | None = None
    published: tuple[PublishedFigure, ...]
    published_version: Code
