"""A figure from a server: its stages sum to the total, and what the login may not see is not in it."""

from decimal import Decimal

from support.graph import ident
from support.terminal import lines_of

from ledger.documents.reports.stages import stage_table
from ledger.documents.reports.supplier_figure import SHOWN, layout_supplier_figure
from schemas.signed.delivery import Cell
from schemas.views.footprint import Contribution, FootprintResponse
from schemas.vocabulary import Group, Sign, Stage

OWN = Cell(stage=Stage.MAIN_PRODUCTION, group=Group.FOSSIL, sign=Sign.BURDEN, value="1.5")
ABOVE = OWN.model_copy(update={"stage": Stage.RAW_MATERIAL, "value": "2"})


def response(**members: object) -> FootprintResponse:
    """A figure of a line with an own part of 1.5."""
    known = {"entry": ident("cell"), "line": "main", "unit": "kg", "exact": False, "total": "3.5"}
    return FootprintResponse.model_validate({**known, "own": (OWN,), **members})


def test_a_supplier_is_shown_its_own_part_and_the_rounded_upstream() -> None:
    """The table has both parts by stage, and no contribution of others."""
    lines = lines_of(layout_supplier_figure(response(upstream=(ABOVE,)), "a-rulebook"))
    assert lines[0] == "kg CO2e per kg, under a-rulebook"
    assert ["total", "3.5"] in [line.split() for line in lines]
    assert "total 3.5, its upstream part rounded to 4 digits" in lines
    assert not any("Contributions" in line for line in lines)


def test_the_operator_is_shown_the_largest_contributions() -> None:
    """The first of them, and the number of all."""
    part = {"entry": ident("mine"), "site": "M", "country": "CD", "basis": "x", "source": "direct"}
    rows = tuple(Contribution(**part, label="gas", value=str(n)) for n in range(SHOWN + 2))
    found = layout_supplier_figure(response(exact=True, cells=(OWN,), contributions=rows), "r")
    lines = lines_of(found)
    assert "total 3.5, exact" in lines
    assert f"Contributions: {SHOWN} of {SHOWN + 2}" in lines
    assert lines[-1].split()[-1] == "2"


def test_a_credit_is_a_share_below_zero() -> None:
    """Shares are of the net, which is the last row."""
    table = stage_table({"a": Decimal(5), "b": Decimal(-1)}, "kg")
    assert [row[2].text for row in table.rows] == ["125.0 %", "-25.0 %", ""]
    assert (table.has_total, table.rows[-1][1].text) == (True, "4")
