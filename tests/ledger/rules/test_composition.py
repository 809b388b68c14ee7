"""The rules of a composition, each broken once."""

from collections.abc import Callable

import pytest
from support.graph import ident, weighing
from support.graph_battery import Declared, declared, row
from support.rows import inventory, made, taken

from ledger.rulebooks.catalog import load_rulebook
from schemas.values import Period

Change = Callable[[Declared], None]


def other_issuer(it: Declared) -> None:
    """Use another firm's line without a delivery."""
    it.chain.enter("partner", inventory(made("partner", "200")), weighing("1"))
    it.rows.append(row("distribution", "200", entry="partner"))


def physical_row(it: Declared) -> None:
    """Make the delivery that a row names physical."""
    it.chain.deliver("treatment", "recycler", "plant", "200")


def other_recipient(it: Declared) -> None:
    """Give the delivery that a row names another recipient."""
    it.chain.deliver("treatment", "recycler", "mine", None)


def expired(it: Declared) -> None:
    """Let the delivery that a row names be valid until the period began."""
    it.chain.deliver("treatment", "recycler", "plant", None, valid_until="2025-01-01")


def no_such_line(it: Declared) -> None:
    """Name a line that neither delivery nor entry have."""
    it.rows[1]["line"] = "other"


def delivery_of_no_line(it: Declared) -> None:
    """Name a delivery of another line than the row."""
    it.chain.deliver("treatment", "recycler", "plant", None, line="other")


def product_held_upstream(it: Declared) -> None:
    """Price a row by something that the product's lineage already includes."""
    it.chain.deliver("priced", "mine", "plant", None)
    it.rows.append(row("distribution", "1", delivery="priced"))


def product_reached(it: Declared) -> None:
    """Let the recycler use the product itself."""
    it.chain.deliver("used pack", "plant", "recycler", "100")
    rows = [taken("used pack", "100")]
    it.chain.enter("recycler", inventory(made("recycler", "100"), inputs=rows))


def product_in_product(it: Declared) -> None:
    """Make a product line out of another product line."""
    it.chain.deliver("pack", "plant", "plant", "1")
    battery = inventory(made("bigger", "50", batteries=1), inputs=[taken("pack", "1")])
    it.chain.enter(
        "bigger", battery, weighing("1"), model="urn:test:model", issuer=it.calculation.issuer
    )
    it.rows.append(row("product", "50", entry="bigger"))
    it.rows[1]["amount"] = "250"
    it.asserted["batteries"] = 5


def same_line_twice(it: Declared) -> None:
    """List two deliveries of one line as two rows."""
    it.chain.deliver("treatment 2", "recycler", "plant", None)
    it.rows.append(row("end_of_life", "200", delivery="treatment 2"))


def no_batteries(it: Declared) -> None:
    """Leave the number of batteries out of the product line."""
    record = it.chain.entries[ident("plant")]
    battery = inventory(made("plant", "200"), inputs=[taken("ore", "300")])
    it.chain.entries[ident("plant")] = record._replace(inventory=battery)


def set_row(index: int, **members: object) -> Change:
    """Change a row."""
    return lambda it: it.rows[index].update(members)


def header(**members: object) -> Change:
    """Change the header of the product's entry."""
    return lambda it: it.reenter("plant", **members)


def drop(index: int) -> Change:
    """Leave a row out."""
    return lambda it: it.rows.pop(index) and None


