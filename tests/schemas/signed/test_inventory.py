"""The inventory: one main output, an allocation if burdens are shared, and directions as stated."""

import pytest
from support.golden import reading as golden
from support.parsing import broken, changed, parse

from schemas.signed.inventory import Inventory

SHARED = golden.value("entry/cathode/inventory")
SINGLE = golden.value("entry/recycling/inventory")
PACK = golden.value("entry/pack/inventory")


def test_output_lines_stand_in_order_and_once() -> None:
    """One set of outputs has one byte form."""
    outputs = SHARED["outputs"]
    assert broken(Inventory, SHARED, (("outputs",), outputs[::-1])) == ("inventory.order", "")
    again = (("outputs", 1, "line"), outputs[0]["line"])
    assert broken(Inventory, SHARED, again) == ("inventory.order", "")


def test_a_product_stands_on_one_line() -> None:
    """The same product on two lines could count twice."""
    same = (("outputs", 1, "product"), SHARED["outputs"][0]["product"])
    assert broken(Inventory, SHARED, same) == ("inventory.product_repeated", "")


@pytest.mark.parametrize("role", ["main", "co_product", "by_product"])
def test_exactly_one_output_is_the_main_one(role: str) -> None:
    """Two main outputs, or none, are refused."""
    changes = ((("outputs", 0, "role"), role), (("outputs", 1, "role"), role))
    assert broken(Inventory, SHARED, *changes) == ("inventory.main", "")


def test_an_allocation_stands_if_and_only_if_outputs_share() -> None:
    """A by-product carries nothing, so beside it nothing is shared."""
    assert broken(Inventory, SHARED, (("allocation",), ...)) == ("inventory.allocation", "")
    assert broken(Inventory, SINGLE, (("allocation",), "mass")) == ("inventory.allocation", "")


def test_those_that_share_state_a_value_and_others_none() -> None:
    """A main or co-product that shares has an allocation value; no other output has one."""
    code = ("inventory.allocation_value", "")
    for line in (0, 1):
        assert broken(Inventory, SHARED, (("outputs", line, "allocation_value"), ...)) == code
        assert broken(Inventory, SINGLE, (("outputs", line, "allocation_value"), "1")) == code


def test_an_output_without_value_is_refused_with_the_reason() -> None:
    """A value of zero is refused with the roles that carry nothing."""
    changed = (("outputs", 0, "allocation_value"), "0")
    place = "outputs[0].allocation_value"
    assert broken(Inventory, SHARED, changed) == ("inventory.allocation_value", place)


def test_energy_in_kwh_states_its_supply() -> None:
    """A row in kWh or MJ may state one for any purpose; energy in kWh must, and nothing else may."""
    code, power = ("inventory.electricity", "inputs[1]"), ("inputs", 1)
    assert SHARED["inputs"][1]["unit"] == "kWh"
    assert broken(Inventory, SHARED, ((*power, "electricity"), ...)) == code
    assert broken(Inventory, SHARED, ((*power, "unit"), "kg")) == code
    for change in (((*power, "unit"), "MJ"), ((*power, "purpose"), "material")):
        parse(Inventory, changed(SHARED, *change))
        parse(Inventory, changed(changed(SHARED, *change), (*power, "electricity"), ...))
    heat = (("inputs", 2, "unit"), "kWh")
    assert broken(Inventory, SHARED, heat) == ("inventory.electricity", "inputs[2]")


def test_an_emission_is_in_kg_of_the_gas() -> None:
    """No other unit stands on an emission."""
    code = broken(Inventory, SHARED, (("emissions", 0, "unit"), "m3"))
    assert code == ("inventory.emission_unit", "emissions[0]")


def test_only_carbon_dioxide_is_taken_up() -> None:
    """Uptake by growing biomass is of carbon dioxide."""
    taken = changed(SHARED, ("emissions", 0, "origin"), "uptake")
    code = broken(Inventory, taken, (("emissions", 0, "gas"), "ch4"))
    assert code == ("inventory.uptake", "emissions[0]")


def test_an_avoided_line_names_a_delivery_or_a_flow() -> None:
    """One of the two, never both, never neither."""
    code = ("inventory.avoided", "avoided[0]")
    delivery = PACK["inputs"][0]["delivery"]
    assert broken(Inventory, SINGLE, (("avoided", 0, "flow"), ...)) == code
    assert broken(Inventory, SINGLE, (("avoided", 0, "delivery"), delivery)) == code


def test_another_product_is_a_delivery_of_a_named_material() -> None:
    """Evidence that goods are what a recyclate replaces stands beside these goods and the material."""
    delivery, evidence = PACK["inputs"][0]["delivery"], "sha256:" + "e" * 64
    goods = changed(
        changed(SINGLE, ("avoided", 0, "flow"), ...), ("avoided", 0, "delivery"), delivery
    )
    proven = (("avoided", 0, "other_product"), evidence)
    code = ("inventory.avoided", "avoided[0]")
    assert broken(Inventory, SINGLE, proven) == code
    assert broken(Inventory, goods, proven) == code
    stated = parse(Inventory, changed(changed(goods, ("avoided", 0, "material"), "Ni"), *proven))
    assert isinstance(stated, Inventory)
    assert stated.avoided[0].other_product == evidence


