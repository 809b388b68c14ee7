"""A product carbon footprint of PACT 3.0.3: the document with which suppliers answer requests.

Its members have PACT's spelling. Beyond the shape, the models enforce rules of the standard's field notes that its
schema does not: at most one geography, no packaging emissions that are not included, the sum rule

    excluding uptake = fossil + land use change + land management + land removals
                       + technological removals + capture and storage + biogenic without CO2
    including uptake = excluding uptake + uptake

exactly, and validity from the end of the reference period on. So Cradle cannot write a footprint that breaks a rule.

Left out, since Cradle states none of it: carbon capture and use, land occupation, leakage, outbound logistics.
Source: PACT Technical Specifications 3.0.3, data model.
"""

from decimal import Context, Inexact
from decimal import Decimal as Number
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from schemas.base import Model, broken
from schemas.exchanged.pact.values import (
    Decimal,
    NotNegative,
    NotPositive,
    Percent,
    Rating,
    Set,
    Time,
    Uri,
    Urn,
    Uuid,
    Word,
)

SPEC_VERSION = "3.0.3"
SUMMANDS = (
    "fossilGhgEmissions",
    "landUseChangeGhgEmissions",
    "landManagementBiogenicCO2Emissions",
    "landManagementBiogenicCO2Removals",
    "technologicalCO2Removals",
    "ccsTechnologicalCO2Capture",
    "biogenicNonCO2Emissions",
)
"""The members whose sum is the total without uptake."""

_EXACT = Context(prec=400, traps=[Inexact])

DeclaredUnit = Literal[
    "liter",
    "kilogram",
    "cubic meter",
    "kilowatt hour",
    "megajoule",
    "ton kilometer",
    "square meter",
    "piece",
    "hour",
    "megabit second",
]
Region = Literal[
    "Africa",
    "Americas",
    "Asia",
    "Europe",
    "Oceania",
    "Australia and New Zealand",
    "Central Asia",
    "Eastern Asia",
    "Eastern Europe",
    "Latin America and the Caribbean",
    "Melanesia",
    "Micronesia",
    "Northern Africa",
    "Northern America",
    "Northern Europe",
    "Polynesia",
    "South-eastern Asia",
    "Southern Asia",
    "Southern Europe",
    "Sub-Saharan Africa",
    "Western Asia",
    "Western Europe",
]
GEOGRAPHIES = ("geographyRegionOrSubregion", "geographyCountry", "geographyCountrySubdivision")


class SectorRules(Model):
    """Rules of a product category or sector that were followed, and their operator."""

    operator: Literal["PEF", "EPD International", "Other"]
    ruleNames: Set[Word]
    otherOperatorName: Word | None = None

    @model_validator(mode="after")
    def _other_is_named(self) -> "SectorRules":
        if (self.operator == "Other") != (self.otherOperatorName is not None):
            detail = "Give otherOperatorName if, and only if, operator is Other"
            raise broken("pact.operator", detail)
        return self


class EmissionFactorSource(Model):
    """A database of secondary emission factors."""

    name: Word
    version: Word


class DataQuality(Model):
    """Data quality ratings, 1 (best) to 5."""

    technologicalDQR: Rating
    geographicalDQR: Rating
    temporalDQR: Rating


