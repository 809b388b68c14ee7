"""Files of every format that the linter reads, made up for tests and sound as they are; each member open to change.

The totals and parts of the PACT samples are those of the specification's own: wbcsd/data-exchange-protocol,
spec/v3/examples/example-1.json to example-4.json.
"""

from collections.abc import Sequence
from typing import Any

from support.footprints import Place, battery_component, catena_x, file_of, pact_3

from ledger.exchange.lint.linter import lint
from schemas.views.lint_report import LintFinding, LintFormat, LintReport

Json = dict[str, Any]

STUDY = "https://eur-lex.europa.eu/eli/reg/2023/1542/oj"
"""A page that the public can open."""

STAGES = ("RawMaterialExtraction", "MainProduction", "Distribution", "Recycling")
GEFEG_VALUE = "kgCO2-equivalentPerKilowattHourValue"
GEFEG_UNIT = "kgCO2-equivalentPerKilowattHour"
GEFEG_TOTAL = "BatteryCarbonFootprintPerFunctionalUnit"
GEFEG_STAGES = (
    "ContributionOfRawMaterialAcquisitionAndPre-processingLifecycleStage",
    "ContributionOfMainProductProductionLifecycleStage",
    "ContributionOfDistributionLifecycleStage",
    "ContributionOfEndOfLifeAndRecyclingLifecycleStage",
)
LIFECYCLES = (
    "raw material acquisition and pre-processing",
    "main product production",
    "distribution",
    "end of life and recycling",
)

PACT_SAMPLES: dict[str, tuple[str, str, Json]] = {
    "example-1": (
        "0.384",
        "0.356",
        {
            "fossilGhgEmissions": "0.35",
            "landManagementBiogenicCO2Emissions": "0.004",
            "biogenicNonCO2Emissions": "0.002",
        },
    ),
    "example-2": (
        "5.14",
        "4.804",
        {"fossilGhgEmissions": "4.78", "biogenicNonCO2Emissions": "0.024"},
    ),
    "example-3": ("77.0", "77", {"fossilGhgEmissions": "77"}),
    "example-4": (
        "0.42",
        "0.371",
        {
            "fossilGhgEmissions": "0.17",
            "landUseChangeGhgEmissions": "0.2",
            "biogenicNonCO2Emissions": "0.001",
        },
    ),
}
"""The stated total of each sample, the sum of its parts, and the parts that are not zero."""


def report(content: object, *changes: tuple[Place, object]) -> LintReport:
    """The report on a file."""
    return lint(file_of(content, *changes), "file.json")


def found(content: object, *changes: tuple[Place, object]) -> list[tuple[str, str, str]]:
    """Severity, code and place of each finding."""
    rows = report(content, *changes).findings
    return [(row.severity, row.code, row.place) for row in rows]


def only(content: object, *changes: tuple[Place, object]) -> LintFinding:
    """The one finding on a file."""
    (row,) = report(content, *changes).findings
    return row


def battery_pass(stages: Sequence[object] = (0.12, 0.06, 0.03, -0.01), total: object = 0.2) -> Json:
    """An aspect of BatteryPass: 0.2 kg CO2e per kWh, which are 5760 kg for a battery of 28,800 kWh."""
    return {
        "batteryCarbonFootprint": total,
        "absoluteCarbonFootprint": 5760,
        "carbonFootprintPerLifecycleStage": [
            {"lifecycleStage": word, "carbonFootprint": value}
            for word, value in zip(STAGES, stages, strict=True)
        ],
        "carbonFootprintPerformanceClass": "not applicable",
        "carbonFootprintStudy": STUDY,
    }


def gefeg(stages: Sequence[object] = (0.12, 0.06, 0.03, -0.01), total: object = 0.2) -> Json:
    """A passport of GEFEG's with its footprint group."""
    values = dict(zip((GEFEG_TOTAL, *GEFEG_STAGES), (total, *stages), strict=True))
    group = {
        name: {GEFEG_VALUE: value, GEFEG_UNIT: "kgCO2-eq/kWh"} for name, value in values.items()
    }
    group["WebLinkToPublicCarbonFootprintStudy"] = STUDY
    return {"Battery_Passport": {"BatteryCarbonFootprint": group}}


def catena_x_pass(
    stages: Sequence[object] = (0.12, 0.06, 0.03, -0.01), total: object = 0.2
) -> Json:
    """A Catena-X passport with four stages and their sum."""
    document = [{"contentType": "URL", "header": "Study", "content": STUDY}]
    rows = [
        {
            "lifecycle": word,
            "type": "Climate Change Total",
            "value": value,
            "unit": "kg CO2 / kWh",
            "manufacturingPlant": [{"facility": "BPNS1234567890AA"}],
            "declaration": document,
            "rulebook": document,
        }
        for word, value in zip((*LIFECYCLES, "total"), (*stages, total), strict=True)
    ]
    return {
        "metadata": {"issueDate": "2025-01-01", "expirationDate": "2035-01-01"},
        "operation": {"intoServiceDate": "2025-02-01"},
        "sustainability": {"status": "original", "carbonFootprint": rows},
    }


def component(stages: Sequence[object] = (4, 2, 1, 0.5), total: object = 7.5) -> Json:
    """A battery part of 7.5 kg CO2e per kg."""
    return {
        **battery_component(*stages, total=total),
        "technologicalRepresentativeness": 1,
        "geographicalRepresentativeness": 2,
        "timerelatedRepresentativeness": 3,
        "dataQualityRating": 2,
        "secondaryEmissionFactorSources": ["a set of factors"],
        "productQualityParameter": ["form: sheet"],
        "contentC02Metals": ["Material: Ni, Specific Content: 40 %"],
    }


