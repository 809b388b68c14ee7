"""Two recipes of one battery plant as states behind figures, for tests of differences.

The plant P1 takes ore, binder and electricity, gives off carbon dioxide, sends slag to treatment, and makes batteries;
a recycler treats them. Two mines sell the same ore, one at twice the footprint of the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from support.graph import STUDY, Graph, factors, firm
from support.graph_battery import calculation, row
from support.rows import emitted, inventory, made, taken, used, wasted

from ledger.documents.difference.state import FigureState
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, STATED_DIGITS, half_unit
from schemas.signed.calculation import Composition, Filling, StageValue
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.views.difference import Difference, DifferencePart

ORE = "urn:test:ore"
PACK = "urn:test:pack"
KWH = {"unit": "kWh", "purpose": "energy", "electricity": {"supply": "grid"}, "known": "metered"}


@dataclass(frozen=True)
class Recipe:
    """What the plant used and made in the period, and how it is counted."""

    ore: Mapping[str, str] = field(default_factory=lambda: {"mine": "300"})
    binder: Mapping[str, str] = field(default_factory=lambda: {"test:binder": "20"})
    power: Mapping[str, str] = field(default_factory=lambda: {"test:power": "1000"})
    gas: str = "7"
    slag: str = "9"
    output: str = "200"
    side: str | None = None
    batteries: int = 4
    country: str = "FI"
    treated: str | None = "200"
    energy: str = "36000"
    values: Mapping[str, str] = field(default_factory=dict)
    rulebook: Rulebook | None = None
    filling: Filling | None = None
    model: str = "urn:test:model"
    site: str = "P1"
    plant: str = "plant"
    line: str = "main"
    recycler: str = "recycler"
    owns_recycler: bool = False

    def graph(self) -> Graph:
        """The statements."""
        graph = Graph()
        for number, (name, amount) in enumerate(self.ore.items()):
            made_ore = made(name, "1000", self.line, product=ORE)
            burnt = used("test:coal", "3000" if name == "mine" else "6000")
            site = {"code": f"M-{name}", "country": "AU"}
            graph.enter(name, inventory(made_ore, inputs=[burnt]), site=site)
            graph.deliver(f"ore {number}", name, self.plant, amount, product=ORE, line=self.line)
        outputs = [made(self.plant, self.output, product=PACK, batteries=self.batteries)]
        lists: dict[str, object] = {}
        if self.side is not None:
            outputs[0]["allocation_value"] = self.output
            outputs.append(
                made(self.plant, self.side, "side", role="co_product", allocation_value=self.side)
            )
            lists["allocation"] = "mass"
        graph.enter(
            self.plant,
            inventory(
                *outputs,
                inputs=[
                    *(taken(f"ore {n}", amount) for n, amount in enumerate(self.ore.values())),
                    *(used(flow, amount) for flow, amount in self.binder.items()),
                    *(used(flow, amount, **KWH) for flow, amount in self.power.items()),
                ],
                emissions=[emitted("co2", self.gas)],
                wastes=[wasted("test:slag", self.slag)],
                **lists,
            ),
            site={"code": self.site, "country": self.country},
            process="main_production.pack",
            model=self.model,
        )
        treats: dict[str, object] = {
            "process": "end_of_life.shredding",
            "site": {"code": f"R-{self.recycler}", "country": "DE"},
            "issuer": firm(self.plant if self.owns_recycler else self.recycler),
        }
        work = [used("test:acid", "100", stage="end_of_life")]
        graph.enter(self.recycler, inventory(made(self.recycler, "1000"), inputs=work), **treats)
        graph.deliver("treatment", self.recycler, self.plant, None)
        return graph

    def factor_sets(self) -> tuple[FactorSet, ...]:
        """The factors, some of them replaced by `values`."""
        usual = {"test:coal": "2", "test:binder": "5", "test:glue": "8", "test:acid": "1"}
        goods = {name: self.values.get(name, value) for name, value in usual.items()}
        power = {name: self.values.get(name, value) for name, value in POWER.items()}
        return (
            factors(goods),
            factors(power, unit="kWh"),
            factors({"test:slag": "0.5"}, direction="treatment"),
        )

    def state(self) -> FigureState:
        """The state behind the figure of the plant's batteries."""
        rows = [row("product", self.output, entry=self.plant)]
        if self.treated is not None:
            rows.insert(0, row("end_of_life", self.treated, delivery="treatment"))
        asserted = calculation(
            batteries=self.batteries,
            total_energy={"numerator": self.energy, "denominator": "1"},
            model=self.model,
            site=self.site,
            issuer=firm(self.plant),
        )
        return FigureState(
            calculation=asserted,
            composition=Composition.model_validate({"rows": rows}, strict=False),
            records=self.graph().records(),
            rulebook=self.rulebook or STUDY,
            factor_sets=self.factor_sets(),
            filling=self.filling,
        )


POWER = {"test:power": "0.4", "test:wind": "0.01"}
"""The kg CO2e per kWh of the plant's electricity, by flow."""


def parts_by_cause(found: Difference) -> dict[str, Decimal]:
    """The causes with a part, and their values."""
    return {part.name: Decimal(part.value) for part in found.causes if part.value != "0"}


def names_of(part: DifferencePart) -> list[str]:
    """The names of all branches below a part, from the top."""
    return [name for row in part.parts for name in (row.name, *names_of(row))]


def require_sums(found: Difference) -> None:
    """Assert that every level sums exactly to the one above, in total and by stage."""
    change = EXACT.subtract(Decimal(found.after.total), Decimal(found.before.total))
    parts = [Decimal(side.total) for side in (found.after, found.before)]
    assert EXACT.abs(EXACT.subtract(change, Decimal(found.value))) <= _roundings(found, parts)
    _require_sum(found.value, found.causes)
    for number, stage in enumerate(found.stages):
        _require_stage(stage.value, number, found.causes)
    for part in found.causes:
        require_part(part)


def _roundings(found: Difference, totals: Iterable[Decimal]) -> Decimal:
    """How far totals and stages that are told to 4 digits may be off; nothing where all digits are told."""
    stated = [*totals, *(Decimal(stage.value) for stage in found.stages)]
    if any(len(value.normalize().as_tuple().digits) > STATED_DIGITS for value in stated):
        return Decimal(0)
    return exact_sum(map(half_unit, stated))


def require_part(part: DifferencePart) -> None:
    """Assert the same of one part and all below it."""
    _require_sum(part.value, part.stages)
    if part.parts:
        _require_sum(part.value, part.parts)
        for number, stage in enumerate(part.stages):
            _require_stage(stage.value, number, part.parts)
    for below in part.parts:
        require_part(below)


def _require_sum(value: str, parts: Iterable[DifferencePart | StageValue]) -> None:
    assert exact_sum(Decimal(part.value) for part in parts) == Decimal(value)


def _require_stage(value: str, number: int, parts: Iterable[DifferencePart]) -> None:
    assert exact_sum(Decimal(part.stages[number].value) for part in parts) == Decimal(value)
