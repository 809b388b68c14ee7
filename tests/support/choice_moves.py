"""Legitimate words that lower a figure, each of which the register of choices lists.

A move states something of the honest declaration (`support.honest_battery`) that an honest firm could state too, and
that is false there. Its alternative must bring the figure back, whatever its size, for facts within the rulebook's
bounds: the worst dataset of a product is above its supplier, recovery is above the rulebook's rate, and what is left
out weighs as much as the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from support.choice_accounts import Make, cheap_route, clean_lot, filler, in_norway, less
from support.graph import ident
from support.graph_battery import Declared
from support.graph_recycled import MASSES, add, lists_of, power, restate, swap
from support.honest_battery import PRICES, WORST, energy
from support.rows import Row, avoided, made, taken, used

from schemas.signed.entry import Product, ProductLine


@dataclass(frozen=True)
class ChoiceMove:
    """A word that lowers the figure.

    Attributes:
        make: changes statements, by a size from 0 to 8.
        kinds: the kinds of choices, any of which lists it.
        is_first: it copies a statement that is still honest, so it comes before other moves.
    """

    make: Make
    kinds: frozenset[str]
    is_first: bool = False


def _outputs(it: Declared, name: str) -> tuple[Row, list[Row]]:
    """The main output of an entry, and its others."""
    rows = [row.to_json() for row in lists_of(it, name)["outputs"]]
    main = next(row for row in rows if row["role"] == "main")
    return main, [row for row in rows if row is not main]


def _unshared(rows: list[Row]) -> list[Row]:
    """Outputs that share nothing: by-products."""
    plain = [{key: row[key] for key in row if key != "allocation_value"} for row in rows]
    return [{**row, "role": "by_product"} for row in plain]


def _value(row: Row, basis: str) -> str:
    """The least value at which a line in kg may share: its mass by mass, else any."""
    return str(row["amount"]) if basis == "mass" else "1"


def _state_outputs(it: Declared, name: str, rows: list[Row], basis: str | None) -> None:
    """State the outputs of an entry, sorted by line, and the basis on which they share."""
    ordered = tuple(sorted(rows, key=lambda row: str(row["line"])))
    restate(it, name, outputs=ordered, allocation=basis)
    record = it.chain.entries[ident(name)]
    if record.product is not None:
        stated = {row.line: row for row in record.product.lines}
        lines = tuple(
            stated.get(str(row["line"]), ProductLine(line=str(row["line"]), form="as_is"))
            for row in ordered
        )
        it.chain.entries[ident(name)] = record._replace(product=Product(lines=lines))


def co_product(name: str, basis: str) -> Make:
    """Slag, sulfate or water is a co-product, by a basis on which it takes a share."""

    def make(it: Declared, size: int) -> None:
        main, others = _outputs(it, name)
        value, line = MASSES[size], f"slag{len(others)}"
        slag = made(name, value, line, role="co_product", allocation_value=value)
        shared = [row for row in others if row["role"] == "co_product"]
        sharing = [{**row, "allocation_value": _value(row, basis)} for row in shared]
        free = [row for row in others if row["role"] != "co_product"]
        rows = [{**main, "allocation_value": _value(main, basis)}, *sharing, *free, slag]
        _state_outputs(it, name, rows, basis)

    return make


def burden_free(name: str, role: str) -> Make:
    """The goods delivered are a by-product, or scrap, of a token main product."""

    def make(it: Declared, size: int) -> None:
        main, others = _outputs(it, name)
        free = {key: value for key, value in main.items() if key != "allocation_value"}
        token = made(name, MASSES[size], f"token{len(others)}")
        _state_outputs(it, name, [token, {**free, "role": role}, *_unshared(others)], None)

    return make


def swapped(name: str, basis: str) -> Make:
    """Main and co-product change places: the goods that are drawn are the co-product."""

    def make(it: Declared, size: int) -> None:
        main, others = _outputs(it, name)
        drawn = {**main, "role": "co_product", "allocation_value": _value(main, basis)}
        value = MASSES[size]
        amount = value if basis == "mass" else "5"
        token = made(name, amount, f"token{len(others)}", allocation_value=value)
        _state_outputs(it, name, [token, drawn, *_unshared(others)], basis)

    return make


def dataset(name: str, purpose: str, *, whole: bool) -> Make:
    """Ore or salt is bought by a dataset, and a part or nothing of it under the delivery."""

    def make(it: Declared, size: int) -> None:
        rows = list(lists_of(it, "plant")["inputs"])
        cited = [getattr(row, "delivery", None) for row in rows]
        if ident(name) not in cited:
            return  # another move has bought all of it
        at = cited.index(ident(name))
        bought = used(f"test:{name}{size % len(PRICES)}", rows[at].amount, purpose=purpose)
        if whole and {*WORST} <= {*it.chain.factor_sets}:
            rows[at] = bought
        else:
            rows = [*rows[:at], taken(name, "1"), *rows[at + 1 :], bought]
        restate(it, "plant", inputs=tuple(rows))

    return make


def recovered(at: int) -> Make:
    """More of a material is recovered; where its A is larger than that of copper, less of the process counts."""

    def make(it: Declared, size: int) -> None:
        swap(it, "recycler", "avoided", at, amount=MASSES[size])

    return make


def recovered_again(material: str, flow: str) -> Make:
    """Another line credits a material once more."""

    def make(it: Declared, size: int) -> None:
        add(it, "recycler", avoided=avoided(MASSES[size], flow, material=material))

    return make


def _dearer(it: Declared, size: int) -> None:
    """The nickel is credited as the salt, by its mass in nickel."""
    swap(it, "recycler", "avoided", 1, flow=None, delivery=ident("salt price"), amount=MASSES[size])


def recovered_energy(flow: str, unit: str) -> Make:
    """Energy is recovered and credited."""

    def make(it: Declared, size: int) -> None:
        row = avoided(MASSES[size], flow=flow, unit=unit, recovery="energy")
        add(it, "recycler", avoided=row)

    return make


def feedstock(at: int, **named: str) -> Make:
    """Virgin goods are called recycled, and replace a cheaper supply or themselves."""

    def make(it: Declared, size: int) -> None:
        del size
        said = {"material": "Ni", "evidence": "traced", **named}
        swap(it, "plant", "inputs", at, recycled=said)

    return make


def supplied(supply: str, flow: str) -> Make:
    """The plant's power is of another supply, at a factor that is clean."""

    def make(it: Declared, size: int) -> None:
        del size
        rows = [row for row in lists_of(it, "plant")["inputs"] if row.unit.value != "kWh"]
        restate(it, "plant", inputs=(*rows, power(flow, "energy", supply)))

    return make


