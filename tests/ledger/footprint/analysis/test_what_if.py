"""A figure with one thing exchanged."""

from decimal import Decimal

import pytest
from support.graph import STUDY, Graph, factors, ident
from support.refusal import refused
from support.rows import inventory, made, taken, used

from ledger.footprint.analysis.what_if import Exchange, exchanged
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import Records, resolve
from ledger.footprint.valuation.figure import figures
from schemas.errors import CradleError
from schemas.signed.rows import ActivityInput, ExternalInput

SETS = (factors({"test:lime": "2", "test:gas": "3"}),)
PLANT, MINE = ident("plant"), ident("mine")


def chain() -> Graph:
    """A mine and a quarry that deliver to a plant, which uses the mine's ore and some lime."""
    made_of = Graph(SETS)
    for name, lime in (("mine", "100"), ("quarry", "50")):
        made_of.enter(name, inventory(made(name, "100"), inputs=[used("test:lime", lime)]))
        made_of.deliver(f"ore of {name}", name, "plant", "10")
    rows = [taken("ore of mine", "10"), used("test:lime", "5")]
    made_of.enter("plant", inventory(made("plant", "10"), inputs=rows))
    return made_of


def records(made_of: Graph) -> Records:
    """The statements of a graph."""
    return made_of.records()


def total(found: Records) -> Decimal:
    """The figure of a unit of the plant's product."""
    resolution = resolve([PLANT], [], found)
    computed = figures(resolution, FactorTable(SETS, STUDY), STUDY)
    line = computed.line(PLANT, "main")
    assert line is not None
    return total_of(line.cells)


def test_the_figure_as_it_is_stated() -> None:
    """10 kg of ore at 2 and 5 of lime at 2, over 10."""
    assert total(records(chain())) == 3


def test_another_flow_values_the_same_amount() -> None:
    """5 of gas at 3 in place of lime."""
    found = exchanged(records(chain()), Exchange(PLANT, 1, flow="test:gas"))
    assert total(found) == Decimal("3.5")


def test_another_supplier_brings_its_own_figure() -> None:
    """The quarry's ore at 1 in place of the mine's at 2."""
    other = Exchange(PLANT, 0, delivery=ident("ore of quarry"))
    assert total(exchanged(records(chain()), other)) == 2


def test_a_dataset_can_take_the_place_of_a_supplier() -> None:
    """Its stage is that of the customer's process."""
    found = exchanged(records(chain()), Exchange(PLANT, 0, flow="test:gas"))
    assert total(found) == 4
    row = found.entries[PLANT].inventory.inputs[0]  # type: ignore[union-attr]
    assert isinstance(row, ActivityInput)
    assert row.stage is found.entries[PLANT].entry.process.stage


def test_electricity_comes_from_the_grid_in_place_of_a_direct_line() -> None:
    """A delivery in kWh for energy becomes a row that states its supply."""
    made_of = Graph(SETS)
    made_of.enter("mine", inventory(made("mine", "100", unit="kWh")))
    made_of.deliver("power", "mine", "plant", "10", unit="kWh")
    rows = [taken("power", "10", unit="kWh", purpose="energy")]
    made_of.enter("plant", inventory(made("plant", "10"), inputs=rows))
    found = exchanged(records(made_of), Exchange(PLANT, 0, flow="test:gas"))
    row = found.entries[PLANT].inventory.inputs[0]  # type: ignore[union-attr]
    assert isinstance(row, ActivityInput)
    assert row.electricity is not None


def test_the_site_is_in_another_country() -> None:
    """Its rows stay; only the mixes that a rulebook takes by country change."""
    found = exchanged(records(chain()), Exchange(PLANT, country="PL"))
    assert found.entries[PLANT].entry.site.country == "PL"
    assert total(found) == 3


def test_the_statements_themselves_are_unchanged() -> None:
    """An exchange makes a copy."""
    before = records(chain())
    exchanged(before, Exchange(PLANT, 0, delivery=ident("ore of quarry")))
    assert total(before) == 3


@pytest.mark.parametrize(
    "exchange",
    [
        Exchange(ident("nobody"), 0, flow="test:gas"),
        Exchange(PLANT, 2, flow="test:gas"),
        Exchange(PLANT, -1, flow="test:gas"),
        Exchange(PLANT, None, flow="test:gas"),
        Exchange(PLANT, 0),
    ],
)
def test_what_is_not_there_is_not_exchanged(exchange: Exchange) -> None:
    """An entry, an input, or nothing to put there."""
    with refused("what_if.row"):
        exchanged(records(chain()), exchange)


def test_a_withheld_recipe_has_no_inputs_to_exchange() -> None:
    """Its entry is there, its inventory is not."""
    known = records(chain())
    closed = known.entries[PLANT]._replace(inventory=None)
    shut = Records({**known.entries, PLANT: closed}, known.deliveries, known.changes)
    with pytest.raises(CradleError):
        exchanged(shut, Exchange(PLANT, 0, flow="test:gas"))


def test_an_imported_figure_is_not_exchanged() -> None:
    """It is neither a flow nor a delivery."""
    known = records(chain())
    own = known.entries[PLANT]
    assert own.inventory is not None
    imported = (ExternalInput.model_construct(type="external"),)
    changed = own._replace(inventory=own.inventory.model_copy(update={"inputs": imported}))
    other = Records({**known.entries, PLANT: changed}, known.deliveries, known.changes)
    with pytest.raises(CradleError):
        exchanged(other, Exchange(PLANT, 0, flow="test:gas"))
