"""Deliveries fit their use; cells stand in order, each once, none of them zero."""

from support.golden import reading as golden
from support.parsing import broken

from schemas.signed.delivery import Delivery

PHYSICAL = golden.value("delivery/cathode_delivery")
REPRESENTATIVE = golden.value("delivery/treatment_delivery")
CELL = PHYSICAL["figure"]["cells"][0]


def test_a_physical_delivery_and_no_other_has_an_amount() -> None:
    """A representative delivery has no quantity bound, so it states none."""
    assert broken(Delivery, PHYSICAL, (("amount",), ...)) == ("delivery.amount", "")
    assert broken(Delivery, REPRESENTATIVE, (("amount",), "1")) == ("delivery.amount", "")


def test_a_representative_delivery_and_no_other_is_valid_until_a_day() -> None:
    """A price for goods of another time ends; goods handed over do not."""
    day = (("valid_until",), "2027-01-01")
    assert broken(Delivery, PHYSICAL, day) == ("delivery.valid_until", "")
    assert broken(Delivery, REPRESENTATIVE, (("valid_until",), ...)) == ("delivery.valid_until", "")


def test_cells_stand_in_order_and_once() -> None:
    """Cells are sorted by stage, group and sign; a pair of one key is refused."""
    other = {**CELL, "group": "biogenic"}
    for cells in ([CELL, other], [CELL, CELL], [CELL, {**CELL, "value": "1"}]):
        code = broken(Delivery, PHYSICAL, (("figure", "cells"), cells))
        assert code == ("cells.order", "figure")


def test_a_cell_of_zero_is_left_out() -> None:
    """Zero has one form: no cell."""
    zero = (("figure", "cells", 0, "value"), "0")
    assert broken(Delivery, PHYSICAL, zero) == ("cells.zero", "figure")


def test_factor_sets_stand_in_order_and_at_least_one() -> None:
    """One list of sets has one byte form, and a figure rests on at least one."""
    sets = [f"sha256:{digit * 64}" for digit in "ba"]
    for rows in (sets, [sets[0]] * 2):
        code = broken(Delivery, PHYSICAL, (("figure", "factor_sets"), rows))
        assert code == ("factor_sets.order", "figure")
    none = (("figure", "factor_sets"), [])
    assert broken(Delivery, PHYSICAL, none) == ("schema.too_short", "figure.factor_sets")
    many = (("figure", "factor_sets"), [f"sha256:{number:064x}" for number in range(17)])
    assert broken(Delivery, PHYSICAL, many) == ("schema.too_long", "figure.factor_sets")
