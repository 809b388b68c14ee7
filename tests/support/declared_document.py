"""A declaration document with every member that there is, long names, and a lot left out."""

import json

from schemas.views.declaration_document import DeclarationDocument

ID = "sha256:" + "ab" * 32


def stage(name: str, burdens: str, taken: str, value: str, each: str) -> dict[str, str]:
    """Build a stage as JSON."""
    return {
        "stage": name,
        "burdens": burdens,
        "credits": taken,
        "value": value,
        "per_battery": each,
    }


FULL = {
    "document": "declaration",
    "standing": {
        "state": "in_force",
        "law": "example",
        "figure": ID,
        "declaration": ID,
        "as_of": {"entries": 61, "registry": 35},
        "changed": {"count": 2, "withdrawn": 0},
        "audit": {
            "attestation": ID,
            "index": 59,
            "auditor": "Example Audit SE",
            "outcome": "verified_with_remarks",
            "level": "reasonable",
            "materiality": "5",
            "scope": "All signed data of the model and plant, recomputed; two sites visited",
            "depth": "documents",
            "exceptions": 2,
            "date": "2026-03-01",
            "standard": "ISO 14064-3:2019",
            "notified_body": "0123",
        },
        "objections": 1,
        "conservative": {
            "before": {
                "total": "0.2486",
                "parts": {"data_and_modelling": "0.0935", "method_and_use": "0.031"},
            },
            "after": {
                "total": "0.1554",
                "parts": {"data_and_modelling": "0", "method_and_use": "0.0313"},
            },
        },
        "incomplete": 1,
        "bars": ["A rulebook that is law: example-law has the legal status draft"],
        "life": [
            {"event": "calculated", "statement": ID, "index": 57},
            {"event": "attested", "statement": ID, "index": 59, "day": "2026-03-01"},
            {"event": "declared", "statement": ID, "index": 60, "day": "2026-03-09"},
        ],
    },
    "manufacturer": {
        "name": "Beispiel Größe GmbH & Co. KG",
        "country": "DE",
        "details": {
            "address": "Example Street 1, 00000 Exampletown",
            "trade_name": "EXAMPLE",
            "contact": "https://example.com/contact",
        },
    },
    "model": "urn:example:battery:75",
    "category": "EV",
    "vehicle_category": "M1",
    "chemistry": "NMC811 and graphite",
    "mass": "377.264",
    "plant": {"site": "PACK-1", "town": "Exampletown", "region": "Example", "country": "DE"},
    "period": {"start": "2025-01-01", "end": "2026-01-01"},
    "per": "total_energy",
    "total": "0.124074",
    "stages": [
        stage("raw_material", "0.152674", "0", "0.152674", "5496.27"),
        stage("main_production", "0.0130417", "0", "0.0130417", "469.501"),
        stage("distribution", "0.000592796", "0", "0.000592796", "21.3406"),
        stage("end_of_life", "0.0338946", "-0.0761297", "-0.0422351", "-1520.46"),
    ],
    "per_battery": "4466.65",
    "total_energy": "36000",
    "plausibility": {
        "capacity_kwh": "75",
        "per_capacity": "59.56",
        "gate": "0.1657",
        "gate_per_capacity": "79.54",
        "end_of_life": "-0.04224",
        "credited": "-0.07613",
        "published": [
            {
                "chemistry": "NMC811",
                "low": "59",
                "middle": "74",
                "high": "115",
                "over_life": ["0.123", "0.154", "0.24"],
                "place": "within",
                "source": "Example et al., Example Journal 2024",
                "precise": True,
                "note": "5th, 50th and 95th percentile",
            },
            {
                "chemistry": "LFP",
                "middle": "54.7",
                "over_life": ["0.114"],
                "source": "Example model 2024",
                "precise": False,
                "note": "the table is not known",
            },
        ],
        "published_version": "2026-12-02",
    },
    "conformity": "EU-DoC-2026-001",
    "date": "2026-03-09",
    "signatory": {"name": "A. Example", "function": "Head of Compliance"},
    "study": "https://example.com/study",
    "batteries": 1000,
    "share_counted": "0.952381",
    "spread": {
        "entries": 12,
        "lowest": "0.15",
        "median": "0.1663",
        "highest": "0.21",
        "outliers": [
            {
                "lot": "L-7",
                "period": {"start": "2025-07-01", "end": "2025-08-01"},
                "batteries": 80,
                "value": "0.21",
            }
        ],
        "left_out": [
            {
                "lot": f"X-{n}",
                "period": {"start": "2025-07-01", "end": "2025-08-01"},
                "batteries": 10,
                "value": "0.33",
                "why": "excluded",
                "reason": "prototype",
            }
            for n in range(6)
        ],
    },
    "basis": [
        {"code": "site_period_average", "share": "0.8"},
        {"code": "lot_actual", "share": "0.15"},
        {"code": "opaque_import", "share": "0.05"},
    ],
    "company_specific": [
        {"code": "stated", "share": "0.174"},
        {"code": "not_stated", "share": "0.776"},
        {"code": "other", "share": "0.05"},
    ],
    "depth": [
        {"code": "recomputed", "share": "0.7"},
        {"code": "site_visit", "share": "0.2"},
        {"code": "attested", "share": "0.1"},
    ],
    "asserted": [
        {"code": "capacity", "value": "75.5 kWh"},
        {"code": "warranty_years", "value": "8"},
        {"code": "warranty_distance", "value": "160000 km"},
        {"code": "warranty_energy", "value": "0.8"},
        {"code": "batteries", "value": "1000"},
        {"code": "exclusions", "value": "6"},
        {"code": "filling", "value": "transport, mass"},
    ],
    "conservative": {
        "total": "0.2486",
        "parts": {"data_and_modelling": "0.0935", "method_and_use": "0.031"},
    },
    "method": {
        "id": "example-law",
        "version": "1.0.0",
        "title": "Carbon footprint of electric vehicle batteries, example of an act",
        "legal_status": "draft",
    },
    "not_stated": [],
    "supersedes": "sha256:" + "cd" * 32,
    "software": "cradle-ledger 0.1.0",
    "digests": {
        "calculation": ID,
        "declaration": ID,
        "attestation": ID,
        "rulebook": ID,
        "factor_sets": [ID, "sha256:" + "ef" * 32],
        "origin": "ledger.example/battery",
        "as_of": {"size": 35, "root": "25" * 32},
    },
}
"""A declaration with every member that there is, and long names."""

DOCUMENT = DeclarationDocument.parse(json.dumps(FULL).encode())


def standing_as(document: DeclarationDocument, **members: object) -> DeclarationDocument:
    """The document with another standing."""
    return document.model_copy(update={"standing": document.standing.model_copy(update=members)})


IN_FORCE = standing_as(DOCUMENT, law="declared", changed=None)
"""The document as a declaration in force, under law in force."""
