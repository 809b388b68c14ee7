"""Parts of honest chains: datasets, power, legs, entries, deliveries, and what is the same in every battery."""

from collections.abc import Mapping
from decimal import Decimal

from support.grammar.world import Stated, World
from support.graph import factors, grids, ident
from support.graph_battery import MODEL, row
from support.rows import Row, made, used

from ledger.footprint.graph.numbers import format_decimal
from schemas.signed.rulebook import Factor, FactorSet, GroupValue
from schemas.vocabulary import Group

MIXES = {"CN": "0.6", "DE": "0.35", "HU": "0.25", "ID": "0.8", "NO": "0.03", "PL": "0.65"}
MIXES |= {"FR": "0.06", "KR": "0.45", "FI": "0.08"}
MIXES |= {f"{place}/average/2021": price for place, price in MIXES.items()}


def bought(name: str, price: str, **elements: str) -> FactorSet:
    """A dataset of goods, with the elements that they hold."""
    rows = [{"element": key, "fraction": part} for key, part in sorted(elements.items())]
    made_of = {"elements": rows} if rows else {}
    return factors({f"t:{name}": price}, **made_of).model_copy(update={"id": f"t-{name}"})


def named(flow: str, price: str, taken: str | None = None, **members: object) -> FactorSet:
    """A dataset with a name, or that of binder, and further members; `taken` is what it also subtracts."""
    priced = f"{price}/fossil" if taken else price
    parts = [row.partition("/") for row in (priced, taken or "") if row]
    values = tuple(
        GroupValue(group=Group(key or "unspecified"), value=value) for value, _, key in parts
    )
    unit = str(members.pop("unit", "kg"))
    usual = {"name": flow if "stands_for" in members else "binder"}
    found = factors({f"t:{flow}": "1"}, unit=unit)
    (row,) = found.rows
    stated = Factor.model_validate({**dict(row), **usual, **members, "values": values})
    return found.model_copy(update={"id": f"t-{flow}", "rows": (stated,)})


SETS: tuple[FactorSet, ...] = (
    grids(MIXES),
    bought("lithium", "24.2", Li="0.1879"),
    bought("graphite", "10", C="0.99"),
    bought("copper", "9", Cu="0.99"),
    bought("aluminium", "18", Al="0.99"),
    bought("iron-phosphate", "2", Fe="0.37", P="0.2"),
    bought("electrolyte", "5"),
    bought("naoh", "1.5"),
    bought("steel", "2.254", Fe="0.98"),
    bought("water", "0.0003"),
    bought("gravel", "0.004"),
    bought("cardboard", "0.8"),
    bought("coke", "1"),
    bought("feed", "4"),
    bought("steel-of-scrap", "0.5", Fe="0.98"),
    named("binder", "3", geography="DE", years="2024"),
    named("binder-low", "1", geography="DE", years="2024"),
    named("binder-elsewhere", "1", geography="NO", years="2024"),
    named("binder-old", "1", geography="DE", years="2010"),
    named("binder-grown", "3", taken="-2/uptake", geography="DE", years="2024"),
    named("imported-binder", "1", name="binder as imported", supplied_by=(ident("a set"),)),
    named("part", "1", stands_for="urn:test:part:main"),
    named("coating", "0.1", unit="h", stands_for="urn:test:coating:main"),
    factors({"t:steam": "0.01"}, unit="MJ", carrier="heat").model_copy(update={"id": "t-steam"}),
    factors({"t:service": "0.5"}, unit="h"),
    factors({"t:rubble": "0.5"}, direction="treatment"),
    factors({"t:screw": "0.01"}, unit="piece"),
    factors({"t:fuel": "0.07"}, unit="MJ", carrier="fuel").model_copy(update={"id": "t-fuel"}),
    factors({"t:hydro": "0.005"}, unit="kWh").model_copy(update={"id": "t-hydro"}),
    factors(
        {"pef:sea_freight": "0.01", "pef:lorry_over_32t": "0.08", "pef:rail": "0.03"}, unit="tkm"
    ),
    factors({"pef:barge": "0.04"}, unit="tkm").model_copy(update={"id": "t-barge"}),
)


