"""Moves of a declarer who wants a lower number, on an honest ledger.

A plant made two batches of one model in 2025: a clean one, and a dirty one by much electricity. The honest statement
counts both. A move submits statements of the plant, or of firms that it controls, or changes its assertions. The
ledger may refuse it; an accepted move must give at least the honest figure, or the report names it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from support.ledger_batches import DIRTY, Batches, batch
from support.ledger_battery import MODEL, freight, power
from support.ledger_world import made, replacing

from ledger.audit.report.asserted import ROW
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.calculation import CompositionRow, Exclusion, Warranty
from schemas.signed.entry import Product, ProductLine, Site
from schemas.signed.inventory import Inventory
from schemas.signed.rows import Avoided
from schemas.values import Period
from schemas.views.report import Report
from schemas.vocabulary import (
    AllocationBasis,
    CompositionRole,
    Known,
    OutputRole,
    ProcessCode,
    Purpose,
    Role,
    Stage,
    Unit,
)

Parts = dict[str, object]


@dataclass(frozen=True)
class Move:
    """An action of a declarer.

    Attributes:
        make: submits statements, and adds to what the calculation asserts; a size scales it.
        named: the codes of findings and choices, asserted names and reasons for leaving out, any of which names it.
        row: the row of the clean packs that it replaces, if it replaces one; the last move of a plan counts.
    """

    make: Callable[[Batches, int, Parts], None]
    named: frozenset[str] = frozenset()
    row: str = ""

    def is_named(self, report: Report) -> bool:
        """True if the report names the move."""
        said = {row.code for row in report.findings} | {row.name for row in report.asserted}
        said |= {row.why for row in report.left_out or ()}
        said |= {row.code for row in report.choices or ()}
        return not self.named.isdisjoint(said)


def _credit(kwh: str, stage: Stage) -> Avoided:
    fields = {"flow": "test:power", "amount": kwh, "unit": Unit.KWH, "stage": stage}
    return Avoided(**fields, known=Known.METERED)


def _row(entry: str, amount: str, unit: Unit = Unit.KG) -> CompositionRow:
    role = CompositionRole.DISTRIBUTION
    return CompositionRow(role=role, entry=entry, line="main", amount=amount, unit=unit)


def _recyclers(it: Batches, size: int, parts: Parts) -> None:
    """Several recyclers each treat the whole mass."""
    rows = list(parts.get("end_of_life", ()))
    for at in range(size):
        party = it.chain.world.register(f"recycler{at}", Role.SUPPLIER)
        lists = {"avoided": [_credit("50", Stage.END_OF_LIFE)]}
        entry = it.chain.world.enter(party, [made(party)], process=ProcessCode.SHREDDING, **lists)
        price = it.chain.world.represent(party, entry, it.chain.plant)
        rows.append(Treatment(delivery=price, kg="200"))
    parts["end_of_life"] = tuple(rows)


def _collector(it: Batches, size: int, parts: Parts) -> None:
    """A recycler that calls itself a collector credits the same batteries."""
    party = it.chain.world.register("collector", Role.SUPPLIER)
    lists = {"avoided": [_credit(str(size * 10), Stage.END_OF_LIFE)]}
    entry = it.chain.world.enter(party, [made(party)], process=ProcessCode.COLLECTION, **lists)
    price = Treatment(delivery=it.chain.world.represent(party, entry, it.chain.plant))
    usual = (Treatment(delivery=it.chain.treatment),)
    parts["end_of_life"] = (*parts.get("end_of_life", usual), price)


def _beyond_output(it: Batches, size: int, parts: Parts) -> None:
    """A line that made 1 kg and avoids much is counted many times."""
    lists = {"avoided": [_credit("1", Stage.DISTRIBUTION)], "inputs": [freight("1")]}
    output = made(it.chain.plant, "1", product="urn:test:shop")
    site = Site(code="plant-3", country="SE")
    entry = it.chain.world.enter(it.chain.plant, [output], site=site, **lists)
    parts["rows"] = (*parts.get("rows", ()), _row(entry, str(size)))


def _token(it: Batches, size: int, parts: Parts) -> None:
    """Distribution is met by next to nothing of a line."""
    output = made(it.chain.plant, "1000", product="urn:test:token", unit=Unit.TKM)
    site = Site(code="plant-4", country="SE")
    entry = it.chain.world.enter(it.chain.plant, [output], site=site, inputs=[freight("1")])
    amount = "0." + "0" * (28 - size) + "1"
    parts["rows"] = (*parts.get("rows", ()), _row(entry, amount, Unit.TKM))


def _days(it: Batches, size: int, parts: Parts) -> None:
    """The period is a few days, in which the dirty batch does not end."""
    del it
    parts["period"] = Period(start=f"2025-12-{31 - size}", end="2026-01-01")


def _exclude(it: Batches, size: int, parts: Parts) -> None:
    """The dirty batch is excluded."""
    del size
    reason = "It was a trial."
    parts["exclusions"] = (Exclusion(entry=it.dirty, reason=reason),)


def _again(it: Batches, fields: Parts) -> None:
    """The dirty batch is taken back and stated otherwise."""
    it.chain.world.withdraw(it.chain.plant, it.dirty)
    batch(it.chain, "2025-06-01", "2025-07-01", **fields)


def _other_model(it: Batches, size: int, parts: Parts) -> None:
    """The dirty batch is of another model."""
    del parts
    _again(it, {"model": f"{MODEL}:{size}"})


def _other_site(it: Batches, size: int, parts: Parts) -> None:
    """The dirty batch is of another site code."""
    del parts
    _again(it, {"site": Site(code=f"plant-1-{size}", country="SE")})


def _later(it: Batches, size: int, parts: Parts) -> None:
    """The dirty batch ends in the next year."""
    del parts
    it.chain.world.withdraw(it.chain.plant, it.dirty)
    batch(it.chain, "2026-01-01", f"2026-01-{1 + size:02d}")


def _withdraw(it: Batches, size: int, parts: Parts) -> None:
    """The dirty batch is taken back."""
    del size, parts
    it.chain.world.withdraw(it.chain.plant, it.dirty)


def _lower(it: Batches, size: int, parts: Parts) -> None:
    """The dirty batch is corrected to less electricity: what a meter showed is its issuer's word."""
    del parts
    supersedes = replacing(it.dirty)
    batch(it.chain, "2025-06-01", "2025-07-01", str(4000 * size), supersedes=supersedes)


