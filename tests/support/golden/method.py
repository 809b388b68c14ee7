"""The method that values the golden chain: a rulebook, a factor set, and another one for the carbon border.

All factors and constants are invented to show the formats; they are not in any law.
"""

import json

from schemas.gases import Gas, GasOrigin
from schemas.signed.characterization import Characterization, GasFactor
from schemas.signed.constants import Constant, Reference
from schemas.signed.rulebook import (
    CyclesPerYear,
    Factor,
    FactorSet,
    FunctionalUnit,
    GroupValue,
    RefusedOrigin,
    Rulebook,
)
from schemas.vocabulary import Category, CompositionRole, Group, Stage, Unit


def _constant(value: str) -> Constant:
    return Constant(value=value, source="EX", confidence="inferred")


RULEBOOK = Rulebook(
    id="example-1",
    version="1.0.0",
    title="Example rulebook of the golden vectors",
    legal_status="study",
    declarable="demo",
    filing="stated",
    boundary="cradle_to_grave",
    avoided="counts",
    functional_units=(
        FunctionalUnit(
            category=Category.EV,
            service_life="warranty",
            cycles_per_year=(
                CyclesPerYear(
                    vehicle_category="M1",
                    cycles=_constant("60"),
                    km_per_year=_constant("20000"),
                ),
            ),
        ),
    ),
    required_roles=(CompositionRole.PRODUCT, CompositionRole.END_OF_LIFE),
    required_stages=(Stage.DISTRIBUTION,),
    refused_origins=(
        RefusedOrigin(origin=GasOrigin.LAND_USE_UPTAKE, source="EX", confidence="inferred"),
    ),
    characterization=Characterization(
        id="example-gases",
        version="1.0.0",
        method="Example",
        implementation="example",
        rows=(
            GasFactor(
                gas=Gas.CO2,
                origin=GasOrigin.FOSSIL,
                group=Group.FOSSIL,
                value="1",
                source="EX",
                confidence="inferred",
            ),
        ),
        references=(Reference(key="EX", text="Invented to show the format."),),
    ),
    not_covered=("Everything that the golden vectors do not show.",),
    references=(Reference(key="EX", text="Invented to show the format."),),
)


def _factor(flow: str, unit: Unit, value: str, *, direction: str = "product") -> Factor:
    return Factor(
        flow=f"example:{flow}",
        unit=unit,
        direction="treatment" if direction == "treatment" else "product",
        name=flow.replace("_", " ").capitalize(),
        values=(GroupValue(group=Group.FOSSIL, value=value),),
        source="Invented to show the format.",
    )


FACTORS = FactorSet(
    id="example-factors",
    version="1",
    title="Example factors of the golden vectors",
    method="Example",
    licence="open",
    rows=(
        _factor("cobalt_sulfate", Unit.KG, "9.5"),
        _factor("electricity", Unit.KWH, "0.25"),
        _factor("heat", Unit.MJ, "0.07"),
        _factor("sea_freight", Unit.TKM, "0.01"),
        _factor("wastewater", Unit.M3, "0.4", direction="treatment"),
    ),
)


def _grid(country: str, value: str) -> Factor:
    return Factor(
        flow=f"example:grid_{country.lower()}",
        unit=Unit.KWH,
        direction="product",
        name=f"Grid of {country}, direct emissions",
        values=(GroupValue(group=Group.FOSSIL, value=value),),
        source="Invented to show the format.",
        grid=country,
        mix="average",
        year=2026,
        boundary="direct",
    )


BORDER_FACTORS = FactorSet(
    id="example-border-factors",
    version="1",
    title="Example factors of the golden vectors for the carbon border",
    method="Example",
    licence="open",
    rows=(
        _grid("CN", "0.6"),
        _grid("IN", "0.7"),
        Factor(
            flow="example:natural_gas",
            unit=Unit.MJ,
            direction="product",
            name="Natural gas, combustion",
            values=(GroupValue(group=Group.FOSSIL, value="0.056"),),
            source="Invented to show the format.",
            carrier="fuel",
            direct=True,
        ),
    ),
)

HOUSING = json.dumps(
    {
        "id": "00000000-0000-4000-8000-000000000001",
        "specVersion": "3.0.3",
        "created": "2025-01-20T00:00:00Z",
        "status": "Active",
        "companyName": "Example Housings AB",
        "companyIds": ["urn:example:company:housings"],
        "productDescription": "Aluminium housing of a battery pack",
        "productIds": ["urn:example:product:housing"],
        "productNameCompany": "Housing",
        "pcf": {
            "declaredUnitOfMeasurement": "kilogram",
            "declaredUnitAmount": "4",
            "productMassPerDeclaredUnit": "4",
            "referencePeriodStart": "2024-01-01T00:00:00Z",
            "referencePeriodEnd": "2025-01-01T00:00:00Z",
            "pcfExcludingBiogenicUptake": "22.9",
            "pcfIncludingBiogenicUptake": "21.8",
            "fossilGhgEmissions": "22.4",
            "fossilCarbonContent": "0",
            "biogenicNonCO2Emissions": "0.5",
            "biogenicCO2Uptake": "-1.1",
            "ipccCharacterizationFactors": ["AR6"],
            "crossSectoralStandards": ["ISO14067", "PACT-3.0"],
            "exemptedEmissionsPercent": "0",
        },
    },
    separators=(",", ":"),
).encode()
