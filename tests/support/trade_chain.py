"""A battery chain over four countries for tests of territory and prices, and the published pack as a state.

A mine in CD burns diesel and emits carbon dioxide; a smelter in CN uses coal, grid power and lime; the plant P1 in DE
uses grid power and steel from a factor of AU; a recycler in FR treats the battery and avoids nickel.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from support.case_files import example_case
from support.graph import STUDY, Graph, factors, firm, grids, ident
from support.graph_battery import calculation, row
from support.graph_case import calculation_of, composition_of, graph_of
from support.rows import Row, avoided, emitted, inventory, made, taken, used

from ledger.documents.difference.state import FigureState
from ledger.exchange.case_plan import plan
from schemas.exchanged.price_scenario import PriceScenario
from schemas.signed.calculation import Composition
from schemas.signed.rulebook import FactorSet

POWER = {"unit": "kWh", "purpose": "energy", "electricity": {"supply": "grid"}, "known": "metered"}
HEAT = {"unit": "MJ", "purpose": "energy", "known": "metered"}

SETS = (
    factors({"test:lime": "2", "test:nickel": "10"}),
    factors({"test:steel": "3"}, geography="AU").model_copy(update={"id": "test-located"}),
    factors({"test:diesel": "0.1", "test:coal": "0.2"}, unit="MJ"),
    grids({"CN": "0.5", "DE": "0.25", "SE": "0.05"}),
)


@dataclass(frozen=True)
class TradeChain:
    """What the sites used, and where they are; every member is replaced by a test that needs another."""

    mine: str = "CD"
    smelter: str = "CN"
    plant: str = "DE"
    power: str = "grid:CN.average.2025"
    smelted: tuple[Row, ...] = ()
    packed: tuple[Row, ...] = ()
    treated: str = "200"
    sets: tuple[FactorSet, ...] = SETS
    members: Mapping[str, object] = field(default_factory=dict)

    def graph(self) -> Graph:
        """The statements."""
        graph = Graph(self.sets)
        graph.enter(
            "mine",
            inventory(
                made("mine", "1000"),
                inputs=[used("test:diesel", "5000", **HEAT)],
                emissions=[emitted("co2", "100")],
            ),
            site={"code": "M1", "country": self.mine},
        )
        graph.deliver("ore", "mine", "smelter", "400")
        graph.enter(
            "smelter",
            inventory(
                made("smelter", "300"),
                inputs=[
                    taken("ore", "400"),
                    used("test:coal", "2000", **HEAT),
                    used(self.power, "800", **POWER),
                    used("test:lime", "50"),
                    *self.smelted,
                ],
            ),
            site={"code": "S1", "country": self.smelter},
        )
        graph.deliver("metal", "smelter", "plant", "150")
        packed = [
            taken("metal", "150"),
            used("grid:DE.average.2025", "400", **POWER),
            used("test:steel", "40"),
            *self.packed,
        ]
        battery = made("plant", "200", batteries=4)
        graph.enter(
            "plant",
            inventory(battery, inputs=packed, **self.members),
            site={"code": "P1", "country": self.plant},
            model="urn:test:model",
        )
        work = inventory(
            made("recycler", "100"),
            inputs=[used("test:lime", "30", stage="end_of_life")],
            avoided=[avoided("5", flow="test:nickel")],
        )
        graph.enter("recycler", work, site={"code": "R1", "country": "FR"})
        graph.deliver("treatment", "recycler", "plant", None)
        return graph

    def state(self) -> FigureState:
        """The state behind the figure of four batteries of 50 kg."""
        graph = self.graph()
        rows = [
            row("end_of_life", self.treated, delivery="treatment"),
            row("product", "200", entry="plant"),
        ]
        return FigureState(
            calculation=calculation(),
            composition=Composition.model_validate({"rows": rows}, strict=False),
            records=graph.records(),
            rulebook=STUDY,
            factor_sets=graph.factor_sets,
            id=ident("calculation"),
        )


def pack_state() -> FigureState:
    """The state behind the figure of the published NMC811 pack."""
    planned = plan(example_case("nmc811_pack"))
    graph = graph_of(planned)
    composition = composition_of(graph, planned)
    return FigureState(
        calculation=calculation_of(planned),
        composition=composition,
        records=graph.records(),
        rulebook=STUDY,
        factor_sets=graph.factor_sets,
        id=ident("pack"),
    )


PLANT = firm("plant")

READ: dict[str, object] = {"source": "made up", "day": "2026-07-06", "confidence": "inferred"}


def priced(price: str, covers: str = "all", **members: object) -> Row:
    """A price of a scenario: the default, or a country's with `country`."""
    year = {"year": 2026} if "country" in members else {}
    return {**READ, **year, "price": price, "covers": covers, **members}


def paid(country: str, net_price: str, year: int = 2026) -> Row:
    """What is already paid in a country."""
    return {**READ, "country": country, "year": year, "net_price": net_price}


def scenario(*prices: Row, default: Row | None = None, **members: object) -> PriceScenario:
    """A scenario of 2026 with these prices, at full cost."""
    content: Row = {
        "id": "made-up",
        "title": "A scenario of a test",
        "currency": "EUR",
        "year": 2026,
        "pass_through": ["1"],
        "prices": prices,
        **({} if default is None else {"default": default}),
        **members,
    }
    return PriceScenario.parse(json.dumps(content).encode())


UNIFORM = scenario(default=priced("100"))
"""One price on everything."""

MIXED = scenario(priced("10", country="CN"), priced("50", country="EU"), default=priced("0"))
"""The EU at 50, China at 10, all others free."""
