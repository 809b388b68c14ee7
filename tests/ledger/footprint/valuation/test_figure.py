"""Figures of entries and graphs, by hand-worked numbers."""

from decimal import Decimal

import pytest
from support.graph import Graph, factors, ident
from support.rows import avoided, inventory, made, taken, used

from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.tally.recursion import share
from ledger.rulebooks.catalog import load_rulebook

SETS = (factors({"test:lime": "2", "test:huge": "9" * 18}),)


def total(chain: Graph, name: str, line: str = "main") -> str | None:
    """The total of a line, as a string."""
    found = chain.figures(name).line(ident(name), line)
    return None if found is None else format_decimal(total_of(found.cells))


def two() -> Graph:
    """A mine (2 kg CO2e per kg) and a smelter that uses 30 kg of ore and 5 kg of lime for 10 kg."""
    chain = Graph(SETS)
    chain.enter("mine", inventory(made("mine", "100"), inputs=[used("test:lime", "100")]))
    chain.deliver("ore", "mine", "smelter", "30")
    rows = [taken("ore", "10"), taken("ore", "20"), used("test:lime", "5")]
    chain.enter("smelter", inventory(made("smelter", "10"), inputs=rows))
    return chain


def test_goods_carry_the_figure_of_their_line() -> None:
    """(30 kg ore x 2 + 5 kg lime x 2) / 10 kg = 7 kg CO2e per kg, of which 1 is the smelter's own."""
    found = two().figures("smelter").line(ident("smelter"), "main")
    assert found is not None
    assert format_decimal(total_of(found.cells)) == "7"
    assert format_decimal(total_of(found.own)) == "1"


def shared(**members: object) -> Graph:
    """A plant with 90 kg CO2e and three lines: 20 kg main, 10 kg co-product, 5 kg by-product."""
    chain = Graph(SETS)
    outputs = [
        made("plant", "5", "ash", role="by_product"),
        made("plant", "20", "main", allocation_value="200"),
        made("plant", "10", "side", role="co_product", allocation_value="100"),
    ]
    rows = [used("test:lime", "45")]
    chain.enter("plant", inventory(*outputs, inputs=rows, allocation="revenue", **members))
    return chain


@pytest.mark.parametrize(("line", "figure"), [("main", "3"), ("side", "3"), ("ash", "0")])
def test_allocation_shares_the_burdens(line: str, figure: str) -> None:
    """Two thirds of 90 kg over 20 kg, one third over 10 kg, nothing for the by-product."""
    assert total(shared(), "plant", line) == figure


def test_a_share_is_a_ratio_of_stated_amounts() -> None:
    """Shares are kept as numerator and denominator, so that sharing rounds nothing by itself."""
    inventory_of = shared().entries[ident("plant")].inventory
    assert inventory_of is not None
    shares = [share(inventory_of, output) for output in inventory_of.outputs]
    assert shares == [
        (Decimal(0), Decimal(1)),
        (Decimal(200), Decimal(300)),
        (Decimal(100), Decimal(300)),
    ]


@pytest.mark.parametrize("role", ["by_product", "scrap"])
def test_a_single_line_carries_all(role: str) -> None:
    """Without allocation the only sharing line carries everything, beside a by-product or scrap too."""
    chain = Graph(SETS)
    outputs = [made("plant", "4"), made("plant", "1", "scrap", role=role)]
    chain.enter("plant", inventory(*outputs, inputs=[used("test:lime", "2")]))
    assert total(chain, "plant") == "1"
    assert total(chain, "plant", "scrap") == "0"


def test_a_line_or_entry_that_is_not_there_has_no_figure() -> None:
    """Asking for an unknown line or entry is answered with None."""
    found = two().figures("smelter")
    assert found.line(ident("smelter"), "other") is None
    assert found.line(ident("nobody"), "main") is None


def test_a_line_that_the_newest_version_lost_is_a_problem() -> None:
    """A delivery of a line that its entry no longer has leaves the customer without a figure."""
    chain = two()
    chain.enter("mine 2", inventory(made("mine", "100", "other"), inputs=[]))
    chain.change("superseded", "mine", "mine 2")
    found = chain.figures("smelter")
    assert [(p.code, p.subject) for p in found.problems] == [("delivery.line", ident("ore"))]
    assert found.line(ident("smelter"), "main") is None
    assert found.line(ident("mine 2"), "other") is not None


def test_a_problem_upstream_is_reported_where_it_arises() -> None:
    """A mine that cannot be valued leaves its customers without a figure; only the mine's row is the problem."""
    chain = two()
    chain.enter("mine", inventory(made("mine", "100"), inputs=[used("test:none", "1")]))
    found = chain.figures("smelter")
    assert [(p.code, p.subject) for p in found.problems] == [("factor.none", ident("mine"))]
    assert found.entries == {}


def test_own_rows_are_judged_also_if_the_upstream_is_unknown() -> None:
    """A customer's own missing factor is reported even though its supplier has no figure."""
    chain = two()
    chain.enter("mine", None)
    rows = [taken("ore", "10"), used("test:none", "5")]
    chain.enter("smelter", inventory(made("smelter", "10"), inputs=rows))
    codes = [p.code for p in chain.figures("smelter").problems]
    assert codes == ["section.withheld", "factor.none"]


def test_a_cell_of_1e31_is_a_problem_of_its_entry() -> None:
    """A figure too large to state is reported with its entry, and no error leaves the graph."""
    chain = Graph(SETS)
    rows = [used("test:huge", "9" * 18)]
    chain.enter("plant", inventory(made("plant", "0.00001"), inputs=rows))
    found = chain.figures("plant")
    assert [(p.code, p.subject) for p in found.problems] == [("figure.overflow", ident("plant"))]
    assert found.entries == {}


def test_an_avoided_delivery_is_credited_whole() -> None:
    """A recycler that recovers 2 kg of what costs 7 is credited 14, and burdens stay beside it."""
    chain = two()
    chain.deliver("priced", "smelter", "recycler", None)
    rows = {"inputs": [used("test:lime", "3")], "avoided": [avoided("2", delivery="priced")]}
    chain.enter("recycler", inventory(made("recycler", "1"), **rows))
    found = chain.figures("recycler").line(ident("recycler"), "main")
    assert found is not None
    values = {key.sign.value: format_decimal(v) for key, v in found.cells.items()}
    assert values == {"burden": "6", "credit": "-14"}
    assert found.cells == found.own


def test_remarks_are_kept_with_the_figures() -> None:
    """A row assigned to another stage than stated is reported beside the figures."""
    chain = Graph(SETS)
    rows = [used("test:lime", "1", stage="distribution")]
    chain.enter("plant", inventory(made("plant", "1"), inputs=rows))
    found = chain.figures("plant", rulebook=load_rulebook("eu-ev-draft-2024"))
    assert [r.code for r in found.remarks] == ["stage.filed_differently"]
    assert found.problems == ()
    assert ident("plant") in found.entries
