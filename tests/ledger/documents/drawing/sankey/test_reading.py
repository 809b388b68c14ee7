"""The graph of a picture from a calculation's flows."""

from decimal import Decimal

from support.flow_chains import words

from ledger.documents.drawing.sankey.cap import keep
from ledger.documents.drawing.sankey.layout import lay_out
from ledger.documents.drawing.sankey.reading import read_flows
from schemas.flows import CalculationFlows

ENTRY = "sha256:" + "a" * 64
FLOWS = CalculationFlows.model_validate_json(
    f"""{{
    "calculation": "sha256:{"b" * 64}", "total": "3", "exact": false,
    "nodes": [{{"entry": "{ENTRY}", "firm": "Pack GmbH", "site": "S1", "country": "DE",
                "own": [{{"stage": "distribution", "burdens": "1", "credits": "0"}}]}}],
    "edges": [
        {{"source": null, "target": "{ENTRY}",
          "stages": [{{"stage": "raw_material", "burdens": "4", "credits": "0"}}]}},
        {{"source": "{ENTRY}", "target": null,
          "stages": [{{"stage": "raw_material", "burdens": "4", "credits": "0"}},
                     {{"stage": "distribution", "burdens": "1", "credits": "0"}}]}},
        {{"source": null, "target": null,
          "stages": [{{"stage": "end_of_life", "burdens": "1", "credits": "-3"}}]}}]
    }}"""
)


def test_an_edge_without_source_is_a_closed_block() -> None:
    """Each closed edge is a block of its own, all of it its own part, under the caller's name."""
    graph = read_flows(
        FLOWS,
        lambda node: node.firm,
        lambda edge: ("Recycling", "") if edge.target is None else ("Cells", "HU"),
    )
    found = {site.name: (site.country, site.closed) for site in graph.sites}
    assert found == {
        "Pack GmbH": ("DE", False),
        "Cells": ("HU", True),
        "Recycling": ("", True),
    }
    layout = lay_out(keep(graph), words())
    assert layout is not None
    assert layout.sums.burdens == 6
    assert layout.sums.net == graph.total == Decimal(3)
