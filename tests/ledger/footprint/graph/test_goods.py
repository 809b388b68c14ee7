"""The goods that an entry uses."""

from decimal import Decimal

from support.graph import Graph, ident, weighing
from support.rows import inventory, made, taken, used

from ledger.footprint.graph.goods import mass, per_unit, product_line, unit_of, used_goods
from schemas.signed.inventory import Inventory

ROWS = [
    taken("ore", "30"),
    taken("lid", "2", purpose="packaging"),
    taken("steam", "5", purpose="energy"),
    taken("toll", "30", purpose="processing"),
    taken("lost", "1"),
    used("test:lime", "1"),
]


def smelter() -> Inventory:
    """A smelter that uses goods, steam and work; one delivery cannot be resolved."""
    return inventory(made("smelter", "8"), inputs=ROWS)


def chain() -> Graph:
    """The suppliers of the smelter; only the mine states the mass of its ore."""
    made_of = Graph()
    for supplier, name in (("mine", "ore"), ("press", "lid"), ("boiler", "steam"), ("lab", "toll")):
        product = weighing("0.5") if supplier == "mine" else None
        made_of.enter(supplier, inventory(made(supplier, "100")), product)
        made_of.deliver(name, supplier, "smelter", "50")
    made_of.enter("smelter", smelter())
    return made_of


def test_goods_are_material_and_packaging_under_deliveries() -> None:
    """Energy, work, activities and unresolved deliveries are not goods used."""
    found = [
        (row.supplier.id, row.amount) for row in used_goods(smelter(), chain().resolve("smelter"))
    ]
    assert found == [(ident("mine"), Decimal(30)), (ident("press"), Decimal(2))]


def test_the_mass_is_what_the_supplier_states() -> None:
    """Thirty times half a kilogram; None without a shown product section."""
    ore, lid = used_goods(smelter(), chain().resolve("smelter"))
    assert (ore.mass, lid.mass) == (Decimal(15), None)
    assert mass(Decimal(3), weighing(None).lines[0]) is None


def test_a_line_that_the_section_does_not_have() -> None:
    """The statements on a line are looked up by its name."""
    record = chain().entries[ident("mine")]
    assert product_line(record, "other") is None
    assert product_line(record, "main") == weighing("0.5").lines[0]


def test_a_total_is_per_unit_of_the_main_output() -> None:
    """Two thirds of eight, to 4 digits, and the unit in words."""
    assert per_unit(Decimal(16) / 3, smelter()) == "0.6667"
    assert unit_of(smelter()) == "per kg of main"
