"""Three honest chains of batteries with physically consistent data.

    nickel    ore of ID, salt and cathode of CN, cells of HU, packs of DE: one supplier a step
    iron      phosphate cells from two lots of cathode and a co-product of the refinery, all of CN, packs of PL
    bought    packs of FR from cells of KR that buy most of their goods by datasets, with power by contract

Each maker states the elements of its goods, each delivery is drawn whole, and each way between sites has a leg. What is
bought costs as much as by the dearest route, so that little in the conservative figure hides what a mutation gains. The
recycler of each treats what the product weighs.
"""

from support.grammar.building import battery, entry, grid, leg, recycler, sent, world
from support.grammar.circular import circular
from support.grammar.lean import shifts, works
from support.grammar.world import Stated, World
from support.graph import ident
from support.graph_battery import MODEL
from support.rows import avoided, made, taken, used


def nickel() -> World:
    """Ore, salt, cathode, cells and packs, one supplier a step."""
    packs = entry(
        "pack",
        "DE",
        "main_production.pack",
        "200000",
        [
            taken("cell", "140000"),
            used("t:aluminium", "40000"),
            used("t:steel", "30000"),
            grid("DE", "100000", "main_production"),
            leg("140000", "350", "cell", flow="pef:lorry_over_32t"),
        ],
        {"Al": "0.19", "Cu": "0.1", "Li": "0.015", "Ni": "0.105"},
        model=MODEL,
        batteries=500,
    )
    entries = {
        "ore": entry(
            "ore",
            "ID",
            "raw_material.mining",
            "2000000",
            [used("t:fuel", "4000000", unit="MJ", purpose="energy"), grid("ID", "500000")],
            {"Fe": "0.4", "H": "0.02", "Mg": "0.06", "Ni": "0.018", "O": "0.352", "Si": "0.15"},
        ),
        "salt": entry(
            "salt",
            "CN",
            "raw_material.hydrometallurgy",
            "120000",
            [
                taken("ore", "2000000"),
                used("t:naoh", "90000"),
                grid("CN", "900000"),
                leg("2000000", "3000", "ore"),
            ],
            {"Ni": "0.2233"},
        ),
        "cam": entry(
            "cam",
            "CN",
            "raw_material.cathode_active_material",
            "50000",
            [
                taken("salt", "120000"),
                used("t:lithium", "20000"),
                grid("CN", "500000"),
                leg("120000", "1000", "salt", flow="pef:lorry_over_32t"),
            ],
            {"Li": "0.07", "Ni": "0.48"},
        ),
        "cell": entry(
            "cell",
            "HU",
            "main_production.cell",
            "140000",
            [
                taken("cam", "50000"),
                used("t:graphite", "30000"),
                used("t:copper", "22000", material="Cu"),
                used("t:electrolyte", "20000"),
                used("t:aluminium", "25000"),
                grid("HU", "1400000", "main_production"),
                leg("50000", "12000", "cam"),
            ],
            {"Cu": "0.15", "Li": "0.0225", "Ni": "0.16"},
        ),
    }
    parts = battery(
        packs, "200000", 500, "75", recycler("DE", avoided("15000", "t:copper", material="Cu"))
    )
    return world(
        parts,
        "ore:ID salt:CN cam:CN cell:HU pack:DE recycler:DE",
        entries,
        ore=sent("ore", "salt", "2000000"),
        salt=sent("salt", "cam", "120000"),
        cam=sent("cam", "cell", "50000"),
        cell=sent("cell", "pack", "140000"),
    )


