"""A battery as delivered, its end of life, and a calculation of both, for tests of compositions."""

from dataclasses import dataclass, field
from decimal import Decimal

from support.graph import ORIGIN, STUDY, YEAR, Graph, factors, firm, ident, weighing
from support.rows import Row, inventory, made, taken, used

from ledger.footprint.graph.composition import Part, cited_by, parts
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import Problem, Resolution, resolve
from ledger.footprint.valuation.figure import Figures, figures
from ledger.rules.composition import composition_problems
from ledger.rules.conservation import conservation_faults
from ledger.rules.stages import stage_problems
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.rulebook import Rulebook

MODEL = "urn:test:model"
PLANT = firm("plant")
SETS = (factors({"test:lime": "2"}),)


STAGES = ("raw_material", "main_production", "distribution", "end_of_life")


def calculation(**asserted: object) -> Calculation:
    """A calculation of four batteries of 75 kWh, with nothing derived but the total energy."""
    usual = {
        "origin": ORIGIN,
        "issuer": firm("plant"),
        "model": MODEL,
        "site": "P1",
        "period": YEAR,
        "category": "EV",
        "vehicle_category": "M1",
        "capacity_kwh": "75",
        "warranties": [{"years": "8", "remaining_energy": "0.8"}],
        "batteries": 4,
        "total_energy": {"numerator": "36000", "denominator": "1"},
        "cells": [],
        "stages": [{"stage": stage, "value": "0"} for stage in STAGES],
        "total": "0",
        "rulebook": ident("rulebook"),
        "factor_sets": [ident("factors")],
        "as_of": {"size": 1, "root": "0" * 64},
        "software": "test",
        "sections": {"composition": ident("composition")},
    }
    return Calculation.model_validate({**usual, **asserted}, strict=False)


def row(
    role: str,
    amount: str,
    *,
    entry: str | None = None,
    delivery: str | None = None,
    **members: object,
) -> Row:
    """A row of a composition, as JSON."""
    named = {"entry": ident(entry)} if entry else {"delivery": ident(delivery or "")}
    return {"role": role, **named, "line": "main", "amount": amount, "unit": "kg", **members}


@dataclass
class Declared:
    """A plant that makes 4 batteries of 50 kg, a recycler that treats them, and a calculation.

    `registered` is the country of firms in their registration.
    """

    chain: Graph
    rows: list[Row]
    exclusions: list[dict[str, str]] = field(default_factory=list)
    asserted: dict[str, object] = field(default_factory=dict)
    registered: dict[str, str] = field(default_factory=dict)

    @property
    def composition(self) -> Composition:
        """The composition, its rows sorted."""
        rows = sorted(
            self.rows, key=lambda r: (r["role"], r.get("entry") or r["delivery"], r["line"])
        )
        return Composition.model_validate(
            {"rows": rows, "exclusions": self.exclusions}, strict=False
        )

    @property
    def calculation(self) -> Calculation:
        """The calculation, with what it asserts."""
        return calculation(**self.asserted)

    def resolve(self) -> Resolution:
        """The graph behind the composition."""
        return resolve(*cited_by(self.composition), self.chain.records())

    def parts(self) -> tuple[Part, ...]:
        """The rows that could be resolved."""
        return parts(self.composition, self.resolve(), self.chain.records())

    def figures(self, rulebook: Rulebook = STUDY) -> Figures:
        """The figures of the graph behind the composition."""
        table = FactorTable(self.chain.factor_sets, rulebook)
        return figures(self.resolve(), table, rulebook)

    def faults(self, rulebook: Rulebook = STUDY) -> list[tuple[str, str, Decimal | None]]:
        """Code, subject and effect of every row with an invalid count."""
        found = conservation_faults(
            self.calculation, self.parts(), self.figures(rulebook), rulebook
        )
        return [(problem.code, problem.subject, kg) for problem, kg in found]

    def missing_stages(self, rulebook: Rulebook = STUDY) -> list[str]:
        """The required stages that nothing meets."""
        found = stage_problems(self.parts(), self.figures(rulebook), rulebook)
        return [problem.subject for problem in found]

    def problems(self, rulebook: Rulebook = STUDY) -> list[tuple[str, str]]:
        """Code and subject of every problem of the composition."""
        found: list[Problem] = list(
            composition_problems(self.calculation, self.parts(), self.resolve(), rulebook)
        )
        return [(problem.code, problem.subject) for problem in found]

    def reenter(self, name: str, **header: object) -> None:
        """Give an entry another header."""
        record = self.chain.entries[ident(name)]
        entry = record.entry.model_validate({**dict(record.entry), **header})
        self.chain.entries[ident(name)] = record._replace(entry=entry)


def declared() -> Declared:
    """A composition that is in order: 200 kg of battery, and the treatment of 200 kg."""
    chain = Graph(SETS)
    chain.enter("mine", inventory(made("mine", "1000"), inputs=[used("test:lime", "1000")]))
    chain.deliver("ore", "mine", "plant", "300")
    rows = [taken("ore", "300"), used("test:lime", "10", stage="distribution")]
    battery = inventory(made("plant", "200", batteries=4), inputs=rows)
    chain.enter("plant", battery, weighing("1"), model=MODEL)
    rows = [used("test:lime", "50", stage="end_of_life")]
    chain.enter("recycler", inventory(made("recycler", "100"), inputs=rows), weighing(None))
    chain.deliver("treatment", "recycler", "plant", None)
    product = row("product", "200", entry="plant")
    return Declared(chain, [product, row("end_of_life", "200", delivery="treatment")])


def end(
    it: Declared, name: str, amount: str | None, process: str, *rows: object, **lists: object
) -> str:
    """Another recycler of 100 kg, its delivery to the plant, and if an amount is given its row."""
    lists = {"inputs": rows, **lists}
    it.chain.enter(name, inventory(made(name, "100"), **lists), weighing("1"), process=process)
    it.chain.deliver(f"{name} row", name, "plant", None)
    if amount is not None:
        it.rows.append(row("end_of_life", amount, delivery=f"{name} row"))
    return ident(name)


def work(kg: str, stage: str = "end_of_life", **members: object) -> dict[str, object]:
    """Lime, at 2 kg CO2e a kg."""
    return used("test:lime", kg, stage=stage, **members)


def own(it: Declared, name: str, output: str, role: str, amount: str, **lists: object) -> str:
    """An own line of the plant, and its row."""
    it.chain.enter(name, inventory(made(name, output), **lists), weighing("1"), issuer=PLANT)
    it.rows.append(row(role, amount, entry=name))
    return ident(name)
