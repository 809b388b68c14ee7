"""The graph of a picture from a calculation's flows."""

from decimal import Decimal

from support.flow_chains import words

from ledger.documents.drawing.sankey.cap import keep
from ledger.documents.drawing.sankey.layout import lay_out
from ledger.documents.drawing.sankey.reading import read_flows
from ledger.documents.drawing.sankey.values import burdens_of, credits_of
from schemas.flows import CalculationFlows

ENTRY = "sha256:" + "a" * 64
FLOWS = CalculationFlows.model_validate_json(
    f"""{{
    "calculation": "sha256:{"b" * 64}", "total": "3", "exact": false,
    "nodes": [{{"id": "{ENTRY}", "entry": "{ENTRY}", "firm": "Pack GmbH", "site": "S1",
                "product": "Pack", "country": "DE",
                "own": [{{"stage": "distribution", "burdens": "1", "credits": "0"}}]}},
              {{"id": "closed-1", "firm": "Cells", "country": "HU"}},
              {{"id": "closed-2", "firm": "Cathodes", "country": "CN"}},
              {{"id": "closed-3"}}],
    "edges": [
        {{"source": "closed-1", "target": "{ENTRY}",
          "stages": [{{"stage": "raw_material", "burdens": "4", "credits": "0"}}]}},
        {{"source": "closed-2", "target": "closed-1",
          "stages": [{{"stage": "raw_material", "burdens": "3", "credits": "0"}}]}},
        {{"source": "{ENTRY}",
          "stages": [{{"stage": "raw_material", "burdens": "4", "credits": "0"}},
                     {{"stage": "distribution", "burdens": "1", "credits": "0"}}]}},
        {{"source": "closed-3",
          "stages": [{{"stage": "end_of_life", "burdens": "1", "credits": "-3"}}]}}],
    "credits": []
    }}"""
)


def test_a_block_keeps_what_its_supplier_did_not_open() -> None:
    """Its own part is what leaves it less what arrives; a block without a name has no country."""
    graph = read_flows(FLOWS, lambda node: node.firm or "Others")
    found = {site.name: (site.country, site.closed) for site in graph.sites}
    assert found == {
        "Pack GmbH": ("DE", False),
        "Cells": ("HU", True),
        "Cathodes": ("CN", True),
        "Others": ("", True),
    }
    own = {site.name: burdens_of(site.own) for site in graph.sites}
    assert own == {"Pack GmbH": 1, "Cells": 1, "Cathodes": 3, "Others": 1}
    assert credits_of(graph.sites[3].own) == -3


def test_the_picture_has_all_burdens_and_credits() -> None:
    """What goes in is the declared figure and what credits take back."""
    layout = lay_out(keep(read_flows(FLOWS, lambda node: node.firm or "Others")), words())
    assert layout is not None
    assert layout.sums.burdens == 6
    assert layout.sums.net == Decimal(3)
