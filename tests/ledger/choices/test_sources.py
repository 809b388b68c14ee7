"""Tests for the known sources of an element and of goods."""

from decimal import Decimal

import pytest
from support.balanced import at_plant, kg_of, line, mine, nickel_in, plant
from support.chosen import BARE, choice_context, modest, priced, ruled, stated
from support.footprints import file_of, pact_3
from support.graph import factors, firm, ident, weighing
from support.graph_battery import Declared
from support.rows import imported, inventory, made, taken, used

from ledger.choices.sources import Sources, made_of, main_element
from schemas.signed.conservative import GoodsPrice
from schemas.signed.entry import Product
from schemas.signed.rulebook import Rulebook

ELEMENT, GAP = "mass.element_gap", "mass.gap"
BATTERIES = Product(lines=(line(Ni="0.2"),))


def other(it: Declared, price: str, product: Product | None, **header: object) -> Declared:
    """Another entry of the log, 100 kg of whose goods cost 100 times this, at 2 kg CO2e per kg of lime."""
    rows = [used("test:lime", str(Decimal(price) * 50))]
    it.chain.enter("other", inventory(made("other", "100"), inputs=rows), product, **header)
    return it


def lacking(kg: str, *, of: str = ELEMENT, it: Declared | None = None) -> Decimal:
    """The kg CO2e of what the plant lacks, which uses so much ore of a tenth nickel."""
    return kg_of(*at_plant(it or nickel_in(kg), of))


def test_a_main_element_is_the_largest_beside_water() -> None:
    """Oxygen is no element that tells what goods are; a line may state none."""
    assert main_element(line(H="0.1", Li="0.05", Ni="0.2", O="0.6")) == "Ni"
    assert main_element(line(O="0.9")) is None
    assert main_element(None) is None


# ---- Elements


def test_the_dearest_line_of_the_log_with_that_main_element_counts() -> None:
    """10 kg of nickel from goods of half nickel at 30 kg CO2e per kg, which nobody delivers to the plant."""
    it = other(nickel_in("300"), "30", Product(lines=(line(Ni="0.5"),)))
    assert lacking("300", it=it) == 10 * 60
    assert lacking("300", it=other(it, "5", Product(lines=(line(Ni="0.5"),)))) == 10 * 20


@pytest.mark.parametrize(
    "product",
    [
        Product(lines=(line(Fe="0.5", Ni="0.4"),)),
        Product(lines=(line(Ni="0.00000000000000000001"),)),
        Product(lines=(line(Ni="0.5").model_copy(update={"kg_per_unit": None}),)),
        weighing("1"),
        None,
    ],
)
def test_a_trace_and_goods_without_the_element_price_nothing(product: Product | None) -> None:
    """Nor do pieces of unstated mass: the ore counts, at 20 per kg of nickel."""
    it = other(nickel_in("300"), "900", product)
    if product is not None and product.lines[0].kg_per_unit is None:
        record = it.chain.entries[ident("other")]
        pieces = inventory(made("other", "9", unit="piece"), inputs=[used("test:lime", "900")])
        it.chain.entries[ident("other")] = record._replace(inventory=pieces)
    assert lacking("300", it=it) == 10 * 20


def test_an_entry_that_is_withheld_or_has_no_figure_is_no_source() -> None:
    """One shows no inventory, the other draws on a delivery that nobody shows."""
    it = nickel_in("300")
    rich = Product(lines=(line(Ni="0.5"),))
    it.chain.enter("closed", None, rich)
    it.chain.enter("open", inventory(made("open", "9"), inputs=[taken("gone", "9")]), rich)
    assert lacking("300", it=it) == 10 * 20


def test_goods_that_rest_on_the_entry_are_no_source() -> None:
    """Nickel made of the plant's own batteries cannot be what it lacks."""
    it = nickel_in("300")
    it.chain.deliver("back", "plant", "recovery", "100")
    rows = [taken("back", "100"), used("test:lime", "9000")]
    recovered = inventory(made("recovery", "10"), inputs=rows)
    it.chain.enter("recovery", recovered, Product(lines=(line(Ni="0.9"),)))
    assert lacking("300", it=it) == 10 * 20


