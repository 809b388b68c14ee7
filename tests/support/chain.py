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


@dataclass
class Chain:
    """The chain as far as it is built: the ledger, and the ids of statements by name."""

    plan: Mapping[str, Alter] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    ids: dict[str, str] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    total: str = ""
    rulebook: Rulebook = field(default_factory=lambda: load_rulebook("study-full-substitution-1"))
    factors: FactorSet = field(default_factory=factors)

    def planned(self, name: str, value: Any) -> Any:  # noqa: ANN401
        """A value, as the plan changes it."""
        return self.plan.get(name, lambda same: same)(value)

    def entry(self, name: str, issuer: str, process: str, inventory: Members, **members: Any) -> str:  # noqa: ANN401
        """States an entry of the year; members of the header and `product` lines may be given."""
        product = members.pop("product", None) or [
            {"line": row["line"], "form": "as_is"} for row in inventory["outputs"]
        ]
        header = {
            "site": {"code": f"{issuer}-1", "country": "DE"},
            "process": process,
            "period": YEAR,
            "basis": "site_period_average",
        }
        self.ids[name] = self.ledger.state(
            Kind.ENTRY,
            issuer,
            self.planned(f"{name} header", {**header, **members}),
            inventory=self.planned(name, inventory),
            product={"lines": product},
            quality={"coverage": "1"},
        )
        self._note(name, members)
        return self.ids[name]

    def deliver(self, name: str, issuer: str, recipient: str, line: str, **members: Any) -> str:  # noqa: ANN401
        """States a delivery of an entry's line; physical if an amount is given."""
        physical = "amount" in members
        header: Members = {
            "recipient": self.ledger.parties[recipient],
            "line": line,
            "product": f"urn:example:{line}",
            "unit": "kg",
            "number": name,
            "use": "physical" if physical else "representative",
        }
        if not physical:
            header["valid_until"] = "2026-12-31"
        header = self.planned(name, {**header, **members})
        self.ids[name] = self.ledger.state(Kind.DELIVERY, issuer, header)
        self._note(name, members)
        return self.ids[name]

    def _note(self, name: str, members: Members) -> None:
        if "supersedes" in members:
            self.changes[members["supersedes"]["id"]] = Change("superseded", self.ids[name])

    def correct(self, name: str) -> Members:
        """The member by which a statement corrects the one of that name."""
        return {"supersedes": {"id": self.ids[name], "reason": "correction"}}

    def records(self) -> Records:
        """The entries and deliveries so far, read back from what was signed."""
        entries, deliveries = {}, {}
        for name, envelope in self.ledger.envelopes.items():
            payload = json.loads(payload_of(envelope))
            if "process" in payload:
                sections = {
                    part: canonical(json.loads(self.ledger.sections[digest])["value"])
                    for part, digest in payload["sections"].items()
                }
                entries[name] = EntryRecord(
                    name,
                    Entry.parse(payload_of(envelope)),
                    Inventory.parse(sections["inventory"]),
                    Product.parse(sections["product"]),
                )
            elif "recipient" in payload:
                deliveries[name] = DeliveryRecord(name, Delivery.parse(payload_of(envelope)))
        return Records(entries, deliveries, self.changes)

    def method(self) -> Members:
        """The members that name rulebook and factor set."""
        return {
            "rulebook": self.ledger.blob(self.rulebook),
            "factor_sets": [self.ledger.blob(self.factors)],
        }

    def told(self, entry: str, line: str) -> Members:
        """The figure that a supplier tells with a delivery of a line, as of now."""
        resolution = resolve([self.ids[entry]], [], self.records())
        table = FactorTable([self.factors], self.rulebook)
        newest = self.records().newest(self.ids[entry]) or ""
        figure = figures(resolution, table, self.rulebook).line(newest, line)
        assert figure is not None
        rounded = {key: round_delivered(value) for key, value in figure.cells.items()}
        return {
            "registry": self.ledger.registry.state().to_json(),
            **self.method(),
            "cells": [row.to_json() for row in format_cells(rounded)],
            "total": format_decimal(round_delivered(total_of(figure.cells))),
        }

    def calculate(self, composition: Members, members: Members) -> str:
        """States the calculation of a composition, its derived fields computed, then planned."""
        composition = self.planned("composition", composition)
        members = self.planned(
            "asserted",
            {
                "model": MODEL,
                "site": "packer-1",
                "period": YEAR,
                "category": "EV",
                "vehicle_category": "M1",
                "capacity_kwh": "75",
                "warranty": {"years": "8", "km": "130000"},
                "software": "cradle 0.1.0",
                **self.method(),
                **members,
            },
        )
        members = self.planned("calculation", self._derived(composition, members))
        self.total = members["total"]
        self.ids["calculation"] = self.ledger.state(
            Kind.CALCULATION, "packer", members, composition=composition
        )
        return self.ids["calculation"]

    def _derived(self, composition: Members, members: Members) -> Members:
        """All members of a calculation, those that derive from the others computed."""
        header = {
            "origin": self.ledger.origin,
            "issuer": self.ledger.parties["packer"],
            "sections": {"composition": "sha256:" + "0" * 64},
        }
        asserted = {"total_energy": {"numerator": "1", "denominator": "1"}, "cells": [], "total": "0"}
        stages = [row.to_json() for row in format_stages({})]
        draft = Calculation.parse(canonical({**header, **asserted, "stages": stages, **members}))
        draft = draft.model_copy(
            update={
                "total_energy": total_energy(
                    draft.category,
                    draft.vehicle_category,
                    draft.capacity_kwh,
                    draft.warranty,
                    self.rulebook,
                )
            }
            if "total_energy" not in members
            else {}
        )
        composed = Composition.parse(canonical(composition))
        records = self.records()
        resolution = resolve(*cited_by(composed), records)
        table = FactorTable([self.factors], self.rulebook)
        rows = parts(composed, resolution, records)
        cells = declared_cells(rows, figures(resolution, table, self.rulebook), draft)
        assert cells is not None
        return {
            **members,
            "total_energy": draft.total_energy.to_json(),
            "cells": [row.to_json() for row in format_cells(cells)],
            "stages": [row.to_json() for row in format_stages(cells)],
            "total": format_decimal(total_of(cells)),
        }
