"""The rows of a case folder's CSV tables, each checked on its own; `case_folder` compares them with each other.

A row in another unit, such as t, is converted to the unit of the ledger exactly: its amount or factor, and what it
states per unit. Format: docs/formats/case-folder.md.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from ledger.exchange.case_table import CaseRow, Number, Positive, one_of
from ledger.exchange.case_words import FactorWord, Kind, Place, ProcessWord, Word, listed
from ledger.footprint.graph.numbers import EXACT
from schemas.base import broken
from schemas.gases import GasOrigin
from schemas.signed.cbam_good import CnCode, Route
from schemas.values import Code, Text
from schemas.vocabulary import (
    AllocationBasis,
    Known,
    OutputRole,
    ProcessCode,
    Purpose,
    Stage,
    Supply,
    Unit,
)

CREDIT, EMISSION = "credit", "emission"
"""The kinds of rows that subtract, and of gases that the site itself emits."""

MIX = ("grid", "mix", "year", "boundary")
"""The columns of a factor that is a grid mix."""

_PURPOSES = {
    "energy": Purpose.ENERGY,
    "transport": Purpose.TRANSPORT,
    "direct": Purpose.DIRECT,
    EMISSION: Purpose.DIRECT,
}
"""The purpose of each kind; every other kind has `material`."""

_ROLES = (OutputRole.CO_PRODUCT, OutputRole.BY_PRODUCT, OutputRole.SCRAP)


def _read_year(text: str) -> int:
    if not re.fullmatch("[0-9]{4}", text, re.ASCII):
        raise broken("case.number", f"{text!r} is not a year; write four digits, such as 2024")
    return int(text)


def _read_dash(text: str) -> str | None:
    return None if text == "-" else text


def _default_purpose(row: dict[str, Any]) -> Purpose:
    return _PURPOSES.get(row["kind"], Purpose.MATERIAL)


_Stage = Annotated[Stage, listed(Stage, "stage", "case.stage")]
_Purpose = Annotated[Purpose, listed(Purpose, "purpose", "case.purpose")]
_Origin = Annotated[GasOrigin, listed(GasOrigin, "origin", "case.origin")]
_Supply = Annotated[Supply, listed(Supply, "supply", "case.supply")]
_Known = Annotated[Known, listed(Known, "known", "case.known")]
_Role = Annotated[OutputRole, listed(_ROLES, "role", "case.role")]
_Allocation = Annotated[AllocationBasis, listed(AllocationBasis, "allocation", "case.allocation")]
_Route = Annotated[Route, one_of({word: word for word in get_args(Route)}, "case.route")]
_Yes = Annotated[Literal[True], one_of({"yes": True}, "case.direct")]
_Mass = Annotated[Number | None, BeforeValidator(_read_dash)]
_Year = Annotated[int, BeforeValidator(_read_year)]


class _Made(CaseRow):
    """An output; mass, energy, power and value are as written, `kg_per_unit` and the like per unit of the ledger."""

    word: Word = Field(alias="unit")
    mass: _Mass = Field(alias="mass_kg_per_unit", default=None)
    energy: Positive | None = Field(alias="energy_kwh_per_unit", default=None)
    power: Positive | None = Field(alias="power_kwp_per_unit", default=None)
    allocation_value: Positive | None = None
    cn: CnCode | None = None
    route: _Route | None = None

    @property
    def unit(self) -> Unit:
        """The unit of the ledger."""
        return self.word.unit

    @property
    def kg_per_unit(self) -> Decimal | None:
        """The mass of one unit of the ledger; 1 for goods in kg that state none, None if it is unknown."""
        if self.mass is not None:
            return self.word.per_unit(self.mass)
        is_silent = "mass" not in self.model_fields_set
        return Decimal(1) if is_silent and self.unit is Unit.KG else None

    @property
    def kwh_per_unit(self) -> Decimal | None:
        """The energy of one unit of the ledger; None if it is unknown."""
        return None if self.energy is None else self.word.per_unit(self.energy)

    @property
    def kwp_per_unit(self) -> Decimal | None:
        """The peak power of one unit of the ledger; None if it is not stated."""
        return None if self.power is None else self.word.per_unit(self.power)


class Site(_Made):
    """A row of sites.csv; it is also the site's main output."""

    id: Code = Field(alias="site_id")
    name: Text = Field(alias="site")
    country: Place
    stage: _Stage
    output: Text
    allocation: _Allocation | None = None
    process: ProcessWord | None = None

    @field_validator("process")
    @classmethod
    def _of_its_stage(cls, process: ProcessCode | None, info: ValidationInfo) -> ProcessCode | None:
        stage = info.data.get("stage")
        if process is not None and stage is not None and process.stage is not stage:
            detail = f"{process.value} is not a process of this stage; write one that begins with {stage.value}"
            raise broken("case.process", detail)
        return process

    @property
    def process_code(self) -> ProcessCode:
        """The stated process; of a site that states none, the unspecified one of its stage."""
        return self.process or ProcessCode(f"{self.stage.value}.unspecified")