def grid(country: str, kwh: str, stage: str = "raw_material") -> Row:
    """Power from the grid."""
    return used(
        f"grid:{country}.average.2025",
        kwh,
        unit="kWh",
        purpose="energy",
        stage=stage,
        electricity={"supply": "grid"},
    )


def leg(kg: str, km: str, *deliveries: str, flow: str = "pef:sea_freight") -> Row:
    """The way of deliveries."""
    tkm = format_decimal(Decimal(kg) * Decimal(km) / 1000)
    carried = {"kg": kg, "km": km, "deliveries": [ident(name) for name in deliveries]}
    return used(flow, tkm, unit="tkm", purpose="transport", leg=carried)


def entry(
    name: str,
    country: str,
    process: str,
    amount: str,
    inputs: list[Row],
    elements: Mapping[str, str],
    **more: object,
) -> Stated:
    """An entry with one main output in kg and its elements."""
    batteries = more.pop("batteries", None)
    output = made(name, amount, **({} if batteries is None else {"batteries": batteries}))
    others = more.pop("others", [])
    assert isinstance(others, list)
    header = {"site": {"code": f"{name}-1", "country": country}, "process": process}
    lines: list[dict[str, object]] = [
        {
            "line": "main",
            "form": "as_is",
            "kg_per_unit": "1",
            "elements": [
                {"element": key, "fraction": part} for key, part in sorted(elements.items())
            ],
        }
    ]
    lines += [{"line": str(row["line"]), "form": "as_is", "kg_per_unit": "1"} for row in others]
    keys = ("model", "lot", "basis", "issuer", "period", "site")
    header |= {key: more.pop(key) for key in keys if key in more}
    outputs = sorted([output, *others], key=lambda row: str(row["line"]))
    inventory = {"outputs": outputs, "inputs": inputs, **more}
    lines.sort(key=lambda line: str(line["line"]))
    return Stated(header, inventory, {"lines": lines})


def sent(maker: str, to: str, amount: str | None, **members: object) -> dict[str, object]:
    """A delivery of an entry's main line."""
    return {"from": maker, "to": to, "amount": amount, **members}


def battery(
    packs: Stated, kg: str, count: int, capacity: str, recycler: Stated
) -> dict[str, object]:
    """The parts of a world that are the same in all: product, end of life, and what the calculation asserts."""
    energy = format_decimal(Decimal(capacity) * 60 * 5)
    asserted = {
        "model": MODEL,
        "site": "pack-1",
        "issuer": ident("firm pack"),
        "batteries": count,
        "capacity_kwh": capacity,
        "warranties": [],
        "total_energy": {"numerator": energy, "denominator": "1"},
    }
    rows = (
        row("product", kg, entry="pack"),
        row("end_of_life", kg, delivery="treatment"),
    )
    return {
        "factor_sets": SETS,
        "rows": rows,
        "asserted": asserted,
        "entries": {"pack": packs, "recycler": recycler},
        "deliveries": {"treatment": sent("recycler", "pack", None)},
    }


def light(parts: dict[str, object]) -> dict[str, object]:
    """The parts of a world whose packs are of vehicle category L and give 1,000 kWh each."""
    energy = {"numerator": "1000", "denominator": "1"}
    asserted = {**parts["asserted"], "vehicle_category": "L", "total_energy": energy}  # type: ignore[dict-item]
    return {**parts, "asserted": asserted}


def recycler(country: str, *credited: Row) -> Stated:
    """A recycler of 500 t."""
    inputs = [
        grid(country, "600000", "end_of_life"),
        used("t:naoh", "100000", stage="end_of_life"),
    ]
    return entry(
        "recycler",
        country,
        "end_of_life.hydrometallurgy",
        "500000",
        inputs,
        {},
        avoided=list(credited),
    )


def world(
    parts: dict[str, object], places: str, entries: dict[str, Stated], **deliveries: Row
) -> World:
    """A world of common parts, the countries of its firms, and its other statements."""
    known = dict(pair.split(":") for pair in places.split())
    whole = {**entries, **parts.pop("entries")}  # type: ignore[dict-item]
    sent_too = {**deliveries, **parts.pop("deliveries")}  # type: ignore[dict-item]
    return World(**parts, entries=whole, deliveries=sent_too, registered=known)  # type: ignore[arg-type]
