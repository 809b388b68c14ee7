"""Conservation of amounts, each rule broken once, and the declarer's next attempts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graph import ident, weighing
from support.graph_battery import PLANT, Declared, declared, end, own, row, work
from support.rows import inventory, made, taken

from ledger.footprint.graph.composition import product_mass

OVER = "composition.above_output"
MASS = "composition.end_of_life_amount"


def split_between(it: Declared, first: str, *others: str) -> None:
    """The treatment of the product, shared out among recyclers."""
    it.rows[1]["amount"] = first
    for index, amount in enumerate(others):
        end(it, f"recycler-{index}", amount, "end_of_life.shredding", work("50"))


# ---- Own lines


def test_an_own_line_counts_at_most_what_it_made() -> None:
    """A line that made 9 kg counts with 9; with 1 kg more, that kg is too much."""
    it = declared()
    own(it, "truck", "9", "distribution", "9", inputs=[work("9", "distribution")])
    assert it.faults() == []
    it.rows[-1]["amount"] = "10"
    assert it.faults() == [(OVER, ident("truck"), Decimal(2))]


def test_all_rows_of_an_own_line_count_together() -> None:
    """In two roles, and by a delivery to itself, a line counts at most its output."""
    it = declared()
    own(it, "shop", "9", "distribution", "6", inputs=[work("9", "distribution")])
    it.chain.deliver("to itself", "shop", "plant", None, issuer=PLANT)
    it.rows.append(row("end_of_life", "4", delivery="to itself"))
    it.rows[1]["amount"] = "196"
    assert it.faults() == [(OVER, ident("shop"), Decimal(2))]
    assert ("composition.counted_twice", ident("shop")) in it.problems()


def test_an_end_of_life_row_on_an_own_line_is_bound_by_both() -> None:
    """The plant's own treatment is within its output, and part of the mass."""
    it = declared()
    own(it, "own-recycling", "80", "end_of_life", "80", inputs=[work("80")])
    it.rows[1]["amount"] = "120"
    assert it.faults() == []
    it.rows[1]["amount"] = "200"
    assert [fault[:2] for fault in it.faults()] == [(MASS, "end_of_life")]
    it.rows[1]["amount"], it.rows[-1]["amount"] = "100", "100"
    assert it.faults() == [(OVER, ident("own-recycling"), Decimal(40))]


def test_another_issuers_line_has_no_such_bound() -> None:
    """A representative line is a price per kg; a count beyond its output is reported, not refused."""
    it = declared()
    assert it.faults() == []
    treating = next(part for part in it.parts() if part.treats)
    product = next(part for part in it.parts() if not part.treats)
    assert (treating.outputs_counted, product.outputs_counted) == (2, None)


# ---- End of life


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (("200",), []),
        (("80", "120"), []),
        (("80", "60", "60"), []),
        (("200", "200"), [(MASS, "end_of_life", Decimal(200))]),
        (("199.5",), [(MASS, "end_of_life", Decimal("-0.5"))]),
        (("200", "0.5"), [(MASS, "end_of_life", Decimal("0.5"))]),
    ],
)
def test_the_mass_is_treated_once(amounts: tuple[str, ...], expected: list[object]) -> None:
    """Any number of recyclers together treat the product, each kg once; 1 kg CO2e a kg."""
    it = declared()
    split_between(it, *amounts)
    assert it.faults() == expected


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=8), st.integers(-3, 3))
def test_only_the_sum_matters(parts: list[int], more: int) -> None:
    """Any shares whose sum is the mass are in order, and none whose sum is not."""
    it = declared()
    whole = sum(parts) + more
    if whole <= 0:
        whole, more = sum(parts), 0
    record = it.chain.entries[ident("plant")]
    output = inventory(made("plant", str(whole), batteries=4), inputs=[taken("ore", "300")])
    it.chain.entries[ident("plant")] = record._replace(inventory=output)
    it.rows[0]["amount"] = str(whole)
    split_between(it, *map(str, parts))
    assert [fault[0] for fault in it.faults()] == ([MASS] if more else [])


def test_collecting_is_beside_treating() -> None:
    """The batteries that one firm collects another treats: at most the mass, and without a bound below."""
    it = declared()
    end(it, "collector", "150", "end_of_life.collection", work("10"))
    assert it.faults() == []
    end(it, "collector-2", "51", "end_of_life.collection", work("10"))
    assert [fault[:2] for fault in it.faults()] == [(MASS, "end_of_life")]


def test_what_only_collects_treats_nothing() -> None:
    """A collector in place of the recycler leaves all of the mass untreated."""
    it = declared()
    it.rows.pop()
    end(it, "collector", "200", "end_of_life.collection", work("10"))
    assert it.faults() == [(MASS, "end_of_life", None)]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("tkm", [(MASS, ident("recycler"), None)]), ("kg", [])],
)
def test_end_of_life_is_in_kilograms(unit: str, expected: list[object]) -> None:
    """A row in another unit is reported, and then the sum is not checked."""
    it = declared()
    it.rows[1]["unit"] = unit
    assert it.faults() == expected


def weigh(it: Declared, kg: str | None) -> None:
    """Give the product line another mass per unit."""
    record = it.chain.entries[ident("plant")]
    it.chain.entries[ident("plant")] = record._replace(product=weighing(kg))


def test_the_mass_is_that_of_the_product_section() -> None:
    """Heavier packs need more treatment, and packs of no stated mass cannot be treated."""
    it = declared()
    weigh(it, "2")
    assert it.faults() == [(MASS, "end_of_life", Decimal(-200))]
    weigh(it, None)
    assert it.faults() == [(MASS, "end_of_life", None)]


@pytest.mark.parametrize("part", ["inventory", "product"])
def test_a_mass_that_is_withheld_is_not_judged(part: str) -> None:
    """If a section of the product is withheld, the treated mass is not checked."""
    it = declared()
    record = it.chain.entries[ident("plant")]
    it.chain.entries[ident("plant")] = record._replace(**{part: None})
    it.rows[1]["amount"] = "1"
    assert it.faults() == []
    products = [part for part in it.parts() if not part.treats]
    assert product_mass(products) is None


def test_an_unknown_figure_has_no_effect() -> None:
    """A recycler with a withheld inventory treats too much, and the effect is unknown."""
    it = declared()
    it.chain.enter("recycler", None)
    it.rows[1]["amount"] = "300"
    assert it.faults() == [(MASS, "end_of_life", None)]