def iron() -> World:
    """Phosphate cells from a clean and a dirty lot of cathode; the refinery sells a co-product."""
    packs = entry(
        "pack",
        "PL",
        "main_production.pack",
        "300000",
        [
            taken("cell", "220000"),
            used("t:steel", "85000"),
            grid("PL", "150000", "main_production"),
            leg("220000", "9000", "cell"),
        ],
        {"Cu": "0.06", "Fe": "0.35", "Li": "0.013"},
        model=MODEL,
        batteries=750,
    )
    gypsum = made("lithium", "60000", "gypsum", role="co_product", allocation_value="60000")
    refinery = entry(
        "lithium",
        "CN",
        "raw_material.refining",
        "20000",
        [
            used("t:lithium", "21000"),
            used("t:naoh", "70000"),
            grid("CN", "70000"),
        ],
        {"Li": "0.165"},
        others=[gypsum],
        allocation="mass",
    )
    for output in refinery.inventory["outputs"]:  # type: ignore[attr-defined]
        if output["line"] == "main":
            output["allocation_value"] = output["amount"]
    entries: dict[str, Stated] = {"lithium": refinery}
    for name, kwh in (("clean", "150000"), ("dirty", "900000")):
        entries[name] = entry(
            name,
            "CN",
            "raw_material.cathode_active_material",
            "35000",
            [
                taken(f"lithium {name}", "10000"),
                used("t:iron-phosphate", "34000"),
                grid("CN", kwh),
                leg("10000", "900", f"lithium {name}", flow="pef:lorry_over_32t"),
            ],
            {"Fe": "0.34", "Li": "0.044"},
            issuer=ident("firm clean"),
            site={"code": "lfp-1", "country": "CN"},
            lot=name,
            basis="lot_actual",
        )
    entries["cell"] = entry(
        "cell",
        "CN",
        "main_production.cell",
        "220000",
        [
            taken("clean", "35000"),
            taken("dirty", "35000"),
            used("t:graphite", "45000"),
            used("t:copper", "20000", material="Cu"),
            used("t:electrolyte", "40000"),
            used("t:aluminium", "55000"),
            grid("CN", "1800000", "main_production"),
            leg("70000", "700", "clean", "dirty", flow="pef:rail"),
        ],
        {"Cu": "0.085", "Fe": "0.105", "Li": "0.0135"},
    )
    parts = battery(packs, "300000", 750, "60", recycler("PL"))
    lots = {
        name: sent(name, "cell", "35000", issuer=ident("firm clean")) for name in ("clean", "dirty")
    }
    feeds = {
        f"lithium {name}": sent("lithium", name, "10000", recipient=ident("firm clean"))
        for name in ("clean", "dirty")
    }
    return world(
        parts,
        "lithium:CN clean:CN cell:CN pack:PL recycler:PL",
        entries,
        **lots,
        **feeds,
        cell=sent("cell", "pack", "220000"),
    )


def datasets() -> World:
    """Cells whose goods are bought by datasets, with power by contract at the packs."""
    packs = entry(
        "pack",
        "FR",
        "main_production.pack",
        "100000",
        [
            taken("cell", "72000"),
            used("t:aluminium", "20000"),
            used("t:steel", "10000"),
            used("t:cardboard", "3000", purpose="packaging"),
            grid("FR", "60000", "main_production"),
            leg("72000", "15000", "cell"),
        ],
        {"Al": "0.19", "Cu": "0.09", "Fe": "0.13", "Li": "0.011", "P": "0.05"},
        model=MODEL,
        batteries=250,
    )
    entries = {
        "cell": entry(
            "cell",
            "KR",
            "main_production.cell",
            "72000",
            [
                used("t:lithium", "9000"),
                used("t:iron-phosphate", "22000"),
                used("t:graphite", "16000"),
                used("t:copper", "10000", material="Cu"),
                used("t:electrolyte", "15000"),
                used("t:fuel", "900000", unit="MJ", purpose="energy", stage="main_production"),
                grid("KR", "500000", "main_production"),
            ],
            {"Cu": "0.13", "Fe": "0.1", "Li": "0.02", "P": "0.055"},
        ),
    }
    parts = battery(packs, "100000", 250, "50", recycler("FR"))
    return world(
        parts,
        "cell:KR pack:FR recycler:FR",
        entries,
        cell=sent("cell", "pack", "72000"),
    )


CHAINS = {
    "nickel": nickel,
    "iron": iron,
    "datasets": datasets,
    "works": works,
    "shifts": shifts,
    "circular": circular,
}
"""The honest chains, by name."""
