"""Published footprints of batteries, beside which a reader sees whether a figure is plausible.

Each row is kg CO2e per kWh of capacity, cradle to gate, with its source. No figure is computed from them, and no
finding rests on them.
"""

from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken
from schemas.values import Amount, Code, Text


class PublishedRow(Model):
    """A published figure, or the low, middle and high end of several, of batteries of one chemistry.

    Attributes:
        chemistry: its usual short name.
        words: names of the chemistry in the id of a model, in lower case, letters and digits alone.
        precise: false if the source is not known precisely enough to cite it; `note` says why.
        note: what the ends are, and how the figure was read or computed.
    """

    chemistry: Code
    words: tuple[Text, ...] = Field(min_length=1)
    low: Amount | None = None
    middle: Amount
    high: Amount | None = None
    source: Text
    precise: bool
    note: Text

    @model_validator(mode="after")
    def _both_ends_or_none(self) -> "PublishedRow":
        if (self.low is None) is not (self.high is None):
            raise broken("published.ends", "a range has one end alone; state both, or neither")
        return self


class PublishedFootprints(Model):
    """A list of published footprints, with the day on which it was made."""

    version: Code
    unit: Literal["kg CO2e per kWh of capacity"] = "kg CO2e per kWh of capacity"
    boundary: Literal["cradle_to_gate"] = "cradle_to_gate"
    rows: tuple[PublishedRow, ...]
