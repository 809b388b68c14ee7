"""A small chain made by hand: a mine, a refinery, a pack plant, a recycler; one battery, declared.

It holds one of each thing that an audit looks at: physical and representative deliveries, one with
a figure, a corrected entry and a corrected delivery, allocation, a by-product, waste, emissions,
credits by flow and by delivery, an entry of the model that is left out, attestation, declaration.

`build` makes the honest chain. Its `plan` is what a manufacturer and an operator who collude would
change before signing: each member is applied to what it is named after.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.footprint.cells import format_cells, format_stages, total_of
from ledger.footprint.composition import cited_by, declared_cells, parts
from ledger.footprint.factors import FactorTable
from ledger.footprint.figure import figures
from ledger.footprint.functional_unit import total_energy
from ledger.footprint.graph import Change, DeliveryRecord, EntryRecord, Records, resolve
from ledger.footprint.numbers import format_decimal, round_delivered
from ledger.rulebooks.catalog import load_rulebook
from ledger.trust.canonical import canonical
from schemas.calculation import Calculation, Composition
from schemas.delivery import Delivery
from schemas.entry import Entry, Product
from schemas.inventory import Inventory
from schemas.rulebook import FactorSet, Rulebook
from schemas.statement import Kind
from support.bundles import Ledger, Members, payload_of

MODEL = "urn:example:battery:m1"
YEAR = {"start": "2025-01-01", "end": "2026-01-01"}
KNOWN = {"known": "metered"}
Alter = Callable[[Any], Any]


def factors() -> FactorSet:
    """The factor set of the chain."""
    rows = [
        ("db:diesel", "MJ", "product", {"fossil": "0.0741"}),
        ("db:freight", "tkm", "product", {"fossil": "0.09", "biogenic": "0.001"}),
        ("db:grid", "kWh", "product", {"fossil": "0.437", "land_use_change": "0.0007"}),
        ("db:heat", "MJ", "product", {"unspecified": "0.066"}),
        ("db:steel", "kg", "product", {"fossil": "1.93"}),
        ("db:tailings", "kg", "treatment", {"unspecified": "0.0113"}),
    ]
    return FactorSet.parse(
        canonical(
            {
                "id": "db",
                "version": "1",
                "title": "Factors for tests",
                "method": "EF 3.1",
                "licence": "open",
                "rows": [
                    {
                        "flow": flow,
                        "unit": unit,
                        "direction": direction,
                        "name": flow,
                        "values": [{"group": g, "value": v} for g, v in sorted(values.items())],
                        "source": "test",
                    }
                    for flow, unit, direction, values in rows
                ],
            }
        )
    )


def output(line: str, amount: str, unit: str = "kg", role: str = "main", **members: Any) -> Members:  # noqa: ANN401
    """An output line."""
    product = f"urn:example:{line}"
    row = {"line": line, "product": product, "name": line, "amount": amount, "unit": unit}
    return {**row, "role": role, **members}


def taken(delivery: str, amount: str, unit: str = "kg") -> Members:
    """An input under a delivery."""
    row = {"type": "delivery", "delivery": delivery, "amount": amount, "unit": unit}
    return {**row, **KNOWN, "purpose": "material"}


def used(flow: str, amount: str, unit: str, purpose: str, stage: str) -> Members:
    """An activity."""
    row: Members = {"type": "activity", "flow": flow, "amount": amount, "unit": unit, **KNOWN}
    if (purpose, unit) == ("energy", "kWh"):
        row["electricity"] = {"supply": "grid"}
    return {**row, "purpose": purpose, "stage": stage, "source": "dataset"}