class CarbonFootprint(Model):
    """The kg CO2e per declared unit (declared amount of the unit of measurement). Masses in kg, carbon in kg C."""

    declaredUnitOfMeasurement: DeclaredUnit
    declaredUnitAmount: NotNegative
    productMassPerDeclaredUnit: NotNegative
    referencePeriodStart: Time
    referencePeriodEnd: Time
    geographyRegionOrSubregion: Region | None = None
    geographyCountry: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    geographyCountrySubdivision: (
        Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")] | None
    ) = None
    boundaryProcessesDescription: Word | None = None
    pcfExcludingBiogenicUptake: Decimal
    pcfIncludingBiogenicUptake: Decimal
    fossilGhgEmissions: NotNegative
    fossilCarbonContent: NotNegative
    biogenicCarbonContent: NotNegative | None = None
    recycledCarbonContent: NotNegative | None = None
    landUseChangeGhgEmissions: NotNegative | None = None
    landManagementFossilGhgEmissions: NotNegative | None = None
    landManagementBiogenicCO2Emissions: NotNegative | None = None
    landManagementBiogenicCO2Removals: NotPositive | None = None
    biogenicCO2Uptake: NotPositive | None = None
    biogenicNonCO2Emissions: NotNegative | None = None
    aircraftGhgEmissions: NotNegative | None = None
    packagingEmissionsIncluded: bool | None = None
    packagingGhgEmissions: NotNegative | None = None
    ccsTechnologicalCO2CaptureIncluded: bool | None = None
    ccsTechnologicalCO2Capture: NotPositive | None = None
    technologicalCO2Removals: NotPositive | None = None
    ipccCharacterizationFactors: Set[Annotated[str, StringConstraints(pattern=r"^AR[0-9]+$")]]
    crossSectoralStandards: Set[Word]
    productOrSectorSpecificRules: Set[SectorRules] | None = None
    exemptedEmissionsPercent: Percent
    exemptedEmissionsDescription: Word | None = None
    allocationRulesDescription: Word | None = None
    secondaryEmissionFactorSources: Set[EmissionFactorSource] | None = None
    primaryDataShare: Percent | None = None
    dqi: DataQuality | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> "CarbonFootprint":
        excluding = _EXACT.create_decimal("0")
        for name in SUMMANDS:
            excluding = _EXACT.add(excluding, Number(getattr(self, name) or "0"))
        including = _EXACT.add(excluding, Number(self.biogenicCO2Uptake or "0"))
        totals = Number(self.pcfExcludingBiogenicUptake), Number(self.pcfIncludingBiogenicUptake)
        if totals != (excluding, including):
            detail = "a total is not the exact sum of its parts; add the parts again"
            raise broken("pact.sum", detail)
        return self

    @model_validator(mode="after")
    def _coherent(self) -> "CarbonFootprint":
        if sum(getattr(self, name) is not None for name in GEOGRAPHIES) > 1:
            raise broken("pact.geography", "a footprint has several geographies; state at most one")
        if self.packagingGhgEmissions is not None and not self.packagingEmissionsIncluded:
            detail = "packaging emissions are stated but not included; leave them out"
            raise broken("pact.packaging", detail)
        if self.referencePeriodStart >= self.referencePeriodEnd:
            detail = "the reference period does not end after its start; correct one of them"
            raise broken("pact.period", detail)
        if not Number(self.declaredUnitAmount):
            raise broken("pact.sign", "the declared amount is zero; state one above zero")
        return self


class DataModelExtension(Model):
    """Data of a footprint beyond PACT's data model; `dataSchema` names the schema of `data`."""

    specVersion: Word
    dataSchema: Uri
    documentation: Uri | None = None
    data: dict[str, Any]


class ProductFootprint(Model):
    """A footprint of one product of one company. Only its `status` changes, once, to Deprecated."""

    id: Uuid
    specVersion: Annotated[
        str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9]{8})?$")
    ] = SPEC_VERSION
    precedingPfIds: Set[Uuid] | None = None
    created: Time
    status: Literal["Active", "Deprecated"]
    validityPeriodStart: Time | None = None
    validityPeriodEnd: Time | None = None
    companyName: Word
    companyIds: Set[Urn]
    productDescription: str
    productIds: Set[Urn]
    productClassifications: Set[Urn] | None = None
    productNameCompany: Word
    comment: Word | None = None
    pcf: CarbonFootprint
    extensions: Annotated[tuple[DataModelExtension, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _valid_after_its_period(self) -> "ProductFootprint":
        start = self.validityPeriodStart or self.pcf.referencePeriodEnd
        if start < self.pcf.referencePeriodEnd:
            detail = "the validity starts before the reference period ends; let it start later"
            raise broken("pact.validity", detail)
        if self.validityPeriodEnd is not None and self.validityPeriodEnd <= start:
            detail = "the validity does not end after its start; let it end later"
            raise broken("pact.validity", detail)
        return self