def _steam(it: Declared, size: int) -> None:
    """The plant's power is called heat, by a clean factor."""
    del size
    rows = [row for row in lists_of(it, "plant")["inputs"] if row.unit.value != "kWh"]
    heat = used("test:steam", "144", unit="MJ", purpose="energy", stage="main_production")
    restate(it, "plant", inputs=(*rows, heat))


def emission(origin: str) -> Make:
    """The carbon of the plant's emission is of another origin."""

    def make(it: Declared, size: int) -> None:
        del size
        swap(it, "plant", "emissions", 0, origin=origin)

    return make


def _assert(it: Declared, **members: object) -> None:
    """Assert something of the batteries, and the total energy that follows from all that is asserted."""
    it.asserted |= members
    warranties = it.asserted["warranties"]
    years = str(warranties[0]["years"]) if warranties else "5"  # type: ignore[index]
    category = str(it.asserted.get("vehicle_category", "M1"))
    it.asserted["total_energy"] = energy(str(it.asserted["capacity_kwh"]), years, category)


def asserted(**members: object) -> Make:
    """A longer warranty, a larger capacity, or a vehicle with more cycles."""

    def make(it: Declared, size: int) -> None:
        del size
        _assert(it, **members)

    return make


Named = Iterator[tuple[str, Make, tuple[str, ...]]]


