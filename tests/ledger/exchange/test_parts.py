"""The parts that formats state separately: groups of some stages, without credits and shared recycling."""

from decimal import Decimal

import pytest
from support.refusal import refused

from ledger.documents.delivery_contents import DeliveryContents
from ledger.exchange.parts import GATE, parts_of
from ledger.footprint.graph.cells import CellKey, parse_cells, total_of
from ledger.footprint.graph.numbers import format_decimal
from schemas.vocabulary import CircularTerm, Group, Sign, Stage

RAW = Stage.RAW_MATERIAL


def test_groups_up_to_the_gate(contents: DeliveryContents) -> None:
    """Both stages up to the gate are added; the credit is left out and stated, distribution is not included."""
    parts = parts_of(parse_cells(contents.figure.cells), GATE)
    stated = [format_decimal(value) for value in parts]
    assert stated == ["1.8", "0.3", "0.05", "-0.4", "0.025", "-0.1"]
    assert (str(parts.excluding), str(parts.including)) == ("2.175", "1.775")


def test_nothing_is_lost_between_the_parts_and_the_rest(contents: DeliveryContents) -> None:
    """Parts and what is left out make up the stages, exactly."""
    cells = parse_cells(contents.figure.cells)
    for stages in (GATE, {Stage.DISTRIBUTION}, set(Stage), set[Stage]()):
        parts = parts_of(cells, stages)
        within = {key: value for key, value in cells.items() if key.stage in stages}
        assert parts.including + parts.left_out == total_of(within)


def test_shared_recycling_is_left_out_as_a_burden_too() -> None:
    """A burden in a term that A shares between supplier and user is left out; one of disposal is not."""
    shared = CellKey(RAW, Group.FOSSIL, Sign.BURDEN, CircularTerm.RECYCLED_CONTENT)
    kept = CellKey(RAW, Group.FOSSIL, Sign.BURDEN, CircularTerm.DISPOSAL)
    parts = parts_of({shared: Decimal("0.3"), kept: Decimal("0.2")}, GATE)
    assert (parts.fossil, parts.left_out) == (Decimal("0.2"), Decimal("0.3"))


@pytest.mark.parametrize(
    ("group", "value"), [(Group.FOSSIL, "-0.1"), (Group.UNSPECIFIED, "-1"), (Group.UPTAKE, "0.1")]
)
def test_a_group_on_the_wrong_side_of_zero_is_refused(group: Group, value: str) -> None:
    """No format allows burdens below zero, or an uptake above."""
    with refused("exchange.sign"):
        parts_of({CellKey(RAW, group, Sign.BURDEN): Decimal(value)}, GATE)
