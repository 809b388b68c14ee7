"""The sections of an entry fit each other, and only a battery counts batteries."""

import pytest
from support.graph import Graph, ident, weighing
from support.rows import Row, inventory, made, taken, used

from ledger.footprint.graph.resolution import EntryRecord
from ledger.rules.entry import entry_problems
from schemas.signed.entry import Product
from schemas.signed.inventory import Inventory

MODEL = "urn:test:model"
PACK = made("plant", "4", unit="piece", batteries=4)
REST = made("plant", "9", "rest", unit="piece", batteries=9)
DUMMY = made("plant", "1", "dummy")


def entered(section: Inventory, model: str | None = None) -> EntryRecord:
    """An entry of a plant, with the product section that fits."""
    chain = Graph()
    product = weighing("1", [row.line for row in section.outputs])
    chain.enter("plant", section, product, model=model)
    return chain.entries[ident("plant")]


def broken(entry: EntryRecord) -> list[tuple[str, str]]:
    """Code and place of the rules that an entry breaks on its own."""
    return [(problem.code, problem.place) for problem in entry_problems(entry)]


@pytest.mark.parametrize(
    ("section", "model"),
    [(inventory(PACK), MODEL), (inventory(made("plant", "4", unit="piece")), None)],
)
def test_a_battery_has_a_model_and_counts_batteries(section: Inventory, model: str | None) -> None:
    """The main output of an entry with a model counts batteries; that of any other does not."""
    assert broken(entered(section, model)) == []


def shared(main: Row, other: Row) -> Inventory:
    """An inventory of two outputs that share the burdens."""
    lines = [{**main, "allocation_value": "1"}, {**other, "allocation_value": "9"}]
    lines[1]["role"] = "co_product"
    return inventory(*lines, allocation="revenue")


@pytest.mark.parametrize(
    ("section", "model", "lines"),
    [
        (inventory(PACK), None, [0]),
        (inventory(made("plant", "4", unit="piece")), MODEL, [0]),
        (inventory(made("plant", "4", unit="piece", product=MODEL)), MODEL, []),
        (inventory(DUMMY, {**PACK, "role": "by_product"}), MODEL, [0, 1]),
        (shared(PACK, REST), MODEL, [1]),
    ],
    ids=[
        "no model",
        "another product",
        "a product",
        "a by-product of a dummy",
        "a line to be left out",
    ],
)
def test_batteries_stand_on_the_main_output_of_a_model_alone(
    section: Inventory, model: str | None, lines: list[int]
) -> None:
    """No battery leaves a plant as a by-product, or on a line that a calculation could leave out."""
    expected = [("entry.model", f"inventory.outputs[{line}].batteries") for line in lines]
    assert broken(entered(section, model)) == expected


def test_the_product_section_has_the_lines_of_the_inventory() -> None:
    """A section of other lines is named."""
    entry = entered(inventory(made("plant", "4")))
    other = entry._replace(product=weighing("1", ["main", "other"]))
    assert broken(other) == [("entry.lines", "product.lines")]


def test_a_leg_names_inputs_of_its_entry() -> None:
    """A delivery that the entry does not use is named with its place."""
    leg = {"kg": "1", "km": "10", "deliveries": [ident("ore"), ident("elsewhere")]}
    row = {**used("test:freight", "10", unit="tkm", purpose="transport"), "leg": leg}
    entry = entered(inventory(made("plant", "4"), inputs=[taken("ore", "1"), row]))
    place = "inventory.inputs[1].leg.deliveries[1]"
    assert broken(entry) == [("transport.unknown_delivery", place)]


def test_a_section_that_is_not_shown_breaks_no_rule() -> None:
    """Without its inventory or product section nothing can be compared."""
    entry = entered(inventory(PACK), MODEL)
    assert broken(entry._replace(inventory=None, product=None)) == []
    assert broken(entry._replace(product=None)) == []


@pytest.mark.parametrize(
    ("unit", "power", "found"),
    [
        ("m2", "0.2259267", []),
        ("m2", "1", []),
        ("m2", "1.001", ["product.lines[0].kwp_per_unit"]),
        ("kWp", "1", []),
        ("kWp", "1.2", ["product.lines[0].kwp_per_unit"]),
        ("piece", "0.6", []),
    ],
)
def test_peak_power_is_at_most_the_light_of_the_test(
    unit: str, power: str, found: list[str]
) -> None:
    """1 kW of light falls on a m2, and a kWp is one; the power of a piece is its maker's word."""
    chain = Graph()
    line = {"line": "main", "form": "as_is", "kwp_per_unit": power}
    section = Product.model_validate({"lines": [line]}, strict=False)
    chain.enter("plant", inventory(made("plant", "4", unit=unit)), section)
    assert broken(chain.entries[ident("plant")]) == [("entry.peak_power", it) for it in found]
