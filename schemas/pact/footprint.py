"""A product carbon footprint of PACT 3.0.3: the document that suppliers answer with.

Its members are spelled as PACT spells them. Beyond the shape, the models hold what the standard's own field notes say
and its schema does not: at most one geography, no packaging emissions that are not included, the sum rule

    excluding uptake = fossil + land use change + land management + land removals
                       + technological removals + capture and storage + biogenic without CO2
    including uptake = excluding uptake + uptake

exactly, and validity within three years of the reference period. So Cradle can write no footprint that breaks one.

Left out, since Cradle states none of it: carbon capture and use, land occupation, leakage, outbound logistics.
Source: PACT Technical Specifications 3.0.3, data model.
"""

from decimal import Context, Inexact
from decimal import Decimal as Number
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from schemas.base import Model, broken
from schemas.pact.values import (
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
"""What the total without uptake is the sum of."""

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
    """Rules of a product category or sector that were followed, and who keeps them."""

    operator: Literal["PEF", "EPD International", "Other"]
    ruleNames: Set[Word]
    otherOperatorName: Word | None = None

    @model_validator(mode="after")
    def _other_is_named(self) -> "SectorRules":
        if (self.operator == "Other") != (self.otherOperatorName is not None):
            raise broken("pact.operator", "an operator is named if and only if it is Other")
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
    """kg CO2e per declared unit: per declared amount of the unit of measurement. Masses in kg, carbon in kg C."""

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
        stated = Number(self.pcfExcludingBiogenicUptake), Number(self.pcfIncludingBiogenicUptake)
        if stated != (excluding, including):
            raise broken("pact.sum", "the two totals are the sums of their parts, exactly")
        return self

    @model_validator(mode="after")
    def _coherent(self) -> "CarbonFootprint":
        if sum(getattr(self, name) is not None for name in GEOGRAPHIES) > 1:
            raise broken("pact.geography", "a footprint has at most one geography")
        if self.packagingGhgEmissions is not None and not self.packagingEmissionsIncluded:
            raise broken("pact.packaging", "packaging emissions stand only where they are included")
        if self.referencePeriodStart >= self.referencePeriodEnd:
            raise broken("pact.period", "a reference period ends after it starts")
        if not Number(self.declaredUnitAmount):
            raise broken("pact.sign", "a declared amount is above zero")
        return self


class DataModelExtension(Model):
    """What a footprint carries beyond PACT's data model; `dataSchema` names the schema of `data`."""

    specVersion: Word
    dataSchema: Uri
    documentation: Uri | None = None
    data: dict[str, Any]


class ProductFootprint(Model):
    """A footprint of one product of one company. Nothing in it changes but `status`, once, to Deprecated."""

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
            raise broken("pact.validity", "a footprint is valid from its reference period on")
        if self.validityPeriodEnd is not None and self.validityPeriodEnd <= start:
            raise broken("pact.validity", "the end of validity is after its start")
        return self