def _by_product(it: Batches, size: int, parts: Parts) -> None:
    """The batteries of another batch are a by-product of a dummy that bears their burden."""
    del parts
    plant = it.chain.plant
    outputs = [
        made(plant, "1", product="urn:test:dummy", line="dummy"),
        made(plant, str(size), batteries=size, role=OutputRole.BY_PRODUCT, product="urn:test:b"),
    ]
    fields = {"model": MODEL, "process": ProcessCode.PACK, "site": Site(code="p5", country="SE")}
    it.chain.world.enter(plant, outputs, inputs=[power("40")], **fields)


def _trimmings(it: Batches, basis: AllocationBasis, value: str, kg: str | None) -> None:
    """The dirty batch shares with trimmings, in pieces of a mass."""
    plant, product = it.chain.plant, "urn:test:2025-06-01"
    pieces = {"unit": Unit.PIECE, "batteries": 10, "allocation_value": value}
    trim = {"line": "trim", "product": "urn:test:trim", "role": OutputRole.CO_PRODUCT}
    outputs = (
        made(plant, "10", product=product, **pieces),
        made(plant, "20000", **trim, allocation_value="20000"),
    )
    lines = (
        ProductLine(line="main", form="as_is", kg_per_unit=kg),
        ProductLine(line="trim", form="as_is"),
    )
    inputs = (power(DIRTY, Stage.MAIN_PRODUCTION), freight("10"))
    it.chain.world.enter(
        plant,
        outputs,
        inventory=Inventory(outputs=outputs, inputs=inputs, allocation=basis),
        product=Product(lines=lines),
        process=ProcessCode.PACK,
        model=MODEL,
        period=Period(start="2025-06-01", end="2025-07-01"),
        supersedes=replacing(it.dirty),
    )


