"""An invented footprint of PACT 3: the file from which a row of the golden chain takes its figure."""

import json

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
