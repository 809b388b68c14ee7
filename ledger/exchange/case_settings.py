"""The tables of `case.toml`. Numbers may be strings or TOML numbers; both are read exactly as written."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self, get_args

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from ledger.exchange.case_names import unknown_name
from ledger.exchange.case_table import (
    CaseModel,
    Positive,
    above_zero,
    one_of,
    read_number,
    read_text,
    refuse,
)
from schemas.base import broken
from schemas.errors import CradleError
from schemas.signed.participant import BusinessDetails, Contact
from schemas.values import Code, Country, Date, ModelId, Period, Share, Text
from schemas.vocabulary import Category

DEFAULT_PERIOD = Period(start="2025-01-01", end="2026-01-01")


@dataclass(frozen=True, slots=True)
class Recycler:
    """A site that treats used batteries and the kg of one battery that it treats; None if it treats the rest."""

    site: str
    kg: Decimal | None = None


def _read_recyclers(value: object) -> tuple[Recycler, ...]:
    """Read one recycler or a list of them, each `SITE` or `SITE=KG`."""
    return tuple(map(_read_recycler, value if isinstance(value, list) else [value]))


def _read_recycler(value: object) -> Recycler:
    site, separator, kg = str(value).partition("=")
    if not separator:
        return Recycler(site)
    return Recycler(site, above_zero(read_number(kg)))


@dataclass(frozen=True, slots=True)
class Carrier:
    """A site that carries the battery from its plant, and the tkm of it for one kg of battery."""

    site: str
    tkm: Decimal


def _read_carriers(value: object) -> tuple[Carrier, ...]:
    """Read one carrier or a list of them, each `SITE=TKM`."""
    return tuple(map(_read_carrier, value if isinstance(value, list) else [value]))


def _read_carrier(value: object) -> Carrier:
    site, separator, tkm = str(value).partition("=")
    if not separator:
        detail = f"{value} states no tkm; write SITE=TKM, the tkm of the site for one kg of battery"
        raise broken("case.distribution", detail)
    return Carrier(site, above_zero(read_number(tkm)))


def _read_period(value: object) -> Period:
    try:
        start, end = map(str, value if isinstance(value, list) else [])
        return Period(start=start, end=end)
    except ValueError:
        detail = f"{value} is not [first day, day after the last]; write each day as YYYY-MM-DD"
        raise broken("case.period", detail) from None


class Declared(CaseModel):
    """What the figure of a case is of: `site` is the plant that makes it, `manufacturer` the firm that calculates."""

    site: Text
    manufacturer: Text
    address: Text | None = None
    trade_name: Text | None = None
    contact: Contact | None = None
    town: Text | None = None
    period: Annotated[Period, BeforeValidator(_read_period)] = DEFAULT_PERIOD

    @property
    def details(self) -> BusinessDetails | None:
        """Address, trade name and contact of the manufacturer; None without address and contact."""
        if self.address is None or self.contact is None:
            return None
        return BusinessDetails(
            address=self.address, trade_name=self.trade_name, contact=self.contact
        )

    @model_validator(mode="after")
    def _whole_details(self) -> Self:
        if (self.address is None) != (self.contact is None) or (
            self.trade_name is not None and self.address is None
        ):
            detail = "address, contact and trade_name belong together; state address and contact"
            raise broken("case.details", detail)
        return self


class Goods(Declared):
    """The table `[product]`: the main output of `site`, whose figure is per unit of it, from cradle to gate."""


class Battery(Declared):
    """The table `[battery]`; `distribution` are the sites that carry it from its plant.

    Without a site of end of life its figure is cradle to gate, and needs no service life.
    """

    distribution: Annotated[tuple[Carrier, ...], BeforeValidator(_read_carriers)] = Field(
        alias="distribution_site", default=()
    )
    end_of_life: Annotated[tuple[Recycler, ...], BeforeValidator(_read_recyclers)] = Field(
        alias="end_of_life_site", default=()
    )
    model: ModelId
    chemistry: Text | None = None
    category: Annotated[
        Category, one_of({category.value: category for category in Category}, "case.category")
    ]
    vehicle_category: Code | None = None
    mass_kg: Positive
    usable_energy_kwh: Positive
    warranty_years: Positive | None = None
    warranty_km: Positive | None = None
    warranty_remaining: Share | None = None
    cycle_life: Positive | None = None

    @property
    def services(self) -> tuple[str, ...]:
        """The sites whose work on the battery, after its plant, is counted by a representative delivery."""
        carriers = tuple(row.site for row in self.distribution)
        return (*carriers, *(row.site for row in self.end_of_life))


class Cut(CaseModel):
    """A table `[[cut]]`: the rows by which site `user` uses `supply` are left out, so that a loop ends there."""

    supply: Text = Field(alias="from")
    user: Text = Field(alias="to")
    reason: Text


class CarbonPrice(CaseModel):
    """A table `[[carbon_price]]`: what a site paid per unit of its main output, net of free allocation."""

    site: Text
    scheme: Text
    currency: Code
    per_unit: Positive = Field(alias="amount_per_unit_output")


class Border(CaseModel):
    """The table `[cbam]`: the import of a good of the case, and what verifiers did not attest.

    `unverified` are the outputs whose deliveries nobody attests, `emissions_only` those whose free allocation nobody
    does. The price of a certificate is stated with its day; a correction factor, if one is stated,
    must be the rulebook's.
    """

    site: Text
    importer: Text
    country: Country
    tonnes: Positive
    year: Annotated[int, BeforeValidator(int)]
    cscf: Positive | None = None
    certificate_eur: Positive
    certificate_day: Date
    unverified: tuple[Text, ...] = ()
    emissions_only: tuple[Text, ...] = ()

    @property
    def period(self) -> Period:
        """The calendar year."""
        return Period(start=f"{self.year}-01-01", end=f"{self.year + 1}-01-01")


class Characterization(CaseModel):
    """The table `[characterization]`: the method that converted gases to kg CO2e."""

    method: Text = "as published"


class Settings(CaseModel):
    """The content of `case.toml`; a case without `name` has the name of its folder."""

    name: Text | None = None
    battery: Battery | None = None
    product: Goods | None = None
    characterization: Characterization = Characterization()
    cut: tuple[Cut, ...] = ()
    carbon_price: tuple[CarbonPrice, ...] = ()
    cbam: Border | None = None

    @model_validator(mode="after")
    def _one_subject(self) -> Self:
        if self.battery is not None and self.product is not None:
            detail = "the case names a battery and a product, and has one figure; remove one table"
            raise broken("case.subject", detail)
        return self


def read_settings(path: Path) -> Settings:
    """Read the settings of a case; an absent file is an empty one.

    Raises:
        CradleError: `case.*` with the key.
    """
    if not path.exists():
        return Settings()
    try:
        read = tomllib.loads(read_text(path), parse_float=str)
        _check_keys(read, path.name)
        return Settings.model_validate(read)
    except tomllib.TOMLDecodeError as error:
        raise CradleError(
            "case.toml", f"The file is not valid TOML: {error}. Correct it there.", path.name
        ) from None
    except ValidationError as error:
        raise refuse(error, path.name) from None


def _check_keys(document: Mapping[str, object], file: str) -> None:
    """Refuse a key that its table does not have.

    Raises:
        CradleError: `case.key` with the key.
    """
    _require_known(document, Settings, file, "")
    for table, model in _tables():
        section = document.get(table)
        if isinstance(section, dict):
            _require_known(section, model, file, f"{table}.")
        for number, row in enumerate(section if isinstance(section, list) else ()):
            if isinstance(row, dict):
                _require_known(row, model, file, f"{table}[{number}].")


def _require_known(
    section: Mapping[str, object], model: type[CaseModel], file: str, prefix: str
) -> None:
    names = model.names()
    for key in section:
        if key not in names:
            detail = unknown_name("key", key, names)
            raise CradleError("case.key", detail, f"{file}, {prefix}{key}")


def _tables() -> Iterator[tuple[str, type[CaseModel]]]:
    """The tables of `case.toml` with their models."""
    for name, field in Settings.model_fields.items():
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, CaseModel):
                yield name, kind
