"""ecospold 2 files, extracted by bw2io."""

from decimal import Decimal

from support.background import choices
from support.background_xml import FOSSIL, spold, spold_exchange, zipped
from support.refusal import refused

from ledger.exchange.background.importing import import_background
from ledger.exchange.background.model import Link, Product, ProductInput
from ledger.exchange.background.readers.ecospold2 import read_ecospold2
from ledger.exchange.background.supplies import Supplies
from schemas.vocabulary import Group

CO2 = spold_exchange(
    "349b29d1-3e58-4c66-98b9-9d1a076efd2e", "Carbon dioxide, fossil", "0.5", "outputGroup 4"
)
MADE = spold_exchange("f1", "steel", "1", "outputGroup 0")
STEEL = spold("a1", "steel production", MADE, CO2)
MARKET = spold(
    "a2",
    "market for steel",
    MADE,
    spold_exchange("f1", "steel", "0.7", "inputGroup 5", link="a1"),
    special=1,
)


def test_a_market_and_what_it_sells() -> None:
    """Linked by activity and flow; a market that loses goods is reported; Brightway's words find it as a supply."""
    data = zipped({"datasets/b.spold": MARKET, "datasets/a.spold": STEEL, "MasterData/u.xml": b""})
    read = read_ecospold2(data, "db.zip")
    found = import_background([read], choices())
    values = {row.name: Decimal(row.values[0].value) for row in found.factor_set.rows}
    assert values == {"steel production": Decimal("0.5"), "market for steel": Decimal("0.35")}
    assert [row.code for row in found.oddities] == ["background.market_sum"]
    assert {row.years for row in found.factor_set.rows} == {"2020-2024"}
    words = Product("market for steel", "steel", "GLO", "kilogram")
    supplied = Supplies([found.factor_set]).value(ProductInput(Link((), words), Decimal(2)))
    assert supplied is not None
    assert supplied.values == {Group.FOSSIL: Decimal("0.7")}


def test_one_file() -> None:
    """A dataset by itself; a by-product of zero is none, and two products are too many."""
    by_product = spold_exchange("f2", "heat", "0", "outputGroup 2")
    read = read_ecospold2(spold("a1", "steel production", MADE, by_product, CO2), "a.spold")
    assert read.processes[0].production == 1
    both = spold("a1", "a", MADE, spold_exchange("f2", "heat", "3", "outputGroup 2"))
    odd = read_ecospold2(both, "a.spold")
    assert [row.code for row in odd.oddities] == ["background.several_products"]
    assert odd.processes[0].production is None


def test_a_gas_that_is_not_known_by_id() -> None:
    """bw2io gives no compartment, so a gas with another id is reported and not counted."""
    new = spold_exchange("f9", "Methane, fossil", "1", "outputGroup 4")
    ef = spold_exchange(FOSSIL, "Carbon dioxide", "1", "outputGroup 4")
    read = read_ecospold2(spold("a1", "a", MADE, new, ef), "a.spold")
    found = import_background([read], choices())
    assert found.factor_set.rows[0].values[0].value == "1"
    assert [row.code for row in found.oddities] == ["background.uncharacterised_gas"]


def test_a_document_type_is_refused() -> None:
    """Before bw2io, whose parser expands entities, sees the file."""
    bomb = STEEL.replace(b"<ecoSpold ", b"<!DOCTYPE ecoSpold><ecoSpold ", 1)
    with refused("background.damaged", "a.spold"):
        read_ecospold2(zipped({"datasets/a.spold": bomb}), "db.zip")


def test_no_dataset() -> None:
    """A zip without one, and a file that bw2io cannot read."""
    with refused("background.damaged", "db.zip"):
        read_ecospold2(zipped({"a.txt": b""}), "db.zip")
    with refused("background.damaged", "a.spold"):
        read_ecospold2(b'<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"/>', "a.spold")