class FurtherOutput(_Made):
    """A row of outputs.csv: a co-product, by-product or scrap of a site, per unit of its main output."""

    id: Code = Field(alias="output_id")
    site: Text = Field(alias="site_id")
    output: Text
    role: _Role
    stated: Positive = Field(alias="amount_per_unit_output")
    per: int = 0

    @property
    def amount(self) -> Decimal:
        """The amount per unit of the site's main output, both in units of the ledger."""
        return EXACT.scaleb(self.word.total(self.stated), -self.per)


class Activity(CaseRow):
    """A row of activities.csv: an input per unit of output. A row without a purpose has the purpose of its kind.

    `per` is the power of ten of the unit of the site's output.
    """

    site: Text = Field(alias="site_id")
    kind: Kind
    input: Text
    stated: Number = Field(alias="amount_per_unit_output")
    word: Word = Field(alias="unit")
    stage: _Stage
    purpose: _Purpose = Field(default_factory=_default_purpose)
    origin: _Origin | None = None
    supply: _Supply | None = None
    known: _Known | None = None
    document: Text | None = None
    evidence: Text | None = None
    per: int = 0

    @property
    def unit(self) -> Unit:
        """The unit of the ledger."""
        return self.word.unit

    @property
    def amount(self) -> Decimal:
        """The amount per unit of output, both in units of the ledger."""
        return EXACT.scaleb(self.word.total(self.stated), -self.per)


def place_of(rows: Iterable[Activity]) -> str:
    """The place of rows of activities.csv, such as `activities.csv, rows 3, 4`."""
    numbers = [row.place.rpartition(" ")[2] for row in rows]
    return f"activities.csv, row{'s' * (len(numbers) > 1)} {', '.join(numbers)}"


_PAIR = re.compile(r"\s*\S+\s+\S+\s*")
"""An element and its mass fraction."""


class CaseFactor(CaseRow):
    """A row of factors.csv, in kg CO2e per unit."""

    id: Code = Field(alias="factor_id")
    name: Text
    stated: Number = Field(alias="value")
    word: FactorWord = Field(alias="unit")
    source: Text = "as found in factors.csv"
    geography: Place | None = None
    carrier: Text | None = None
    grid: Text | None = None
    mix: Text | None = None
    year: _Year | None = None
    boundary: Text | None = None
    direct: _Yes | None = None
    elements: Text | None = None

    @property
    def unit(self) -> Unit:
        """The unit of the ledger."""
        return self.word.unit

    @property
    def composition(self) -> tuple[dict[str, str], ...] | None:
        """The stated elements, sorted; the model of the factor set checks them."""
        if self.elements is None:
            return None
        pairs = sorted(part.split() for part in self.elements.split(","))
        return tuple({"element": name, "fraction": fraction} for name, fraction in pairs)

    @field_validator("elements")
    @classmethod
    def _elements_are_pairs(cls, text: str | None) -> str | None:
        if text is not None and not all(map(_PAIR.fullmatch, text.split(","))):
            detail = f"{text!r} is not a list of elements and mass fractions; write Ni 0.6, Co 0.2"
            raise broken("case.elements", detail)
        return text

    @property
    def value(self) -> Decimal:
        """The kg CO2e per unit of the ledger."""
        return self.word.per_unit(self.stated)

    @property
    def facts(self) -> Mapping[str, str | int | bool]:
        """The fields of place, energy carrier and grid mix; the model of the factor set checks that they agree."""
        return self.model_dump(include={"geography", "carrier", "direct", *MIX}, exclude_none=True)


class Fraction(CaseRow):
    """A row of compositions.csv."""

    site: Text = Field(alias="site_id")
    element: Text
    fraction: Number = Field(alias="mass_fraction")
    formula: Text = ""
