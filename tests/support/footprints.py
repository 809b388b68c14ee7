"""Files of PACT and Catena-X, made up for tests: valid as they are, each member open to change."""

import json
from typing import Any

from support.parsing import changed

Json = dict[str, Any]
Place = tuple[str | int, ...]

PRODUCT = "urn:gtin:4000000000006"


def file_of(content: object, *changes: tuple[Place, object]) -> bytes:
    """The bytes of a file, after changes at some places; `...` takes a member away."""
    for place, new in changes:
        content = changed(content, place, new)
    return json.dumps(content).encode()


def pact_3(**pcf: object) -> Json:
    """A housing: 2 kg CO2e fossil for a declared amount of 4 kg; members of `pcf` may be given."""
    return {
        "id": "7d1f3d5e-0000-4000-8000-000000000001",
        "specVersion": "3.0.3",
        "created": "2025-02-01T00:00:00Z",
        "status": "Active",
        "companyName": "Housings Example AB",
        "companyIds": ["urn:example:company:1"],
        "productDescription": "Housing",
        "productIds": [PRODUCT, "urn:example:housing:1"],
        "productNameCompany": "Housing 1",
        "pcf": {
            "declaredUnitOfMeasurement": "kilogram",
            "declaredUnitAmount": "4",
            "productMassPerDeclaredUnit": "4",
            "referencePeriodStart": "2024-01-01T00:00:00Z",
            "referencePeriodEnd": "2025-01-01T00:00:00Z",
            "pcfExcludingBiogenicUptake": "2",
            "pcfIncludingBiogenicUptake": "2",
            "fossilGhgEmissions": "2",
            "fossilCarbonContent": "0",
            "ipccCharacterizationFactors": ["AR6"],
            "crossSectoralStandards": ["ISO14067"],
            "exemptedEmissionsPercent": "0",
            "dqi": {"technologicalDQR": "1.5", "geographicalDQR": "2", "temporalDQR": "2.5"},
            "primaryDataShare": "40",
            **pcf,
        },
    }


def mixed_pact_3() -> Json:
    """All parts that PACT 3 keeps apart, and totals that they add up to."""
    return pact_3(
        pcfExcludingBiogenicUptake="8.4",
        pcfIncludingBiogenicUptake="3.4",
        fossilGhgEmissions="7",
        landUseChangeGhgEmissions="1.5",
        landManagementBiogenicCO2Emissions="0.5",
        landManagementBiogenicCO2Removals="-0.25",
        technologicalCO2Removals="-0.1",
        ccsTechnologicalCO2Capture="-0.5",
        biogenicNonCO2Emissions="0.25",
        biogenicCO2Uptake="-5",
    )


def pact_2(**pcf: object) -> Json:
    """The same in version 2, with numbers among the strings."""
    known = pact_3()
    members = {
        "declaredUnit": "kilogram",
        "unitaryProductAmount": 4,
        "pCfExcludingBiogenic": "2.5",
        "pCfIncludingBiogenic": "2.1",
        "fossilGhgEmissions": 2.0,
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


def catena_x(**production: object) -> Json:
    """A Catena-X footprint of 2 pieces, packed, with a distribution outside its boundary."""
    assessment = {
        "dataSourcesAndQuality": [{"primaryDataShare": 56.12, "technologicalDQR": 2}],
        "pcfMethodology": [
            {"gwpCharacterizationFactorDetails": [{"ipccCharacterizationFactors": "AR6"}]}
        ],
        "pcfAssessmentInformation": [
            {
                "time": [
                    {
                        "referencePeriodStart": "2024-01-01T00:00:00Z",
                        "referencePeriodEnd": "2024-12-31T23:59:59Z",
                        "validityPeriodEnd": "2026-12-31T23:59:59+01:00",
                        "created": "2025-01-10T00:00:00Z",
                    }
                ],
                "idAndVersion": [{"id": "a-1", "version": 0, "status": "Active"}],
            }
        ],
    }
    product = {
        "declaredUnitOfMeasurement": "piece",
        "declaredUnitAmount": 2,
        "productMassPerDeclaredUnit": 3.5,
        "productIds": [PRODUCT],
    }
    parts = {
        "fossilGhgEmissions": 1.5,
        "aircraftGhgEmissions": 0.5,
        "biogenicCO2Uptake": -1,
        "pcfExcludingBiogenicUptake": 2,
        "pcfIncludingBiogenicUptake": 1,
        **production,
    }
    packaging = {
        "packagingEmissionsIncluded": True,
        "packagingFossilGhgEmissions": 0.25,
        "packagingPcfExcludingBiogenicUptake": 0.25,
    }
    distribution = {
        "distributionStageIncluded": False,
        "distributionStageFossilGhgEmissions": 9,
    }
    return {
        "scopeOfPcfForm": [
            {
                "partialFullPcf": "Cradle-to-gate",
                "specVersion": "urn:io.catenax.pcf:datamodel:version:9.0.0",
            }
        ],
        "companyAndProductInformation": [
            {
                "productInformation": [product],
                "companyInformation": [{"companyName": "Parts Example", "companyIds": ["urn:x:1"]}],
            }
        ],
        "pcfAssessmentAndMethodology": [assessment],
        "productLifeCycleStagesAndEmissions": [
            {
                "productionStage": [parts],
                "packagingStage": [packaging],
                "distributionStage": [distribution],
            }
        ],
    }


def battery_component(*stages: object, total: object = 7.5, unit: str = "CO2KG/KG") -> Json:
    """A battery part with four stages, by default 4, 2, 1 and 0.5."""
    names = (
        "stage1RawMaterialAquisitionPreProcessing",
        "stage2MainProductProduction",
        "stage3Distribution",
        "stage4EndOfLifeRecycling",
    )
    values = stages or (4, 2, 1, 0.5)
    shares: Json = {name: {"stageValue": v} for name, v in zip(names, values, strict=True)}
    shares |= {"absPcfValue": {"stageValue": total}, "declaredUnit": unit}
    return {
        "manufacturerPartId": "M-1",
        "customerPartId": "C-1",
        "legalidentifier": "BPNL000000000001",
        "siteIdentifier": "BPNS000000000001",
        "validityPeriod": {
            "validFrom": "2024-07-01T00:00:00.000+01:00",
            "validTo": "2026-07-01T00:00:00Z",
        },
        "primaryDataShare": 56.12,
        "technologicalRepresentativeness": 1.25,
        "pcfValues": {"sharesPerStage": shares},
    }
