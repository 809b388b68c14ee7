"""Rows valued by datasets that leave inputs out."""

from support.graph import Graph, ident
from support.rows import Row, avoided, inventory, made, used, wasted

from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.incomplete import incomplete_faults
from schemas.signed.rulebook import FactorSet


def dataset(flow: str, value: str = "0", **members: object) -> Row:
    """A dataset that leaves inputs out, unless its members say otherwise."""
    values = [{"group": "fossil", "value": value}, {"group": "unspecified", "value": "0.5"}]
    row = {"flow": f"test:{flow}", "unit": "kg", "direction": "product", "name": flow}
    return {**row, "source": "made up", "values": values, "incomplete": True, **members}


def faults(*rows: Row, **lists: list[Row]) -> list[Observation]:
    """The findings on a mill with these datasets and rows."""
    content = {"id": "own", "version": "1", "title": "Own", "method": "EF 3.1", "licence": "open"}
    chain = Graph([FactorSet.model_validate({**content, "rows": rows}, strict=False)])
    chain.enter("mill", inventory(made("mill", "100"), **lists))
    chain.enter("withheld", None)
    return list(incomplete_faults(chain.context("mill", "withheld")))


def test_an_incomplete_dataset_is_a_finding_without_an_effect() -> None:
    """Two rows of one dataset are one finding, and each counts once though it has a value in two groups."""
    (found,) = faults(
        dataset("steel", "2"), inputs=[used("test:steel", "30"), used("test:steel", "10")]
    )
    assert (found.code, found.subject, found.effect) == ("factor.incomplete", ident("mill"), None)
    assert found.detail == (
        "per kg of main 0.4 kg counted by test:steel at 2.5 kg CO2e per kg, a dataset that leaves inputs out"
    )


def test_a_dataset_that_counts_nothing_is_one() -> None:
    """All that it takes was cut off, so its value is zero."""
    zero = dataset("steel", values=[{"group": "unspecified", "value": "0"}])
    assert len(faults(zero, inputs=[used("test:steel", "30")])) == 1


def test_a_waste_counts_as_what_is_bought() -> None:
    """A treatment may leave out as much as a product."""
    (found,) = faults(dataset("ash", direction="treatment"), wastes=[wasted("test:ash", "30")])
    assert "test:ash" in found.detail


def test_a_credit_by_such_a_dataset_is_no_fault() -> None:
    """It is too small, and lowers nothing."""
    assert faults(dataset("steel", "2"), avoided=[avoided("10", flow="test:steel")]) == []


def test_a_whole_dataset_is_no_fault() -> None:
    """Beside one that is not, and is not used."""
    rows = (dataset("coke"), dataset("steel", "2", incomplete=None))
    assert faults(*rows, inputs=[used("test:steel", "30")]) == []
