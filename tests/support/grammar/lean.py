"""Honest chains whose conservative figure is the declared one or little more, so that nothing hides a rule's worth.

    works    packs of DE from parts, frames, hours of coating, furnace goods, and datasets that have others of one name
    shifts   packs of DE from a dirty and a clean shift, both counted

The parts have a cleaner lot that nobody draws on, the recycler a pilot run of years ago, and two firms draw on parts
and coating. The acid of the packs weighs nothing that is known; the furnace uses the least energy of its goods. The
recycler recovers at the rulebook's rate. Batteries hold as little as the least favourable ones of their mass. Of
the shifts both count as the dirty one.
"""

from dataclasses import replace
from decimal import Decimal

from support.grammar.building import battery, entry, grid, leg, light, sent, world
from support.grammar.world import Json, Stated, World
from support.graph import ident
from support.graph_battery import MODEL, row
from support.rows import Row, avoided, emitted, taken, used

from ledger.footprint.graph.numbers import format_decimal

LORRY = "pef:lorry_over_32t"
"""The flow of all ways between the works, which are in one country."""

PILOT = {"start": "2021-06-01", "end": "2021-06-03"}
"""The period of the recycler's pilot run, years before the calculation."""


def works() -> World:
    """One supplier a step, each with two customers."""
    inputs = [
        taken("part", "300"),
        taken("frame", "150"),
        taken("acid", "5", unit="m3"),
        taken("coating", "50", unit="h", purpose="processing"),
        used("t:steel", "400", material="Fe"),
        used("t:binder", "150"),
        grid("DE", "2000", "main_production"),
        leg("450", "350", "part", "frame", flow=LORRY),
    ]
    gases = [emitted("co2", "500", stage="main_production")]
    packs = _packs("pack", "1000", 10, inputs, emissions=gases)
    entries = {
        "frame": entry(
            "frame",
            "DE",
            "raw_material.casing",
            "150",
            [
                taken("part frame", "100"),
                taken("carbon", "50"),
                taken("coating frame", "30", unit="h", purpose="processing"),
                grid("DE", "300"),
                leg("150", "350", "part frame", "carbon", flow=LORRY),
            ],
            {},
        ),
        "part": _parts("part", "2000"),
        "spare": _parts("part", "100", issuer=ident("firm part")),
        "coating": _in_unit(
            entry("coating", "DE", "raw_material.coating", "80", [grid("DE", "800")], {}), "h"
        ),
        "carbon": entry(
            "carbon",
            "DE",
            "raw_material.graphitization",
            "50",
            [used("t:coke", "50"), grid("DE", "100")],
            {},
        ),
        "acid": _in_unit(
            entry("acid", "DE", "raw_material.chemical", "5", [grid("DE", "1000")], {}), "m3"
        ),
        "pilot": _recycler("10", "1", period=PILOT, issuer=ident("firm recycler")),
    }
    parts = light(battery(packs, "1000", 10, "10", _recycler("1000", "200")))
    return world(
        parts,
        "pack:DE frame:DE part:DE coating:DE carbon:DE acid:DE recycler:DE",
        entries,
        part=sent("part", "pack", "300"),
        frame=sent("frame", "pack", "150"),
        acid=sent("acid", "pack", "5", unit="m3"),
        coating=sent("coating", "pack", "50", unit="h"),
        **{
            "part frame": sent("part", "frame", "100"),
            "coating frame": sent("coating", "frame", "30", unit="h"),
        },
        carbon=sent("carbon", "frame", "50"),
    )


def shifts() -> World:
    """Two entries of packs, one of which uses more than the other."""
    first, second = (
        _packs(
            name,
            "500",
            5,
            [used("t:steel", "200", material="Fe"), used("t:binder", "300"), power],
            **more,
        )
        for name, power, more in (
            ("pack", grid("DE", "5000", "main_production"), {}),
            ("clean", grid("DE", "3000", "main_production"), {"issuer": ident("firm pack")}),
        )
    )
    parts = battery(first, "500", 10, "10", _recycler("1000", "200"))
    product = row("product", "500", entry="clean")
    rows = (*parts["rows"][:1], product, row("end_of_life", "1000", delivery="treatment"))  # type: ignore[index]
    return world({**parts, "rows": rows}, "pack:DE recycler:DE", {"clean": second})


def stationary() -> World:
    """The works' packs for storage, whose life is the declared least number of cycles."""
    chain = works()
    unit = {"category": "industrial", "vehicle_category": None, "cycle_life": "300"}
    energy = {"numerator": "3000", "denominator": "1"}
    return replace(chain, asserted={**chain.asserted, **unit, "total_energy": energy})


def _packs(name: str, kg: str, count: int, inputs: list[Row], **more: object) -> Stated:
    """Packs of two fifths of steel."""
    site = {"code": "pack-1", "country": "DE"}
    held = {"Fe": "0.392"}
    process = "main_production.pack"
    return entry(
        name, "DE", process, kg, inputs, held, model=MODEL, batteries=count, site=site, **more
    )


def _parts(name: str, kwh: str, **more: object) -> Stated:
    inputs = [used("t:feed", "400"), used("t:naoh", "300"), grid("DE", kwh)]
    return entry(name, "DE", "raw_material.unspecified", "400", inputs, {}, **more)


def _recycler(kg: str, kwh: str, **more: object) -> Stated:
    """A recycler of packs, which recovers nine tenths of their steel."""
    recovered = format_decimal(Decimal(kg) * Decimal("0.392") * Decimal("0.9"))
    return entry(
        "recycler",
        "DE",
        "end_of_life.hydrometallurgy",
        kg,
        [grid("DE", kwh, "end_of_life")],
        {},
        avoided=[avoided(recovered, "t:steel", material="Fe")],
        **more,
    )


def _in_unit(stated: Stated, unit: str) -> Stated:
    """Goods that are counted in a unit, and weigh nothing that is known."""
    outputs: list[Json] = stated.inventory["outputs"]  # type: ignore[assignment]
    inventory = {**stated.inventory, "outputs": [{**row, "unit": unit} for row in outputs]}
    return Stated(stated.header, inventory, {"lines": [{"line": "main", "form": "as_is"}]})
