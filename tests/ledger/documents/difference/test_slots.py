"""Rows that serve the same thing share a slot, and its amount is compared per unit of the main output."""

from fractions import Fraction

from support.graph import ident
from support.rows import inventory, made, taken, used

from ledger.documents.difference.slots import Slot, slots
from schemas.signed.inventory import Inventory

PRODUCTS = {ident("a"): "ore", ident("b"): "ore", ident("c"): "lime"}


def of(amount: str, *inputs: dict[str, object]) -> Inventory:
    """An inventory of one output and some inputs."""
    return inventory(made("plant", amount), inputs=list(inputs))


def only(before: Inventory, after: Inventory) -> Slot:
    """The only slot of two inventories."""
    (slot,) = slots(before, after, PRODUCTS)
    return slot


def test_two_suppliers_of_one_product_share_a_slot() -> None:
    """Half of the ore from each of two suppliers in place of all from one is another mix of the same amount."""
    slot = only(of("10", taken("a", "8")), of("10", taken("a", "4"), taken("b", "4")))
    assert (slot.ratio, slot.is_replaced) == (1, True)


def test_amounts_are_per_unit_of_output() -> None:
    """Three times the ore for three times the output is the same row."""
    slot = only(of("10", taken("a", "7")), of("30", taken("a", "21")))
    assert (slot.ratio, slot.is_changed) == (1, False)


def test_a_third_is_compared_exactly() -> None:
    """Ratios are fractions, so an amount that no decimal divides is no change."""
    slot = only(of("3", taken("a", "1")), of("1.5", taken("a", "0.5")))
    assert slot.ratio == Fraction(1)


def test_what_one_side_alone_uses_replaces_what_the_other_alone_used() -> None:
    """A flow and the delivery that took its place are one slot, of one purpose and unit."""
    slot = only(of("10", used("test:lime", "2")), of("10", taken("c", "3")))
    assert (slot.ratio, slot.is_replaced) == (Fraction(3, 2), True)


def test_other_purposes_do_not_replace_each_other() -> None:
    """Goods that are gone and transport that is new are two slots without a ratio."""
    leg = used("test:lorry", "2", unit="tkm", purpose="transport")
    found = slots(of("10", used("test:lime", "2")), of("10", leg), PRODUCTS)
    assert [slot.ratio for slot in found] == [None, None]


def test_the_way_an_amount_is_known_changes_nothing() -> None:
    """A row that is weighed in place of estimated, with the same amount, is the same row."""
    slot = only(of("10", taken("a", "7", known="estimated")), of("10", taken("a", "7")))
    assert not slot.is_changed
