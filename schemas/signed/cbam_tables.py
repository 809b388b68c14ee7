"""Default values and benchmarks of the carbon border: published tables, pinned by their digest.

A code has 4, 6 or 8 digits and stands for all codes that begin with it. A default is in t CO2e per tonne: direct,
indirect and total without mark-up, and the total with the mark-up of each year, which is printed and not computed. An
empty text says that a value does not apply. A country without a row for a code has the row of `other`.
Sources: Implementing Regulations (EU) 2025/2621 and (EU) 2025/2620.
"""

from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from schemas.base import Grammar, Model, require_sorted
from schemas.signed.constants import Confidence, Reference, require_references
from schemas.values import Code, Text

_Cn = Annotated[str, Grammar(r"^([0-9]{4}|[0-9]{6}|[0-9]{8})$", "cbam.heading", "4, 6 or 8 digits")]
_Tonnes = Annotated[
    str, Grammar(r"^([0-9]+\.?[0-9]*)?$", "cbam.default", "t CO2e per tonne, or nothing")
]
_Country = Annotated[
    str, Grammar(r"^([A-Z]{2}|other)$", "cbam.country", "an ISO 3166 code such as CN, or other")
]
_Route = Annotated[str, Grammar(r"^[A-L]?$", "cbam.route", "a letter from A to L, or nothing")]


class DefaultRow(NamedTuple):
    """The default of a code in one country; the route is the one that its benchmark rests on."""

    cn: _Cn
    route: _Route
    direct: _Tonnes
    indirect: _Tonnes
    total: _Tonnes
    in_2026: _Tonnes
    in_2027: _Tonnes
    from_2028: _Tonnes


class CountryDefaults(Model):
    """The defaults of one country, or of all others."""

    country: _Country
    rows: tuple[DefaultRow, ...]

    @model_validator(mode="after")
    def _in_order(self) -> "CountryDefaults":
        require_sorted(((row.cn, row.route) for row in self.rows), "cbam.order", "rows")
        return self


class HighestRow(NamedTuple):
    """The default of a precursor of unknown country: the highest of all countries."""

    cn: _Cn
    route: _Route
    total: _Tonnes
    in_2026: _Tonnes
    in_2027: _Tonnes
    from_2028: _Tonnes


class BenchmarkRow(NamedTuple):
    """A benchmark of a code: column A of actual data, or B of defaults; `years` 1 is to 2027, 2 is from 2028."""

    cn: _Cn
    column: Literal["A", "B"]
    route: _Route
    years: Literal["", "1", "2"]
    value: _Tonnes


class CbamTables(Model):
    """One state of the published tables; `state` says which, and what is missing from it."""

    id: Code
    version: Code
    title: Text
    state: Text
    licence: Literal["open", "digest_only"]
    defaults_source: Code
    benchmarks_source: Code
    confidence: Confidence
    defaults: tuple[CountryDefaults, ...] = Field(min_length=1)
    highest: tuple[HighestRow, ...]
    benchmarks: tuple[BenchmarkRow, ...]
    references: tuple[Reference, ...]

    @model_validator(mode="after")
    def _in_order(self) -> "CbamTables":
        require_sorted((row.country for row in self.defaults), "cbam.order", "defaults")
        require_sorted(((row.cn, row.route) for row in self.highest), "cbam.order", "highest")
        require_sorted((row[:4] for row in self.benchmarks), "cbam.order", "benchmarks")
        require_references(self, self.references, "cbam.reference")
        return self
