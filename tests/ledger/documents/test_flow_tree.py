"""A figure as a tree of suppliers."""

from decimal import Decimal
from random import Random

import pytest
from support.flow_graphs import chain_flows

from ledger.documents.flow_tree import SHOWN, TreeRow, default_open, flow_tree
from schemas.views.flows import CalculationFlows, FlowEdge, FlowNode, StageFlow
from schemas.vocabulary import Stage

ID = "sha256:" + "c" * 64


def stage(burdens: str, credit: str = "0", at: Stage = Stage.RAW_MATERIAL) -> StageFlow:
    """The values of one stage."""
    return StageFlow(stage=at, burdens=burdens, credits=credit)


def graph(
    nodes: dict[str, str | None], edges: list[tuple[str, str | None, str]]
) -> CalculationFlows:
    """Flows of one stage: the own part of each node, None for a block, and what goes between them."""
    return CalculationFlows(
        calculation=ID,
        total="1",
        exact=None not in nodes.values(),
        nodes=tuple(
            FlowNode(id=name, firm=name, own=None if own is None else (stage(own),))
            for name, own in nodes.items()
        ),
        edges=tuple(
            FlowEdge(source=source, target=target, stages=(stage(value),))
            for source, target, value in edges
        ),
        credits=(),
    )


CHAIN = graph(
    {"pack": "1", "cell": "2", "mine": "4"},
    [("pack", None, "7"), ("cell", "pack", "6"), ("mine", "cell", "4")],
)
EVERYTHING = frozenset(range(1000))


def names(rows: tuple[TreeRow, ...]) -> list[tuple[int, str | None]]:
    """Depth and name of each row."""
    return [(row.depth, row.node.id if row.node else None) for row in rows]


def test_each_supplier_is_under_its_customer() -> None:
    """The battery's own entry first, the mine three levels down."""
    assert names(flow_tree(CHAIN, EVERYTHING)) == [(0, "pack"), (1, "cell"), (2, "mine")]


def test_own_and_suppliers_add_up_to_the_line_above() -> None:
    """Own is the site itself, with suppliers is everything up to and including it."""
    rows = flow_tree(CHAIN, EVERYTHING)
    assert [(row.own, row.whole) for row in rows] == [(1, 7), (2, 6), (4, 4)]


def test_a_closed_row_hides_what_is_below() -> None:
    """It says how many suppliers it has."""
    rows = flow_tree(CHAIN, frozenset())
    assert names(rows) == [(0, "pack")]
    assert (rows[0].suppliers, rows[0].is_open) == (1, False)


def test_the_first_levels_are_open_at_first() -> None:
    """A depth of one opens what flows to the battery directly."""
    assert names(flow_tree(CHAIN, default_open(CHAIN, 1))) == [(0, "pack"), (1, "cell")]


def test_an_entry_of_two_customers_is_apportioned_by_what_flows_to_each() -> None:
    """A mine of 4 whose goods go to two plants in the ratio of 1 to 3."""
    shared = graph(
        {"pack": "0", "a": "1", "b": "1", "mine": "4"},
        [
            ("pack", None, "6"),
            ("a", "pack", "2"),
            ("b", "pack", "4"),
            ("mine", "a", "1"),
            ("mine", "b", "3"),
        ],
    )
    found = [row for row in flow_tree(shared, EVERYTHING) if row.node and row.node.id == "mine"]
    assert sorted((row.own or 0, row.whole) for row in found) == [(1, 1), (3, 3)]


def test_a_block_keeps_what_its_supplier_did_not_open() -> None:
    """Its own part is what leaves it less what arrives."""
    limited = graph(
        {"pack": "1", "closed-1": None, "closed-2": None},
        [("pack", None, "7"), ("closed-1", "pack", "6"), ("closed-2", "closed-1", "2")],
    )
    rows = flow_tree(limited, EVERYTHING)
    assert [(row.own, row.whole) for row in rows] == [(1, 7), (4, 6), (2, 2)]


def test_a_credit_is_not_netted_with_burdens_in_the_share() -> None:
    """The share of a row counts its burdens alone; its value counts both."""
    used = CHAIN.model_copy(
        update={
            "edges": (
                FlowEdge(source="pack", target=None, stages=(stage("7", "-5"),)),
                *CHAIN.edges[1:],
            )
        }
    )
    row = flow_tree(used, frozenset())[0]
    assert (row.whole, row.burdens) == (2, 7)


def test_the_smallest_suppliers_are_one_row_with_their_number() -> None:
    """The largest ones are listed one by one, and the sum stays whole."""
    count = SHOWN + 5
    wide = graph(
        {"pack": "0", **{f"s{n}": str(n + 1) for n in range(count)}},
        [
            ("pack", None, str(sum(range(count + 1)))),
            *((f"s{n}", "pack", str(n + 1)) for n in range(count)),
        ],
    )
    first, *rows = flow_tree(wide, EVERYTHING)
    assert rows[-1].node is None
    assert (rows[-1].number, rows[-1].whole) == (5, 1 + 2 + 3 + 4 + 5)
    assert sum(row.whole for row in rows) == first.whole


@pytest.mark.parametrize("seed", range(20))
def test_every_row_is_its_own_part_and_the_rows_below(seed: int) -> None:
    """On random chains with shared suppliers, credits and several stages, to 40 digits."""
    flows = chain_flows(Random(seed))  # noqa: S311 - no secret
    rows = flow_tree(flows, EVERYTHING)
    for at, row in enumerate(rows):
        if row.own is None or not row.is_open:
            continue
        below = []
        for other in rows[at + 1 :]:
            if other.depth <= row.depth:
                break
            below += [other.whole] if other.depth == row.depth + 1 else []
        assert abs(row.own + sum(below) - row.whole) < Decimal("1e-40")
    total = sum((row.whole for row in rows if row.depth == 0), Decimal(0))
    assert abs(total - Decimal(flows.total)) < Decimal("1e-40")
