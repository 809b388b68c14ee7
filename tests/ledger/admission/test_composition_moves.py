"""A declarer's attempts to lower its number with a composition, on an honest ledger: each is refused."""

import pytest
from support.ledger_battery import MODEL, BatteryChain, freight, power
from support.ledger_world import made, replacing, taken
from support.refusal import refused

from schemas.exchanged.calculation_request import Treatment
from schemas.signed.calculation import CompositionRow
from schemas.signed.entry import Element, Product, ProductLine, Site
from schemas.signed.inventory import Inventory
from schemas.signed.rows import Avoided
from schemas.vocabulary import (
    CompositionRole,
    Known,
    OutputRole,
    ProcessCode,
    Role,
    Stage,
    Unit,
    Use,
)

TINY = "0." + "0" * 29 + "1"


def credit(kwh: str, stage: Stage = Stage.END_OF_LIFE) -> Avoided:
    """Electricity that is avoided."""
    fields = {"flow": "test:power", "amount": kwh, "unit": Unit.KWH, "stage": stage}
    return Avoided(**fields, known=Known.METERED)


def recycler(chain: BatteryChain, name: str, kwh: str = "50") -> Treatment:
    """A recycler whose treatment takes off more than it adds."""
    party = chain.world.register(name, Role.SUPPLIER)
    parts = {"inputs": [power("20", Stage.END_OF_LIFE)], "avoided": [credit(kwh)]}
    entry = chain.world.enter(party, [made(party)], process=ProcessCode.SHREDDING, **parts)
    return Treatment(delivery=chain.world.represent(party, entry, chain.plant), kg="100")


def shop(chain: BatteryChain, amount: str = "1", **parts: object) -> str:
    """An own line of the plant, which made so much of it at another site."""
    output = made(chain.plant, amount, product="urn:test:shop", unit=parts.pop("unit", Unit.KG))
    fields = {} if "inventory" in parts else {"inputs": [freight("1")]}
    fields |= {"site": Site(code="plant-2", country="SE")}
    return chain.world.enter(chain.plant, [output], **{**fields, **parts})


def counted(entry: str, amount: str, unit: Unit = Unit.KG, role: str = "distribution") -> object:
    """A row that counts so much of an own line."""
    row = {"role": CompositionRole(role), "entry": entry, "line": "main"}
    return CompositionRow(**row, amount=amount, unit=unit)


def undistributed(chain: BatteryChain) -> None:
    """The packs again, with no transport of their own."""
    parts = {"inputs": [taken(chain.shipped, "50")], "supersedes": replacing(chain.packs)}
    chain.world.submit(chain.packs_of("40", **parts), chain.plant.working)


def test_the_same_mass_is_not_treated_twice(chain: BatteryChain) -> None:
    """One recycler of all 100 kg is what there is; a second, and six, are refused."""
    recyclers = tuple(recycler(chain, f"recycler{index}") for index in range(6))
    chain.calculation(end_of_life=recyclers[:1])
    for number in (2, 6):
        with refused("composition.end_of_life_amount", "composition"):
            chain.calculation(end_of_life=recyclers[:number])


def test_the_same_delivery_does_not_treat_in_two_rows(chain: BatteryChain) -> None:
    """Half and half of one delivery is one row; as two roles, or two versions of it, it is counted twice."""
    half = CompositionRow(
        role=CompositionRole.DISTRIBUTION,
        delivery=chain.treatment,
        line="main",
        amount="50",
        unit=Unit.KG,
    )
    with refused("composition.counted_twice", "composition"):
        chain.calculation(rows=(half,))
    draft = chain.world.delivery(
        chain.recycler,
        chain.treated,
        chain.plant,
        use=Use.REPRESENTATIVE,
        amount=None,
        valid_until="2026-06-01",
        supersedes=replacing(chain.treatment),
    )
    newer = chain.world.submit(draft, chain.recycler.working).id
    both = (Treatment(delivery=chain.treatment, kg="50"), Treatment(delivery=newer, kg="50"))
    with refused("composition.counted_twice", "composition"):
        chain.calculation(end_of_life=both)


def test_collecting_takes_nothing_off(chain: BatteryChain) -> None:
    """A recycler that calls itself a collector, to credit the same batteries beside the one that treats them."""
    party = chain.world.register("collector", Role.SUPPLIER)
    parts = {"inputs": [power("20", Stage.END_OF_LIFE)], "avoided": [credit("1")]}
    entry = chain.world.enter(party, [made(party)], process=ProcessCode.COLLECTION, **parts)
    collects = Treatment(delivery=chain.world.represent(party, entry, chain.plant))
    with refused("composition.collection_credit", "composition"):
        chain.calculation(end_of_life=(Treatment(delivery=chain.treatment), collects))