def test_lines_that_rest_on_the_entry_crowd_out_no_other_source() -> None:
    """Five dearer works of the plant's own batteries, and the ore that it may lack."""
    it = nickel_in("300")
    for at in range(5):
        it.chain.deliver(f"back {at}", "plant", f"recovery {at}", "10")
        rows = [taken(f"back {at}", "10"), used("test:lime", "9000")]
        recovered = inventory(made("recovery", "10"), inputs=rows)
        it.chain.enter(f"recovery {at}", recovered, Product(lines=(line(Ni="0.9"),)))
    assert lacking("300", it=it) == 10 * 20


def test_the_source_counts_at_its_own_conservative_figure() -> None:
    """The option draws on the line, beside its declared price."""
    context = choice_context(nickel_in("300"))
    record = context.graph.resolution.record(ident("plant"))
    (declared, drawn) = Sources(context).of_element("Ni", Decimal(10), record)
    assert (declared.kg, drawn.draws) == (200, (((ident("mine"), "main"), Decimal(100)),))


def test_a_bought_flow_stated_as_the_material_is_a_source() -> None:
    """Of nickel at 30 and at 25 the dearer; goods by the piece and of other materials price nothing."""
    it = nickel_in("300")
    names = {"test:ni": "30", "test:cheap": "25", "test:cu": "90"}
    it.chain.factor_sets = (*it.chain.factor_sets, factors(names))
    rows = [used(flow, "1", material="Ni") for flow in ("test:ni", "test:cheap")]
    piece = used("test:foil", "1", unit="m2", material="Ni")
    copper = used("test:cu", "1", material="Cu")
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:foil": "900"}, unit="m2"))
    plant(it, taken("ore", "300"), *rows, piece, copper, product=BATTERIES)
    assert lacking("300", it=it) == 8 * 30


def test_the_rulebook_prices_an_element_beside_the_chain() -> None:
    """The dearer of both counts."""
    assert kg_of(*at_plant(nickel_in("300"), ELEMENT, priced(Ni="54"))) == 540
    assert kg_of(*at_plant(nickel_in("300"), ELEMENT, priced(Ni="5"))) == 200


def goods_priced(*rows: tuple[str | None, str]) -> Rulebook:
    """The bare rulebook with prices of goods."""
    prices = tuple(GoodsPrice(element=name, kg=stated(kg)) for name, kg in rows)
    return ruled(goods_prices=prices)


def test_the_main_element_of_what_is_made_may_be_missing_as_such_goods() -> None:
    """Batteries of nickel may lack a bought cathode, at 45; their cobalt has no such price."""
    rulebook = goods_priced(("Ni", "45"), ("Co", "900"))
    assert kg_of(*at_plant(nickel_in("300"), ELEMENT, rulebook)) == 450
    assert kg_of(at_plant(nickel_in("300", Co="0.01"), ELEMENT, rulebook)[0]) == 450
    assert kg_of(*at_plant(nickel_in("300"), ELEMENT, goods_priced(("Fe", "45")))) == 200


# ---- Goods


def test_missing_goods_count_at_the_dearest_row_of_the_entry() -> None:
    """90 kg of ore at 2, 60 of resin at 5 and a screw at 900: 49 kg are missing, and no mean fills them."""
    it = modest()
    it.chain.factor_sets = (factors({"test:lime": "2", "test:resin": "5", "test:screw": "900"}),)
    plant(it, taken("ore", "90"), used("test:resin", "60"), used("test:screw", "1"))
    assert lacking("0", of=GAP, it=it) == 49 * 5