def _of_lines() -> Named:
    kinds = ("allocation.burden_free", "allocation.co_product")
    for name, basis in product(("mine", "refinery", "plant"), ("mass", "energy", "revenue")):
        yield f"a co-product of the {name} by {basis}", co_product(name, basis), kinds
    for name, role in product(("mine", "refinery"), ("by_product", "scrap")):
        yield f"goods of the {name} as {role}", burden_free(name, role), kinds
    for name, basis in product(("mine", "refinery"), ("mass", "revenue")):
        yield f"goods of the {name} as co-product by {basis}", swapped(name, basis), kinds


def _of_data() -> Named:
    kinds = ("factor.lower", "supplier.dataset", "supplier.processing")
    for name, purpose in product(("ore", "salt"), ("material", "packaging", "processing")):
        yield f"all {name} by dataset as {purpose}", dataset(name, purpose, whole=True), kinds
        yield f"some {name} by dataset as {purpose}", dataset(name, purpose, whole=False), kinds
    for at, goods in enumerate(("ore", "salt")):
        for name, named in (
            ("nickel", {"flow": "test:ni"}),
            ("lime", {"flow": "test:lime"}),
            ("salt", {"delivery": ident("salt")}),
        ):
            kind = ("recovery.feedstock",)
            yield f"{goods} called recycled {name}", feedstock(at, **named), kind


def _of_recovery() -> Named:
    kinds = ("recovery.credit", "recovery.joint_process")
    for at, what in enumerate(("salt", "nickel", "copper")):
        yield f"more {what} recovered", recovered(at), kinds
    for material, flow in product(("Ni", "Cu", "C"), ("test:ni", "test:dirty", "test:lime")):
        yield f"{flow} recovered again as {material}", recovered_again(material, flow), kinds
    yield "nickel credited as salt", _dearer, kinds
    for flow, unit in (("test:heat", "MJ"), ("test:dirty", "kg"), ("test:hydro", "kWh")):
        yield f"recovered energy by {flow}", recovered_energy(flow, unit), ("recovery.energy",)


def _of_the_plant() -> Named:
    for supply in ("on_site", "direct_line", "contract", "grid"):
        yield f"power by {supply}", supplied(supply, "test:hydro"), ("electricity.below_mix",)
    yield "power called heat", _steam, ("electricity.carrier",)
    yield "a part of all goods", less("plant"), ("mass.gap", "mass.element_gap")
    yield "a part of the bought copper", less("plant", "test:lime"), ("mass.gap",)
    yield "a part of the bought nickel", less("plant", "test:ni"), ("mass.element_gap",)
    yield "nickel of a cheap route", cheap_route, ("factor.route",)
    yield "filler for ore", filler, ("selection.other_delivery",)
    yield "a site in Norway", in_norway, ("site.country",)
    floor = ("physics.process_floor",)
    yield "a part of the refinery's power", less("refinery", "grid:FI.average.2025"), floor
    for name in ("mine", "refinery"):
        yield f"a clean lot of the {name}", clean_lot(name), ("selection.twin_entry",)
    for origin in ("biogenic", "land_use_change"):
        yield f"carbon of origin {origin}", emission(origin), ("gas.origin",)
    for years in ("5.5", "8", "15"):
        said = [{"years": years, "remaining_energy": "0.8"}]
        yield f"a warranty of {years} years", asserted(warranties=said), ("unit.service_life",)
    bounds = ("physics.specific_energy", "unit.capacity")
    for kwh in ("16", "20", "80"):
        yield f"a capacity of {kwh} kWh", asserted(capacity_kwh=kwh), bounds
    yield "a bus", asserted(vehicle_category="M2"), ("unit.category",)


CHOICE_MOVES: Mapping[str, ChoiceMove] = {
    name: ChoiceMove(make, frozenset(kinds), is_first="selection.twin_entry" in kinds)
    for family in (_of_lines(), _of_data(), _of_recovery(), _of_the_plant())
    for name, make, kinds in family
}
"""The moves by name."""
