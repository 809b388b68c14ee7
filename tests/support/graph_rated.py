"""Rated data: ratings as JSON, factor sets with ratings, and a chain in which a default can take a mine's place.

    mine    100 kg of ore from 100 kg of lime (2 kg CO2e per kg)                2 kg CO2e per kg
    plant   10 kg from 30 kg of ore and 1 kg of gas (3 kg CO2e per kg)          3 x 2 + 0.1 x 3 = 6.3 per kg

`test:any-ore` (5 kg CO2e per kg) stands for the mine's ore.
"""

from decimal import Decimal

from support.graph import Graph, ident
from support.rows import Row, inventory, made, taken, used

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.quality.data_quality import Target
from ledger.footprint.valuation.figure import figures
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import FactorSet, Rulebook

DRAFT = load_rulebook("eu-ev-draft-2024")
"""Three criteria, and processes that demand company-specific data."""
PEF = load_rulebook("pef-2021")
"""Four criteria."""


def rating(te_r: str, ge_r: str, ti_r: str, p: str | None = None, dqr: str | None = None) -> Row:
    """Ratings as JSON."""
    members = {"te_r": te_r, "ge_r": ge_r, "ti_r": ti_r, "p": p, "dqr": dqr}
    return {name: score for name, score in members.items() if score is not None}


def dataset(flow: str, value: str, rated: Row | None = None, stands_for: str | None = None) -> Row:
    """A row of a factor set, per kg."""
    row: Row = {"flow": flow, "unit": "kg", "direction": "product", "name": flow}
    row |= {"values": [{"group": "fossil", "value": value}], "source": "made up"}
    said = {"rating": rated, "stands_for": stands_for}
    return row | {name: member for name, member in said.items() if member is not None}


def rated_set(*rows: Row, name: str = "rated") -> FactorSet:
    """A factor set of rows."""
    usual = {
        "id": name,
        "version": "1",
        "title": "Rated",
        "method": "EF 3.1 (AR6)",
        "licence": "open",
    }
    ordered = sorted(rows, key=lambda row: str(row["flow"]))
    return FactorSet.model_validate({**usual, "rows": ordered}, strict=False)


LIME = dataset("test:lime", "2", rating("1", "1", "1"))
GAS = dataset("test:gas", "3", rating("2", "3", "4"))
ANY_ORE = dataset("test:any-ore", "5", rating("4", "3", "3"), stands_for="urn:test:mine:main")


def mined(*rows: Row) -> Graph:
    """The chain; every amount is rated, and the factor set holds these rows."""
    chain = Graph((rated_set(*(rows or (LIME, GAS, ANY_ORE))),))
    lime = used("test:lime", "100", rating=rating("1", "1", "1", "1"))
    chain.enter("mine", inventory(made("mine", "100"), inputs=[lime]))
    chain.deliver("ore", "mine", "plant", "30")
    ore = taken("ore", "30", rating=rating("1", "1", "1", "2"))
    gas = used("test:gas", "1", rating=rating("1", "1", "2", "3"))
    chain.enter("plant", inventory(made("plant", "10"), inputs=[ore, gas]))
    return chain


def target_of(chain: Graph, name: str = "plant", rulebook: Rulebook = DRAFT) -> Target:
    """One unit of an entry's main line, and the method it is rated by."""
    resolution, table = chain.resolve(name), FactorTable(chain.factor_sets, rulebook)
    demand = {(ident(name), "main"): Decimal(1)}
    return Target(demand, resolution, figures(resolution, table, rulebook), table, rulebook)
