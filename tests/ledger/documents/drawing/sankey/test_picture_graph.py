"""The graph of a picture from a calculation's flows."""

import json
from decimal import Decimal

from support.flow_chains import words

from ledger.documents.drawing.sankey.cap import keep
from ledger.documents.drawing.sankey.layout import lay_out
from ledger.documents.drawing.sankey.picture_graph import read_flows
from ledger.documents.drawing.sankey.values import FlowGraph, StageValue
from schemas.views.flows import CalculationFlows, FlowNode

ENTRY = "sha256:" + "a" * 64


def stage(name: str, burdens: str, taken: str = "0") -> dict[str, str]:
    """A stage as JSON."""
    return {"stage": name, "burdens": burdens, "credits": taken}


def read(behind: str) -> FlowGraph:
    """A pack's plant with a block for its cells, a block behind that, and one for all others."""
    raw, treated = "raw_material", "end_of_life"
    content = {
        "calculation": "sha256:" + "b" * 64,
        "total": "4",
        "exact": False,
        "nodes": [
            {
                "id": ENTRY,
                "entry": ENTRY,
                "firm": "Pack GmbH",
                "site": "S1",
                "country": "DE",
                "own": [stage("distribution", "1")],
            },
            {"id": "closed-1", "firm": "Cells Kft", "country": "HU"},
            {"id": "closed-2", "firm": "Mine", "country": "ID"},
            {"id": "closed-3"},
        ],
        "edges": [
            {"source": "closed-2", "target": "closed-1", "stages": [stage(raw, behind)]},
            {
                "source": "closed-1",
                "target": ENTRY,
                "stages": [stage(raw, "4"), stage("main_production", "1")],
            },
            {
                "source": ENTRY,
                "stages": [
                    stage(raw, "4"),
                    stage("main_production", "1"),
                    stage("distribution", "1"),
                ],
            },
            {"source": "closed-3", "stages": [stage(treated, "1", "-3")]},
        ],
        "credits": [],
    }
    return read_flows(CalculationFlows.model_validate_json(json.dumps(content)), name)


def name(node: FlowNode) -> str:
    """The firm, or the words for all others."""
    return node.firm or "All others"


def test_a_node_without_an_own_part_is_a_closed_block() -> None:
    """Blocks have the names that the caller gives them; the country of all others is not known."""
    found = {site.name: (site.country, site.closed) for site in read("3").sites}
    assert found == {
        "Pack GmbH": ("DE", False),
        "Cells Kft": ("HU", True),
        "Mine": ("ID", True),
        "All others": ("", True),
    }


def test_a_block_has_what_those_behind_it_do_not_explain() -> None:
    """What leaves the cells' block less what its mine sends is its own part, stage by stage."""
    own = {site.name: site.own for site in read("3").sites}
    assert own["Cells Kft"] == (
        StageValue("raw_material", Decimal(1)),
        StageValue("main_production", Decimal(1)),
    )
    assert own["Mine"] == (StageValue("raw_material", Decimal(3)),)
    assert own["All others"] == (StageValue("end_of_life", Decimal(1), Decimal(-3)),)


def test_a_rounding_is_no_part_below_zero() -> None:
    """Four digits behind a block may sum to a little more than the block has."""
    own = {site.name: site.own for site in read("4.001").sites}
    assert own["Cells Kft"] == (StageValue("main_production", Decimal(1)),)


def test_the_picture_of_blocks_is_the_total() -> None:
    """Blocks behind blocks are drawn, and the product is as high as the figure."""
    graph = read("3")
    layout = lay_out(keep(graph), words())
    assert layout is not None
    assert layout.sums.burdens == 7
    assert layout.sums.net == graph.total == 4
    assert {bar.site.name for bar in layout.bars} == {site.name for site in graph.sites}