def pact_2(**pcf: object) -> Json:
    """A footprint of PACT 2 with all that it requires."""
    known = pact_3()
    members = {
        "declaredUnit": "kilogram",
        "unitaryProductAmount": 4,
        "productMassPerDeclaredUnit": "4",
        "pCfExcludingBiogenic": "2.5",
        "pCfIncludingBiogenic": "2.1",
        "fossilGhgEmissions": 2.0,
        "fossilCarbonContent": "0",
        "biogenicCarbonContent": "0.3",
        "dLucGhgEmissions": "0.3",
        "otherBiogenicGhgEmissions": "0.2",
        "landManagementGhgEmissions": "0.1",
        "biogenicCarbonWithdrawal": "-1",
        "referencePeriodStart": "2024-01-01T00:00:00Z",
        "referencePeriodEnd": "2025-01-01T00:00:00Z",
        "characterizationFactors": "AR5",
        "primaryDataShare": 12.9,
    }
    return {**known, "specVersion": "2.3.1", "version": 1, "pcf": {**members, **pcf}}


def pcf_9() -> Json:
    """A Catena-X footprint with all that its model requires."""
    content = catena_x()
    stages = content["productLifeCycleStagesAndEmissions"][0]
    stages["distributionStage"] = [{"distributionStageIncluded": False}]
    about = content["pcfAssessmentAndMethodology"][0]["pcfAssessmentInformation"][0]
    about["idAndVersion"] = [
        {
            "id": "7d1f3d5e-0000-4000-8000-000000000001",
            "version": 0,
            "status": "Active",
            "retroOrProspectivePcfType": "Retrospective PCF",
        }
    ]
    about["boundarySpecifications"] = [{"exemptedEmissionsPercent": 3}]
    about["geography"] = [{"geographyRegionOrSubregion": "Europe", "geographyCountry": "DE"}]
    identity = content["companyAndProductInformation"][0]
    identity["companyInformation"][0]["companyIds"] = ["urn:bpn:BPNL000000000001"]
    identity["productInformation"][0]["productNameCompany"] = "Part"
    content["carbonContent"] = [
        {"carbonContentTotal": 0.5, "fossilCarbonContent": 0.1, "biogenicCarbonContent": 0.4}
    ]
    return content


def pcf_7(**pcf: object) -> Json:
    """A Catena-X footprint of version 7."""
    known = pact_3()
    members: Json = {
        "declaredUnit": "kilogram",
        "unitaryProductAmount": 4,
        "productMassPerDeclaredUnit": 4,
        "pcfExcludingBiogenic": 2.5,
        "pcfIncludingBiogenic": 2.1,
        "fossilGhgEmissions": 2.5,
        "dlucGhgEmissions": 0.3,
        "extTFS_luGhgEmissions": 0.1,
        "biogenicCarbonEmissionsOtherThanCO2": 0.2,
        "biogenicCarbonWithdrawal": -1.0,
        "distributionStagePcfExcludingBiogenic": 0.5,
        "distributionStageFossilGhgEmissions": 0.5,
        "carbonContentTotal": 0.5,
        "extWBCSD_fossilCarbonContent": 0.2,
        "carbonContentBiogenic": 0.3,
        "exemptedEmissionsPercent": 1,
        "primaryDataShare": 40,
        "geographyRegionOrSubregion": "Europe",
        "geographyCountry": "DE",
        "referencePeriodStart": "2024-01-01T00:00:00Z",
        "referencePeriodEnd": "2025-01-01T00:00:00Z",
        "dataQualityRating": {"coveragePercent": 95, "technologicalDQR": 2, "temporalDQR": 1},
        **pcf,
    }
    return {
        **known,
        "specVersion": "urn:io.catenax.pcf:datamodel:version:7.0.0",
        "companyIds": ["urn:bpn:id:BPNL000000000001"],
        "pcf": members,
    }


def openepd(**gwp: object) -> Json:
    """A declaration whose modules add up over A1 to A3, and over fossil, biogenic and land use parts."""
    values = {
        "gwp": {"A1A2A3": 10.25, "A1": 7.25, "A2": 1.01, "A3": 1.99, "C3": 4.25, "D": -3.25, **gwp},
        "gwp-fossil": {"A1A2A3": 12.75, "C3": 0.75, "D": -3.25},
        "gwp-biogenic": {"A1A2A3": -3.02, "C3": 3.51, "D": 0},
        "gwp-luluc": {"A1A2A3": 0.52, "C3": 0, "D": 0},
    }
    indicators = {
        name: {module: {"mean": mean, "unit": "kgCO2e"} for module, mean in row.items()}
        for name, row in values.items()
    }
    return {
        "doctype": "openEPD",
        "openepd_version": "0.1",
        "declared_unit": {"qty": 1, "unit": "m2"},
        "date_of_issue": "2024-02-24T00:00:00Z",
        "valid_until": "2029-02-24T00:00:00Z",
        "declaration_url": STUDY,
        "impacts": {"EF 3.1": indicators},
    }


def pact_sample(name: str) -> Json:
    """A footprint with the total and parts of a published sample, otherwise sound."""
    total, _, parts = PACT_SAMPLES[name]
    return pact_3(pcfExcludingBiogenicUptake=total, pcfIncludingBiogenicUptake=total, **parts)


SOUND: dict[LintFormat, Json] = {
    "batterypass-1.2": battery_pass(),
    "gefeg-batterypass-ready-1.0": gefeg(),
    "pact-3": pact_3(),
    "pact-2": pact_2(),
    "catena-x-pcf-9": pcf_9(),
    "catena-x-pcf-7": pcf_7(),
    "catena-x-battery-component-1": component(),
    "catena-x-battery-pass-6": catena_x_pass(),
    "openepd": openepd(),
}
"""A sound file of each format."""