def _no_mass(it: Batches, size: int, parts: Parts) -> None:
    """The packs state no mass, so that any value could be theirs."""
    del parts
    _trimmings(it, AllocationBasis.MASS, str(size), None)


def _false_mass(it: Batches, size: int, parts: Parts) -> None:
    """Ten packs of 10 kg are said to weigh some grams each."""
    del parts
    _trimmings(it, AllocationBasis.MASS, f"0.0{size}", f"0.00{size}")


def _prices(it: Batches, size: int, parts: Parts) -> None:
    """The trimmings are said to be worth more than the packs."""
    del parts
    _trimmings(it, AllocationBasis.REVENUE, str(size), "10")


def _pieces(it: Batches, size: int, parts: Parts) -> None:
    """Ten pieces are more batteries than ten."""
    del parts
    lot = {"product": "urn:test:pieces", "unit": Unit.PIECE, "batteries": 10 * size + 1}
    fields = {"model": MODEL, "process": ProcessCode.PACK, "inputs": [power("40"), freight("1")]}
    it.chain.world.enter(it.chain.plant, [made(it.chain.plant, "10", **lot)], **fields)


def _capacity(it: Batches, size: int, parts: Parts) -> None:
    """The capacity is larger than the packs have."""
    del it
    parts["capacity_kwh"] = str(2 + 5 * size)


def _warranty(it: Batches, size: int, parts: Parts) -> None:
    """The warranty is of many years, and says that much of the energy remains."""
    del it
    parts["warranties"] = (Warranty(years=str(8 + size), remaining_energy="0.9"),)


def _silent(it: Batches, size: int, parts: Parts) -> None:
    """The warranty is of many years, and silent on what remains."""
    del it
    parts["warranties"] = (Warranty(years=str(8 * size)),)


def _renamed_power(it: Batches, size: int, parts: Parts) -> None:
    """The electricity of the clean batch is processing, packaging or material, and states no supply."""
    del parts
    purpose = (Purpose.PROCESSING, Purpose.PACKAGING, Purpose.MATERIAL, Purpose.DIRECT)[size % 4]
    row = power("40", Stage.MAIN_PRODUCTION).model_copy(
        update={"purpose": purpose, "electricity": None}
    )
    it.correct(power=row)


ROWS = frozenset({ROW})
MODELS = frozenset({"model", "site", "production that is counted"})
SHARES = frozenset({"allocation.co_product"})
MOVES: Mapping[str, Move] = {
    "several recyclers of one mass": Move(_recyclers, ROWS),
    "a collector with a credit": Move(_collector, ROWS),
    "a line beyond its output": Move(_beyond_output, ROWS),
    "a token of distribution": Move(_token, ROWS | {"composition.distance"}),
    "a period of days": Move(_days, frozenset({"period.short"})),
    "a batch excluded": Move(_exclude, frozenset({"exclusion"})),
    "a batch of another model": Move(_other_model, MODELS),
    "a batch of another site": Move(_other_site, MODELS),
    "a batch that ends next year": Move(_later, frozenset({"after", "later"})),
    "a batch taken back": Move(_withdraw, frozenset({"withdrawn"})),
    "a batch corrected": Move(_lower, frozenset({"production that is counted"})),
    "batteries as a by-product": Move(_by_product),
    "trimmings beside packs without a mass": Move(_no_mass),
    "trimmings beside packs of a false mass": Move(_false_mass, SHARES),
    "trimmings beside packs by price": Move(_prices, SHARES),
    "more batteries than pieces": Move(_pieces),
    "a larger capacity": Move(_capacity, frozenset({"capacity"})),
    "a longer warranty": Move(_warranty, frozenset({"warranty"})),
    "a silent warranty": Move(_silent, frozenset({"functional_unit.warranty_share"})),
    "electricity by another name": Move(_renamed_power, row="power"),
}
"""The moves; one that is named by nothing must be refused, or leave the figure at or above the honest one."""
