"""The carbon border's adversary: words and structure that would lower the certificates due on an import.

The law: for true tonnes, gases and power, the certificates due on a good are never below those of the honest
statement, unless a verifier attests. Nothing here is attested. Not in it: the code of a good and what is emitted, which
are words or facts that no account bears out; billets without iron, which may be of scrap (docs/blind_spots.md); and an
honest good above its default, which anybody may take.

    screws   screws of CN from billets of IN, which count by default
    joint    screws and nuts of CN by one process, from wire of IN
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from support.cbam import factor_set, grid_factor
from support.cbam import year as calendar_year
from support.grammar.building import SETS, entry, sent
from support.grammar.claims import claims
from support.grammar.fields import Value
from support.grammar.mutation import Mutation
from support.grammar.mutations import KINDS
from support.grammar.search import Law
from support.grammar.world import Json, Stated, Verdict, World
from support.graph import firm, ident
from support.pure_verdict import Outcome, graph_problems
from support.rows import Row, emitted, made, taken, used

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.homes import Home
from ledger.footprint.trade.cbam.certificates import Certificate, imported
from ledger.footprint.trade.cbam.context import CbamContext
from ledger.footprint.trade.cbam.results import results
from ledger.footprint.trade.cbam.tables import Tables
from ledger.footprint.trade.cbam.tallies import quantities
from ledger.rulebooks.cbam_catalog import load_cbam_rulebook, load_cbam_tables
from schemas.errors import CradleError
from schemas.signed.rulebook import Rulebook

PRICE = Certificate(Decimal(75), "2026-07-06")
TONNES = Decimal(100)
"""The import."""

FACTORS = (
    factor_set(grid_factor("CN", "0.6"), grid_factor("IN", "0.7"), grid_factor("NO", "0.01")),
    *(found for found in SETS if not any(row.grid for row in found.rows)),
)


def screws() -> World:
    """Screws from bought billets, which count by default."""
    iron = _works("iron", "72011011", "IN", "1000000", [_power("IN", "50000")], "900000")
    rows = [taken("iron", "1000000"), _power("IN", "90000")]
    billet = _works("billet", "72071111", "IN", "900000", rows, "150000")
    rows = [taken("billet", "900000"), _power("CN", "200000")]
    entries = {
        "iron": iron,
        "billet": billet,
        "screws": _works("screws", "73181542", "CN", "850000", rows, "60000"),
    }
    deliveries = {
        "iron": sent("iron", "billet", "1000000"),
        "billet": sent("billet", "screws", "900000"),
    }
    return _chain("screws", entries, deliveries, "billet:IN iron:IN screws:CN")


def joint() -> World:
    """Wire that screws and nuts are made from by one process."""
    rows = [taken("wire", "900000"), _power("CN", "100000")]
    screw = _works("screws", "73181542", "CN", "500000", rows, "60000")
    outputs: list[Json] = screw.inventory["outputs"]  # type: ignore[assignment]
    first = {**outputs[0], "allocation_value": "500000"}
    nuts = made("screws", "350000", "nuts", role="co_product", allocation_value="350000")
    (line,) = screw.product["lines"]  # type: ignore[misc]
    lines = [line, {**line, "line": "nuts", "cbam": {"cn": "73181692"}}]
    inventory = {**screw.inventory, "outputs": [first, nuts], "allocation": "mass"}
    entries = {
        "wire": _works("wire", "72139110", "IN", "900000", [_power("IN", "90000")], "150000"),
        "screws": Stated(screw.header, inventory, {"lines": lines}),
    }
    delivered = {"wire": sent("wire", "screws", "900000")}
    return _chain("screws", entries, delivered, "wire:IN screws:CN")


CHAINS = {"screws": screws, "joint": joint}
"""The honest chains, by name; the good asked for is of the entry that the calculation names."""


def _works(name: str, cn: str, country: str, kg: str, rows: list[Row], co2: str) -> Stated:
    gases = [emitted("co2", co2)]
    period = calendar_year(2026).to_json()
    process = "raw_material.smelting"
    works = entry(name, country, process, kg, rows, {}, emissions=gases, period=period)
    (line,) = works.product["lines"]  # type: ignore[misc]
    coded = {key: value for key, value in line.items() if key != "elements"}
    return replace(works, product={"lines": [{**coded, "cbam": {"cn": cn}}]})


def _power(country: str, kwh: str) -> Row:
    supply = {"supply": "grid"}
    return used(f"grid:{country}", kwh, unit="kWh", purpose="energy", electricity=supply)


def _chain(
    asked: str, entries: dict[str, Stated], deliveries: dict[str, Json], places: str
) -> World:
    registered = dict(pair.split(":") for pair in places.split())
    return World(FACTORS, entries, deliveries, (), {"asked": asked}, registered)


def certificates(world: World, rulebook: Rulebook | None = None) -> Verdict | None:
    """The certificates due on the good that a world asks for; None if a statement breaks a rule of its model.

    The rulebook of a battery has no part in it.
    """
    del rulebook
    name = str(world.asserted["asked"])
    try:
        graph = world.chain()
        resolution, records = graph.resolve(name), graph.records()
        refused = graph_problems(resolution, records)
        if refused:
            return Verdict(Outcome(frozenset(row.code for row in refused)))
        border = load_cbam_rulebook()
        context = CbamContext(
            resolution=resolution,
            rulebook=border,
            tables=Tables(load_cbam_tables()),
            table=FactorTable(graph.factor_sets, border),
            year=2026,
            verified={},
            homes={firm(key): Home(value) for key, value in world.registered.items()},
        )
        lines = [(ident(name), "main")]
        (good,) = results(lines, quantities(context, lines))
    except CradleError as error:
        return Verdict(Outcome(frozenset({error.code})))
    except (ValueError, LookupError):
        return None
    due = Decimal(imported(good, TONNES, PRICE).certificates)
    return Verdict(Outcome(frozenset(), due), settled=due)


def routed(world: World, random: Random) -> Iterator[Mutation]:
    """A good by another route, or by none that is stated."""
    for name, stated in world.entries.items():
        route = random.choice(["A", "B", "C", "D", None])

        def make(world: World, name: str = name, route: str | None = route) -> World:
            stated = world.entries[name]
            lines: list[dict[str, Value]] = stated.product["lines"]  # type: ignore[assignment]
            said = [_by_route(line, route) for line in lines]
            return world.with_entry(name, replace(stated, product={"lines": said}))

        if any("cbam" in line for line in stated.product["lines"]):  # type: ignore[attr-defined]
            yield Mutation("CbamGood.route", f"{name} {route}", make)


def _by_route(line: dict[str, Value], route: str | None) -> dict[str, Value]:
    if "cbam" not in line:
        return line
    kept = {"cn": line["cbam"]["cn"], **({} if route is None else {"route": route})}
    return {**line, "cbam": kept}


def words(world: World, random: Random) -> Iterator[Mutation]:
    """Every claim but the kind of a gas, which no account bears out."""
    return (it for it in claims(world, random) if it.name != "Emission.gas")


BORDER = Law(certificates, (*(words if kind is claims else kind for kind in KINDS), routed))
"""The law of the carbon border."""
