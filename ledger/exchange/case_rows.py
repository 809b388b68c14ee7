"""The rows of a case folder's CSV tables, each checked on its own; `case_folder` compares them with each other.

Format: docs/formats/case-folder.md.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ledger.exchange.case_table import CaseRow, Number, one_of
from schemas.base import broken
from schemas.values import Code, Country, Text
from schemas.vocabulary import Purpose, Stage, Unit

MIX = ("grid", "mix", "year", "boundary")
"""The columns of a factor that is a grid mix."""

_STAGES = {
    "raw material": Stage.RAW_MATERIAL,
    "main production": Stage.MAIN_PRODUCTION,
    "distribution": Stage.DISTRIBUTION,
    "end of life": Stage.END_OF_LIFE,
}
_PURPOSES = {"energy": Purpose.ENERGY, "transport": Purpose.TRANSPORT, "direct": Purpose.DIRECT}
"""The purpose of each kind; every other kind has `material`."""


def _read_year(text: str) -> int:
    if not re.fullmatch("[0-9]{4}", text, re.ASCII):
        raise broken("case.number", f"{text!r} is not a year; write four digits, such as 2024")
    return int(text)


def _read_dash(text: str) -> str | None:
    return None if text == "-" else text


def _default_mass(row: dict[str, Any]) -> Decimal | None:
    return Decimal(1) if row["unit"] is Unit.KG else None


def _default_purpose(row: dict[str, Any]) -> Purpose:
    return _PURPOSES.get(row["kind"], Purpose.MATERIAL)


_Stage = Annotated[Stage, one_of(_STAGES, "case.stage")]
_Unit = Annotated[Unit, one_of({unit.value: unit for unit in Unit}, "case.unit")]
_FactorUnit = Annotated[Unit, one_of({f"kg CO2e/{unit.value}": unit for unit in Unit}, "case.unit")]
_Purpose = Annotated[
    Purpose, one_of({purpose.value: purpose for purpose in Purpose}, "case.purpose")
]
_Mass = Annotated[Number | None, BeforeValidator(_read_dash)]
_Year = Annotated[int, BeforeValidator(_read_year)]


class Site(CaseRow):
    """A row of sites.csv."""

    id: Code = Field(alias="site_id")
    name: Text = Field(alias="site")
    country: Country
    stage: _Stage
    output: Text
    unit: _Unit
    kg_per_unit: _Mass = Field(alias="mass_kg_per_unit", default_factory=_default_mass)


class Activity(CaseRow):
    """A row of activities.csv: an input per unit of output. A row without a purpose has the purpose of its kind."""

    site: Text = Field(alias="site_id")
    kind: Text
    input: Text
    amount: Number = Field(alias="amount_per_unit_output")
    unit: _Unit
    stage: _Stage
    purpose: _Purpose = Field(default_factory=_default_purpose)


class CaseFactor(CaseRow):
    """A row of factors.csv, in kg CO2e per unit."""

    id: Code = Field(alias="factor_id")
    name: Text
    value: Number
    unit: _FactorUnit
    source: Text = "as found in factors.csv"
    carrier: Text | None = None
    grid: Text | None = None
    mix: Text | None = None
    year: _Year | None = None
    boundary: Text | None = None

    @property
    def carrier_or_mix(self) -> Mapping[str, str | int]:
        """The fields of the energy carrier or grid mix; the model of the factor set checks that they agree."""
        return self.model_dump(include={"carrier", *MIX}, exclude_none=True)


class Fraction(CaseRow):
    """A row of compositions.csv."""

    site: Text = Field(alias="site_id")
    element: Text
    fraction: Number = Field(alias="mass_fraction")
    formula: Text = ""