@pytest.mark.parametrize("amount", ["2", "40", "1000000"])
def test_an_own_line_counts_no_more_than_it_made(chain: BatteryChain, amount: str) -> None:
    """A line that made 1 kg stands with 1 kg, and not with a million."""
    line = shop(chain)
    chain.calculation(rows=(counted(line, "1"),))
    with refused("composition.above_output", "composition"):
        chain.calculation(rows=(counted(line, amount),))


def test_distribution_takes_nothing_off(chain: BatteryChain) -> None:
    """An own service whose avoided electricity outweighs its transport is no distribution."""
    line = shop(chain, avoided=[credit("1", Stage.DISTRIBUTION)])
    with refused("composition.net_negative", "composition"):
        chain.calculation(rows=(counted(line, "1"),))


@pytest.mark.parametrize(
    ("unit", "amount", "met"),
    [
        (Unit.KG, "100", True),
        (Unit.KG, "99.9", False),
        (Unit.KG, TINY, False),
        (Unit.PIECE, "1000", False),
        (Unit.H, "1000", False),
        (Unit.TKM, "50", True),
    ],
)
def test_distribution_carries_the_product(
    chain: BatteryChain,
    unit: Unit,
    amount: str,
    met: bool,  # noqa: FBT001
) -> None:
    """100 kg of packs are carried whole, by weight or over a distance; a token, or hours, meet no stage."""
    undistributed(chain)
    rows = (counted(shop(chain, "1000", unit=unit), amount, unit),)
    if met:
        assert chain.calculation(rows=rows)
        return
    with refused("composition.stage_missing", "composition"):
        chain.calculation(rows=rows)


def test_a_by_product_distributes_nothing(chain: BatteryChain) -> None:
    """A line that carries no burden is no transport, however many kg of it are counted."""
    undistributed(chain)
    outputs = (
        made(chain.plant, "1", product="urn:test:shop"),
        made(chain.plant, "500", product="urn:test:box", line="zero", role=OutputRole.BY_PRODUCT),
    )
    line = shop(
        chain,
        inventory=Inventory(outputs=outputs, inputs=(freight("1"),)),
        product=Product(lines=tuple(ProductLine(line=row.line, form="as_is") for row in outputs)),
    )
    row = CompositionRow(
        role=CompositionRole.DISTRIBUTION, entry=line, line="zero", amount="500", unit=Unit.KG
    )
    with refused("composition.stage_missing", "composition"):
        chain.calculation(rows=(row,))


def packs(chain: BatteryChain, elements: tuple[Element, ...] = (), **line: object) -> object:
    """A batch of ten packs, by piece, of another product."""
    usual = {"product": "urn:test:batch", "unit": Unit.PIECE, "batteries": 10}
    output = made(chain.plant, **{"amount": "10", **usual, **line})
    sections = {"kg_per_unit": "10", "kwh_per_unit": "2"}
    product = Product(
        lines=(ProductLine(line="main", form="as_is", elements=elements, **sections),)
    )
    parts = {"inputs": [freight("10")], "process": ProcessCode.PACK, "model": MODEL}
    return chain.world.entry(chain.plant, [output], product=product, **parts)


def test_a_hundred_pieces_are_no_million_batteries(chain: BatteryChain) -> None:
    """An entry of pieces states as many batteries."""
    with refused("entry.batteries", "inventory.outputs[0].batteries"):
        chain.world.submit(packs(chain, batteries=1_000_000), chain.plant.working)
    assert chain.world.submit(packs(chain), chain.plant.working)


def test_capacity_is_that_of_the_product_section(chain: BatteryChain) -> None:
    """Packs of 2 kWh stand with 2 kWh, and not with ten times as much."""
    chain.world.submit(packs(chain), chain.plant.working)
    assert chain.calculation(capacity_kwh="2")
    with refused("calculation.capacity", "composition"):
        chain.calculation(capacity_kwh="20")


@pytest.mark.parametrize(("fraction", "possible"), [("0.01", False), ("0.011", True)])
def test_a_capacity_that_the_stated_lithium_cannot_store_is_refused(
    chain: BatteryChain,
    fraction: str,
    possible: bool,  # noqa: FBT001
) -> None:
    """Packs of 2 kWh and 10 kg need 0.109 kg of lithium at 4.75 V: 0.1 is too little, 0.11 is enough."""
    lithium = Element(element="Li", fraction=fraction)
    chain.world.submit(packs(chain, (lithium,)), chain.plant.working)
    if possible:
        assert chain.calculation(capacity_kwh="2")
        return
    with refused("physics.impossible_capacity", "composition"):
        chain.calculation(capacity_kwh="2")
