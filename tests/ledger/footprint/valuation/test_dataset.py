"""The dataset behind a term."""

from support.graph import STUDY, factors
from support.rows import emitted, inventory, made, used, wasted

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.valuation.dataset import dataset_of

TABLE = FactorTable(
    [
        factors({"test:mix": "1", "test:ash": "2"}),
        factors({"test:ash": "3"}, direction="treatment"),
    ],
    STUDY,
)


def test_a_waste_is_treated_unless_a_mix_values_it() -> None:
    """Under its own flow the treatment counts, under the label of another flow that flow's product."""
    rows = inventory(made("mill", "1"), wastes=[wasted("test:ash", "1")])
    (ash,) = rows.wastes
    own, mix = (dataset_of(label, ash, TABLE) for label in ("test:ash", "test:mix"))
    assert own is not None
    assert mix is not None
    assert (own.direction, mix.flow, mix.direction) == ("treatment", "test:mix", "product")


def test_what_no_dataset_values_has_none() -> None:
    """A gas, a flow that no set has, and a term without a row."""
    rows = inventory(
        made("mill", "1"), inputs=[used("test:coke", "1")], emissions=[emitted("co", "1")]
    )
    assert dataset_of("co", rows.emissions[0], TABLE) is None
    assert dataset_of("test:coke", rows.inputs[0], TABLE) is None
    assert dataset_of("test:ash", None, TABLE) is None
