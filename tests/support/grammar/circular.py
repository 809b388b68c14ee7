"""An honest chain of what the others do not state: goods of a file, recycled steel, waste, a contract, a cut, a proof.

    circular    packs of DE from parts and steel that is partly recycled, goods of an imported file, and power by a
                contract with certificates; the parts' plant takes back some of the packs, which is cut; the recycler
                has evidence that packs are recycled

The file states what the dearest goods cost, so that little hides what a mutation gains.
"""

from support.grammar.building import battery, entry, grid, leg, light, sent, world
from support.grammar.lean import LORRY
from support.grammar.world import World
from support.graph import YEAR, ident
from support.graph_battery import MODEL
from support.rows import KNOWN, Row, avoided, emitted, taken, used, wasted

RECYCLED = {"material": "Fe", "evidence": "traced", "flow": "t:steel"}
PROOF = {name: ident(f"evidence of {name}") for name in ("collected", "facilities", "recycled")}


def circular() -> World:
    """One supplier, which takes back goods of its customer."""
    certificate = {
        "scheme": "GO",
        "first": "1",
        "last": "1",
        "kwh": "500",
        "produced": YEAR.to_json(),
    }
    contract = {"supply": "contract", "certificates": [certificate]}
    packs = entry(
        "pack",
        "DE",
        "main_production.pack",
        "1000",
        [
            taken("part", "300"),
            used("t:steel", "300", material="Fe"),
            used("t:steel-of-scrap", "100", material="Fe", recycled=RECYCLED),
            used("t:binder", "290"),
            _of_a_file("10", "35"),
            grid("DE", "2000", "main_production"),
            used(
                "t:hydro",
                "500",
                unit="kWh",
                purpose="energy",
                stage="main_production",
                electricity=contract,
            ),
            leg("300", "350", "part", flow=LORRY),
        ],
        {"Fe": "0.392"},
        model=MODEL,
        batteries=10,
        emissions=[emitted("co2", "500", stage="main_production")],
        wastes=[wasted("t:rubble", "100", stage="main_production")],
    )
    cut = {"product": "urn:test:pack:main", "amount": "10", "unit": "kg", "effect": "60"}
    entries = {
        "part": entry(
            "part",
            "DE",
            "raw_material.unspecified",
            "300",
            [used("t:feed", "300"), grid("DE", "1000")],
            {},
            cuts=[cut],
        ),
    }
    recycler = entry(
        "recycler",
        "DE",
        "end_of_life.hydrometallurgy",
        "1000",
        [grid("DE", "200", "end_of_life")],
        {},
        avoided=[avoided("352.8", "t:steel", material="Fe")],
        recyclability=PROOF,
    )
    parts = light(battery(packs, "1000", 10, "10", recycler))
    return world(
        parts,
        "pack:DE part:DE recycler:DE",
        entries,
        part=sent("part", "pack", "300"),
    )


def _of_a_file(amount: str, kg: str) -> Row:
    """Goods whose figure is that of a file."""
    return {
        **KNOWN,
        "type": "external",
        "file": ident("file of foam"),
        "format": "pact-2",
        "product": "urn:test:foam:main",
        "purpose": "material",
        "stage": "raw_material",
        "boundary": "cradle_to_gate",
        "amount": amount,
        "declared_amount": "1",
        "valid": YEAR.to_json(),
        "values": [{"part": "fossil", "value": kg}],
    }