def test_a_row_of_packaging_prices_missing_goods_too() -> None:
    """What explains no mass may still be what is missing."""
    it = modest()
    it.chain.factor_sets = (factors({"test:lime": "2", "test:resin": "5"}),)
    plant(it, taken("ore", "150"), used("test:resin", "60", purpose="packaging"))
    assert lacking("0", of=GAP, it=it) == 50 * 5


def test_the_dearest_goods_of_peers_count() -> None:
    """Another maker of goods of nickel uses some at 9 per kg, a delivery at 11, and a trace at 900."""
    it = nickel_in("150")
    names = {"test:salt": "9", "test:screw": "900"}
    it.chain.factor_sets = (*it.chain.factor_sets, factors(names))
    foil = factors({"test:foil": "900"}, unit="m2")
    it.chain.factor_sets = (*it.chain.factor_sets, foil)
    it.chain.enter("maker", inventory(made("maker", "100"), inputs=[used("test:lime", "550")]))
    it.chain.deliver("part", "maker", "other", "20")
    it.chain.enter("closed", None)
    it.chain.deliver("closed", "closed", "other", "20")
    rows = [
        used("test:salt", "80"),
        used("test:screw", "0.5"),
        used("test:foil", "9", unit="m2"),
        imported(file_of(pact_3()), amount="1"),
    ]
    peer = inventory(made("other", "100"), inputs=rows)
    it.chain.enter("other", peer, Product(lines=(line(Ni="0.05"),)))
    assert lacking("0", of=GAP, it=it) == 25 * 9
    more = inventory(made("other", "100"), inputs=[*rows, taken("part", "20")])
    it.chain.enter("other", more, Product(lines=(line(Ni="0.05"),)))
    assert lacking("0", of=GAP, it=it) == 25 * 11
    unknown = inventory(
        made("other", "100"), inputs=[*rows, taken("closed", "20"), taken("x", "1")]
    )
    it.chain.enter("other", unknown, Product(lines=(line(Ni="0.05"),)))
    assert lacking("0", of=GAP, it=it) == 25 * 9


def test_makers_of_other_goods_are_no_peers() -> None:
    """What iron is made of prices no batteries of nickel."""
    it = nickel_in("150")
    other(it, "900", Product(lines=(line(Fe="0.6"),)), issuer=firm("iron"))
    assert lacking("0", of=GAP, it=it) == 25 * 2


@pytest.mark.parametrize(
    ("prices", "kg"),
    [
        ([(None, "35"), ("Ni", "45")], 25 * 45),
        ([(None, "35"), ("Fe", "45")], 25 * 35),
        ([("Fe", "45")], 25 * 2),
    ],
)
def test_the_rulebook_prices_goods_of_the_main_element_or_of_any(
    prices: list[tuple[str | None, str]], kg: int
) -> None:
    """Without a price of either the chain's own counts."""
    assert kg_of(*at_plant(nickel_in("150"), GAP, goods_priced(*prices))) == kg


def test_goods_that_state_no_elements_have_the_price_of_any() -> None:
    """Batteries of unstated composition that lack 50 kg."""
    it = plant(modest(), taken("ore", "150"))
    assert kg_of(*at_plant(it, GAP, goods_priced((None, "35"), ("Ni", "45")))) == 50 * 35


def test_without_alternatives_there_is_no_price_but_that_of_the_chain() -> None:
    """A rulebook without them still knows the chain."""
    context = choice_context(nickel_in("300"), BARE.model_copy(update={"conservative": None}))
    record = context.graph.resolution.record(ident("plant"))
    found = Sources(context)
    assert [option.kg for option in found.of_element("Ni", Decimal(10), record)] == [200, 0]
    assert [option.kg for option in found.of_goods(Decimal(10), record, ())] == [20]


def test_a_withheld_entry_makes_nothing() -> None:
    """Its main output is not shown."""
    it = mine(modest(), Product(lines=(line(Ni="0.1"),)))
    it.chain.enter("closed", None)
    closed = it.chain.entries[ident("closed")]
    assert made_of(closed) is None
