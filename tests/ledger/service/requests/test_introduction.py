"""The description of a ledger for a new supplier: only methods that it may use together are named together."""

from support.graph import factors, grids
from support.ledger_battery import BatteryChain

from ledger.rulebooks.catalog import load_rulebook
from ledger.service.requests.introduction import describe_ledger


def test_sets_that_value_a_flow_twice_are_listed_and_not_named_together(
    chain: BatteryChain,
) -> None:
    """Of two that share one the user chooses; a set that may not be passed on is not listed."""
    ledger = chain.world.ledger
    alone = ledger.keep(factors({"list:alone": "1"}))
    first, second = (
        ledger.keep(factors({"list:both": value, "list:other" + value: "1"})) for value in "12"
    )
    closed = factors({"list:closed": "1"}).model_copy(update={"licence": "digest_only"})
    hidden = ledger.keep(closed)
    told = describe_ledger(ledger)
    listed = {row.digest for row in told.factor_sets}
    assert {alone, first, second, chain.factors} <= listed
    assert hidden not in listed
    assert set(told.together) == listed - {first, second}
    assert chain.rulebook in {row.digest for row in told.rulebooks}


def test_two_mixes_of_a_grid_are_not_named_together(chain: BatteryChain) -> None:
    """A method finds the mix of a grid and year in one set only."""
    ledger = chain.world.ledger
    first, second = (ledger.keep(grids({"AQ": value})) for value in ("1", "2"))
    other = ledger.keep(grids({"AQ/average/2020": "1"}))
    together = set(describe_ledger(ledger).together)
    assert together & {first, second, other} == {other}


def test_it_names_the_ledger_and_its_first_registrar(chain: BatteryChain) -> None:
    """With the verifier keys of both logs."""
    ledger = chain.world.ledger
    told = describe_ledger(ledger)
    assert (told.origin, told.registrar) == (ledger.origin, chain.world.registrar.id)
    assert (told.logs.entries, told.logs.registry) == ledger.vkeys()
    ledger.keep(load_rulebook("eu-ev-draft-2024"))
    assert "eu-ev-draft-2024" in {row.id for row in describe_ledger(ledger).rulebooks}