PLANT, RECYCLER = ident("plant"), ident("recycler")
TREATMENT = ident("treatment")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (other_issuer, [("composition.other_issuer", ident("partner"))]),
        (physical_row, [("composition.delivery", TREATMENT)]),
        (other_recipient, [("composition.delivery", TREATMENT)]),
        (expired, [("delivery.expired", TREATMENT)]),
        (no_such_line, [("composition.line", TREATMENT), ("composition.line", RECYCLER)]),
        (delivery_of_no_line, [("composition.line", TREATMENT)]),
        (product_held_upstream, [("composition.counted_twice", ident("mine"))]),
        (product_reached, [("composition.counted_twice", RECYCLER)]),
        (product_in_product, [("composition.counted_twice", ident("bigger"))]),
        (same_line_twice, [("composition.counted_twice", RECYCLER)]),
        (set_row(0, amount="199"), [("composition.amount", PLANT)]),
        (set_row(0, unit="piece"), [("composition.unit", PLANT)]),
        (set_row(1, unit="tkm"), [("composition.unit", RECYCLER)]),
        (header(model="urn:test:other"), [("composition.product", PLANT)]),
        (header(model=None), [("composition.product", PLANT)]),
        (
            header(period=Period(start="2024-01-01", end="2025-01-01")),
            [("composition.period", PLANT)],
        ),
        (
            no_batteries,
            [("composition.product", PLANT), ("calculation.batteries", "urn:test:model")],
        ),
        (drop(1), [("composition.role_missing", "end_of_life")]),
        (
            drop(0),
            [
                ("calculation.batteries", "urn:test:model"),
                ("composition.role_missing", "product"),
            ],
        ),
        (
            lambda it: it.asserted.update(batteries=5),
            [("calculation.batteries", "urn:test:model")],
        ),
        (lambda it: it.asserted.update(site="P2"), [("composition.product", PLANT)]),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_rule_that_is_broken_is_reported(change: Change, expected: list[tuple[str, str]]) -> None:
    """Each rule of a composition, broken alone, is one problem with its own code and subject."""
    it = declared()
    change(it)
    assert it.problems() == expected


@pytest.mark.parametrize("role", ["end_of_life", "distribution"])
def test_a_rulebook_to_the_gate_counts_the_product_alone(role: str) -> None:
    """A row beyond the gate is refused, whatever its role; without it nothing is missing."""
    gate = load_rulebook("study-cradle-to-gate-1")
    it = declared()
    it.rows[1]["role"] = role
    assert it.problems(gate) == [("composition.boundary", RECYCLER)]
    it.rows.pop(1)
    assert it.problems(gate) == []


def test_own_lines_may_take_any_role() -> None:
    """The manufacturer's own transport entry may have the role of distribution, without a delivery."""
    it = declared()
    it.chain.enter("truck", inventory(made("truck", "9")), issuer=it.calculation.issuer)
    it.rows.append(row("distribution", "9", entry="truck"))
    assert it.problems() == []


def test_two_lines_of_one_entry_are_two_products() -> None:
    """Two variants made together are both counted, their batteries summed."""
    it = declared()
    outputs = [
        made("plant", "200", batteries=4, allocation_value="4"),
        made("plant", "60", "small", role="co_product", batteries=2, allocation_value="1"),
    ]
    battery = inventory(*outputs, inputs=[taken("ore", "300")], allocation="mass")
    it.chain.enter("plant", battery, weighing("1", ["main", "small"]), model="urn:test:model")
    it.rows += [row("product", "60", entry="plant", line="small")]
    it.rows[1]["amount"] = "260"
    it.asserted["batteries"] = 6
    assert it.problems() == []


@pytest.mark.parametrize("name", ["plant", "recycler"])
def test_what_is_withheld_breaks_no_rule(name: str) -> None:
    """With inventory and product withheld, no rule that needs them gives a finding."""
    it = declared()
    record = it.chain.entries[ident(name)]
    it.chain.entries[ident(name)] = record._replace(inventory=None, product=None)
    assert it.problems() == []


def test_a_row_of_a_line_that_is_not_there_counts_nothing() -> None:
    """A product row of an unknown line is reported as such, and adds neither batteries nor mass."""
    it = declared()
    it.rows[0]["line"] = "other"
    assert it.problems() == [
        ("composition.line", PLANT),
        ("calculation.batteries", "urn:test:model"),
    ]
