"""A small chain made by hand: a mine, a refinery, a pack plant, a recycler; one battery, declared.

It has one of each object that an audit checks: physical and representative deliveries, one with
a figure, a corrected entry and a corrected delivery, allocation, a by-product, waste, emissions,
credits by flow and by delivery, an entry of the model that is left out, attestation, declaration.

`support.signed_battery` makes the honest chain. A `plan` has the changes that a colluding manufacturer and
operator make before signing: each member is applied to the object of its name.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from support.bundles import Json, Ledger, Members, path, payload_of
from support.deriving import derive, line_cells, read_records, round_cells

from ledger.footprint.graph.cells import parse_cells, total_of
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.graph.resolution import Change
from ledger.rulebooks.catalog import load_rulebook
from ledger.trust.canonical import canonical
from schemas.signed.exact_cells import ExactCells
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Kind

MODEL = "urn:example:battery:m1"
YEAR = {"start": "2025-01-01", "end": "2026-01-01"}
KNOWN = {"known": "metered"}
MIX = {"grid": "DE", "mix": "average", "year": 2025, "boundary": "life_cycle"}
Alter = Callable[[Json], Json]


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
                        **(MIX if flow == "db:grid" else {}),
                    }
                    for flow, unit, direction, values in rows
                ],
            }
        )
    )


def output(
    line: str, amount: str, unit: str = "kg", role: str = "main", **members: Json
) -> Members:
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
class SignedChain:
    """The chain as far as it is built: the ledger, and the ids of statements by name.

    `changes` are the changes of statements so far, `known` those that the calculation uses.
    """

    plan: Mapping[str, Alter] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    ids: dict[str, str] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    known: dict[str, Change] = field(default_factory=dict)
    total: str = ""
    rulebook: Rulebook = field(default_factory=lambda: load_rulebook("study-full-substitution-1"))
    factors: FactorSet = field(default_factory=factors)

    def statement(self, name: str) -> str:
        """The file of a statement."""
        return path("statements", self.ids[name])

    def hide(self, *names: str) -> Callable[[dict[str, bytes]], None]:
        """A change that leaves the leaves of statements out of a bundle's proof."""
        return lambda files: self.ledger.hide(files, *(self.ids[name] for name in names))

    def section(self, name: str, part: str) -> str:
        """The file of a section of a statement."""
        stated = json.loads(payload_of(self.ledger.envelopes[self.ids[name]]))
        return path("sections", stated["sections"][part])

    def planned(self, name: str, value: Json) -> Json:
        """A value, as the plan changes it."""
        return self.plan.get(name, lambda same: same)(value)

    def entry(
        self, name: str, issuer: str, process: str, inventory: Members, **members: Json
    ) -> str:
        """State an entry of the year; members of the header and `product` lines may be given."""
        stated = self.planned(name, inventory)
        known = {row["line"]: row for row in members.pop("product", None) or []}
        lines = [
            known.get(row["line"], {"line": row["line"], "form": "as_is"})
            for row in stated["outputs"]
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
            inventory=stated,
            product=self.planned(f"{name} product", {"lines": lines}),
            quality={"coverage": "1"},
        )
        self._note(name, members)
        return self.ids[name]

    def deliver(self, name: str, issuer: str, recipient: str, line: str, **members: Json) -> str:
        """State a delivery of an entry's line; physical if an amount is given."""
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
            self.changes.setdefault(
                members["supersedes"]["id"], Change("superseded", self.ids[name])
            )

    def correct(self, name: str) -> Members:
        """The member by which a statement corrects the one of that name."""
        return {"supersedes": {"id": self.ids[name], "reason": "correction"}}

    def method(self) -> Members:
        """The members that name rulebook and factor set."""
        return {
            "rulebook": self.ledger.blob(self.rulebook),
            "factor_sets": [self.ledger.blob(self.factors)],
        }

    def told(self, entry: str, line: str) -> Members:
        """The figure that a supplier states with a delivery of a line, as of now."""
        records = read_records(self.ledger, self.changes)
        state = self.ledger.registry.state().to_json()
        cells = line_cells(records, self.ids[entry], line, self.rulebook, self.factors)
        return {"registry": state, **self.method(), **round_cells(cells)}

    def calculate(self, composition: Members, members: Members) -> str:
        """State the calculation of a composition: compute its derived fields, then apply the plan."""
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
                "warranties": [{"years": "8", "km": "130000", "remaining_energy": "0.8"}],
                "software": "cradle 0.1.0",
                **self.method(),
                **members,
            },
        )
        derived = dict(self._derive(composition, members))
        exact = self.planned("exact", derived.pop("exact"))
        members = self.planned("calculation", derived)
        cells = ExactCells.parse(canonical({"cells": members["cells"]} if exact is None else exact))
        self.total = format_decimal(total_of(parse_cells(cells.cells)))
        sections = {"composition": composition, **({} if exact is None else {"exact": exact})}
        self.ids["calculation"] = self.ledger.state(Kind.CALCULATION, "packer", members, **sections)
        return self.ids["calculation"]

    def _derive(self, composition: Members, members: Members) -> Members:
        """The members of a calculation, with those that derive from the others."""
        header = {
            "origin": self.ledger.origin,
            "issuer": self.ledger.parties["packer"],
            "sections": dict.fromkeys(("composition", "exact"), "sha256:" + "0" * 64),
        }
        records = read_records(self.ledger, self.known)
        derived = derive({**header, **members}, composition, records, self.rulebook, self.factors)
        return {**members, **derived}
