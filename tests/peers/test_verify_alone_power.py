"""The second verifier bounds peak power as the first one does."""

import pytest
from support.graph import Graph, ident
from support.rows import inventory, made
from support.second_opinion import ALONE

from ledger.rules.entry import power_problems
from schemas.signed.entry import Product


@pytest.mark.parametrize("power", ["0.2", "1", "1.2", "1000"])
@pytest.mark.parametrize("unit", ["m2", "kWp", "piece", "kg"])
def test_a_line_has_the_same_fault(unit: str, power: str) -> None:
    """Per m2 no more than the light of the standard test, one per kWp, and any other unit is the maker's word."""
    line = {"line": "main", "form": "as_is", "kwp_per_unit": power}
    product = Product.model_validate({"lines": [line]}, strict=False)
    section = inventory(made("plant", "4", unit=unit))
    chain = Graph()
    chain.enter("plant", section, product)
    faults = [row.code for row in power_problems(chain.entries[ident("plant")])]
    audit = ALONE.Audit()
    stated = {"id": "it", "inventory": section.to_json(), "product": product.to_json()}
    audit.kinds = {
        "entry": [ALONE.json.loads(ALONE.json.dumps(stated), object_hook=ALONE.Document)]
    }
    found = []
    try:
        audit._check_entries()  # noqa: SLF001 - one rule of its file
    except ALONE.FindingError as finding:
        found = [str(finding.args[0])]
    assert found == faults