@pytest.mark.parametrize("criterion", ["collected", "facilities", "recycled"])
def test_recyclability_has_all_three_criteria(criterion: str) -> None:
    """One of them left out is no evidence of recyclability."""
    names = ("collected", "facilities", "recycled")
    whole = changed(SINGLE, ("recyclability",), dict.fromkeys(names, "sha256:" + "e" * 64))
    assert isinstance(parse(Inventory, whole), Inventory)
    place = ("recyclability", criterion)
    assert broken(Inventory, whole, (place, ...)) == ("schema.missing", ".".join(place))


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (SHARED, ("outputs", 0, "amount")),
        (SHARED, ("inputs", 0, "amount")),
        (PACK, ("inputs", 0, "amount")),
        (SHARED, ("wastes", 0, "amount")),
        (SHARED, ("emissions", 0, "amount")),
        (SINGLE, ("avoided", 0, "amount")),
    ],
)
@pytest.mark.parametrize("amount", ["0", "-1", "-0.5"])
def test_every_amount_is_positive(
    content: object, place: tuple[str, int, str], amount: str
) -> None:
    """The list that a row stands in gives its direction; no sign does."""
    path = f"{place[0]}[{place[1]}].{place[2]}"
    assert broken(Inventory, content, (place, amount)) == ("quantity.positive", path)


def test_an_inventory_makes_something() -> None:
    """At least one output, at most sixty-four."""
    assert broken(Inventory, PACK, (("outputs",), [])) == ("schema.too_short", "outputs")
    many = (("outputs",), PACK["outputs"] * 65)
    assert broken(Inventory, PACK, many) == ("schema.too_long", "outputs")


def test_an_inventory_finds_its_rows() -> None:
    """Main output, lines, sharing outputs and cited deliveries are those that stand in it."""
    shared, pack = parse(Inventory, SHARED), parse(Inventory, PACK)
    assert isinstance(shared, Inventory)
    assert isinstance(pack, Inventory)
    assert shared.main.line == "cathode"
    assert [row.line for row in shared.sharing] == ["cathode", "sodium-sulfate"]
    assert shared.output("sodium-sulfate") == shared.outputs[1]
    assert shared.output("none") is None
    delivery = PACK["inputs"][0]["delivery"]
    assert [row.delivery for row in pack.delivery_inputs] == [delivery]
    assert list(pack.cited) == [delivery]
    avoided = changed(SINGLE, ("avoided", 0, "flow"), ...)
    avoided = changed(avoided, ("avoided", 0, "delivery"), delivery)
    both = parse(Inventory, avoided)
    assert isinstance(both, Inventory)
    assert list(both.cited) == [delivery]


def test_an_imported_row_has_one_byte_form() -> None:
    """Parts ascend, each once and none of them zero; the file's stages come first in their order."""
    row = ("inputs", 3)
    values = PACK["inputs"][3]["values"]
    order = ("external.order", "inputs[3]")
    assert broken(Inventory, PACK, ((*row, "values"), values[::-1])) == order
    assert broken(Inventory, PACK, ((*row, "values"), [values[0]] * 2)) == order
    staged = [{**values[0], "stage": "raw_material"}, {**values[0], "stage": "distribution"}]
    assert broken(Inventory, PACK, ((*row, "values"), staged)) == order
    assert parse(Inventory, changed(PACK, (*row, "values"), staged[::-1]))
    zero = ((*row, "values", 0, "value"), "0")
    assert broken(Inventory, PACK, zero) == ("external.zero", "inputs[3]")


@pytest.mark.parametrize("purpose", ["energy", "material", "direct"])
def test_an_imported_row_is_no_electricity(purpose: str) -> None:
    """Bought electricity states its supply, so an imported file cannot replace it, whatever its purpose."""
    changes = ((("inputs", 3, "purpose"), purpose), (("inputs", 3, "unit"), "kWh"))
    assert broken(Inventory, PACK, *changes) == ("inventory.electricity", "inputs[3]")


def test_the_imported_inputs() -> None:
    """Imported rows are found apart, and none of them is recycled feedstock."""
    inventory = parse(Inventory, PACK)
    assert isinstance(inventory, Inventory)
    assert inventory.external_inputs == (inventory.inputs[3],)
    assert list(inventory.recycled) == []


LOOPED = golden.value("entry/coating/inventory")


def test_an_inventory_without_cuts_keeps_its_bytes() -> None:
    """The member is left out where nothing was cut, and no list of it is empty."""
    assert "cuts" not in parse(Inventory, SHARED).to_json()
    assert parse(Inventory, LOOPED).to_json()["cuts"] == LOOPED["cuts"]
    assert broken(Inventory, LOOPED, (("cuts",), []))[1] == "cuts"


def test_cuts_stand_in_order_and_once() -> None:
    """One set of cuts has one byte form."""
    (cut,) = LOOPED["cuts"]
    other = {**cut, "product": "urn:example:product:another"}
    assert parse(Inventory, changed(LOOPED, ("cuts",), [other, cut]))
    for rows in ([cut, other], [cut, cut]):
        assert broken(Inventory, LOOPED, (("cuts",), rows)) == ("inventory.order", "cuts")


def test_a_cut_has_an_amount_and_an_effect_that_is_not_negative() -> None:
    """An effect of zero says that the goods carry nothing."""
    assert parse(Inventory, changed(LOOPED, ("cuts", 0, "effect"), "0"))
    amount, effect = (("cuts", 0, "amount"), "0"), (("cuts", 0, "effect"), "-1")
    assert broken(Inventory, LOOPED, amount) == ("quantity.positive", "cuts[0].amount")
    assert broken(Inventory, LOOPED, effect) == ("quantity.negative", "cuts[0].effect")
