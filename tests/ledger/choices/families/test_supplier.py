"""Tests for choices of data in place of a supplier's own."""

from decimal import Decimal

from support.chosen import BATTERY, chosen, conservative, declared_total, modest
from support.footprints import file_of, pact_3
from support.graph import STUDY, factors
from support.graph_battery import Declared
from support.graph_recycled import add, lists_of, restate
from support.rows import imported, inventory, made, taken, used

ENERGY = BATTERY
TINY = Decimal("1e-20")
ORE = "urn:test:mine:main"


def bought(value: str, amount: str = "100", **row: object) -> Declared:
    """The plant buys ore by a dataset of that value, beside the 300 kg that the mine delivers at 2."""
    it = modest()
    dataset = factors({"test:ore": value}, stands_for=ORE)
    it.chain.factor_sets = (*it.chain.factor_sets, dataset)
    add(it, "plant", inputs=used("test:ore", amount, **row))
    return it


def test_a_dataset_counts_at_least_as_the_supplier_in_the_chain() -> None:
    """100 kg at 0.5 where the mine has 2."""
    (found,) = chosen(bought("0.5"), "supplier.dataset")
    assert found.effect is not None
    assert abs(found.effect - 100 * Decimal("1.5") / ENERGY) < TINY
    assert "100 kg of urn:test:mine:main by test:ore" in found.choice.detail


def test_a_dataset_above_its_alternatives_is_no_choice() -> None:
    """It raises nothing."""
    it = bought("9")
    assert not chosen(it, "supplier.dataset")
    assert conservative(it).total == declared_total(it)


def test_goods_called_processing_are_goods() -> None:
    """The purpose leaves the balance of mass and not the register."""
    (found,) = chosen(bought("0.5", purpose="processing"), "supplier.processing")
    assert found.effect is not None
    assert abs(found.effect - 100 * Decimal("1.5") / ENERGY) < TINY


def test_a_dataset_that_represents_no_product_is_not_listed() -> None:
    """Nothing says what it stands for."""
    assert not chosen(modest(), "supplier.dataset")


def test_a_supplier_that_rests_on_the_buyer_is_no_alternative() -> None:
    """The mine buys a dataset of what the plant makes, and the plant takes its ore."""
    it = modest()
    made = factors({"test:pack": "0.1"}, stands_for="urn:test:plant:main")
    it.chain.factor_sets = (*it.chain.factor_sets, made)
    add(it, "mine", inputs=used("test:pack", "1"))
    assert not chosen(it, "supplier.dataset")


def test_the_conservative_figure_of_a_supplier_counts_upstream() -> None:
    """The alternative draws on the mine at its own conservative value, whatever the order of the walk."""
    it = bought("0.5")
    it.chain.deliver("other", "mine", "plant", "1")
    restate(it, "plant", inputs=(used("test:ore", "100"), taken("ore", "300")))
    assert conservative(it).total > declared_total(it)


def test_a_file_of_another_exchange_is_a_choice_without_another_figure() -> None:
    """Nothing else is known of its product, and the rulebook has no price of goods."""
    it = modest()
    row = imported(file_of(pact_3()), amount="6")
    add(it, "plant", inputs=row)
    (found,) = chosen(it, "supplier.external")
    assert found.effect is None
    assert "the dearest goods that could be meant" in found.choice.detail


def test_a_file_counts_at_least_as_the_dearest_goods_that_could_be_meant() -> None:
    """6 kg for a plant that states no elements, at 35 kg CO2e a kg, whatever the file says."""
    it = modest()
    add(it, "plant", inputs=imported(file_of(pact_3()), amount="6"))
    (found,) = chosen(it, "supplier.external", STUDY)
    assert found.effect is not None
    assert found.effect * BATTERY <= Decimal(6) * 35
    assert found.effect > 0


def test_a_file_counts_at_least_as_a_dataset_of_its_product() -> None:
    """The accepted sets have 1,000 kg CO2e for the product of the file."""
    it = modest()
    row = imported(file_of(pact_3()), amount="6")
    dear = factors({"test:dear": "1000"}, stands_for=str(row["product"]), unit=str(row["unit"]))
    it.chain.factor_sets = (*it.chain.factor_sets, dear)
    add(it, "plant", inputs=row)
    (found,) = chosen(it, "supplier.external")
    assert found.effect is not None
    assert found.effect > 6 * 900 / ENERGY
    assert found.state == "documented"


def test_of_many_suppliers_those_with_the_highest_figures_count() -> None:
    """Twenty mines of one product, from 0.3 to 6 kg CO2e per kg, of which the plant uses a little each."""
    it = bought("0.01")
    rows = list(lists_of(it, "plant")["inputs"])
    for number in range(1, 21):
        name = f"mine-{number}"
        output = {**made(name, "1000"), "product": ORE}
        it.chain.enter(name, inventory(output, inputs=[used("test:lime", str(150 * number))]))
        it.chain.deliver(name, name, "plant", "1")
        rows.append(taken(name, "1"))
    restate(it, "plant", inputs=tuple(rows))
    (found,) = chosen(it, "supplier.dataset")
    assert found.effect is not None
    assert abs(found.effect - 100 * (6 - Decimal("0.01")) / ENERGY) < TINY
    assert "of 15 other suppliers" in found.choice.detail
