"""Links between processes, and inputs without a maker."""

from dataclasses import replace
from decimal import Decimal

from support.background import emitted, process, taken, words
from support.refusal import refused

from ledger.exchange.background.linking import Network, link
from ledger.exchange.background.model import Link, ProductInput


def codes(network: Network) -> list[str]:
    """The codes of what was odd."""
    return [row.code for row in network.oddities]


def test_a_link_leads_to_its_maker() -> None:
    """By the first of its keys that a process has."""
    network = link([process("cell", inputs=(taken("foil", "2"),)), process("foil")])
    (edge,) = network.edges
    assert (edge.taker, edge.maker, edge.taken.amount) == (0, 1, 2)
    assert codes(network) == []


def test_a_misspelt_link_names_candidates() -> None:
    """A product that agrees in all but one word, and then names that look alike."""
    tonne = Link((("name", "steel in t"),), words("steel", "tonne"))
    listed = [
        process("cell", inputs=(taken("copper foils", "2"), ProductInput(tonne, Decimal(1)))),
        process("copper foil"),
        process("steel"),
    ]
    network = link(listed)
    first, second = network.oddities
    assert first.code == second.code == "background.misspelt_link"
    assert first.detail.endswith(
        "no process makes it. Is it copper foil [GLO, kilogram],"
        " with the name 'copper foil' in place of 'copper foils'?"
    )
    assert second.detail.endswith(
        "Is it steel [GLO, kilogram], with the unit 'kilogram' in place of 'tonne'?"
    )
    assert len(network.unlinked) == 2


def test_one_product_is_reported_once() -> None:
    """However many processes take it."""
    listed = [process(name, inputs=(taken("lost", "1"),)) for name in ("a", "b")]
    network = link(listed)
    assert codes(network) == ["background.unlinked"]
    assert len(network.unlinked) == 2


def test_a_flow_with_two_makers_is_no_link() -> None:
    """Neither is better; both files are named."""
    flow = ("flow", "1")
    makers = [process(name, keys=(flow,), source=f"{name}.zip") for name in ("a", "b")]
    taker = process("c", inputs=(ProductInput(Link((flow,), words("x")), Decimal(1)),))
    network = link([*makers, taker])
    assert codes(network) == ["background.ambiguous_link"]
    assert "a.zip; b.zip" in network.oddities[0].detail
    assert network.edges == ()


def test_a_maker_without_a_production_amount() -> None:
    """Nothing links to it, and the reason is given."""
    network = link([process("cell", inputs=(taken("foil", "2"),)), process("foil", None)])
    assert "its maker has no usable production amount" in network.oddities[0].detail
    assert [row.id for row in network.processes] == ["cell"]


def test_a_repeated_process_counts_once() -> None:
    """The same words and amounts in another file; a different content is refused."""
    foil = process("foil", emissions=(emitted("1"),))
    network = link([foil, replace(foil, source="other")])
    assert codes(network) == ["background.repeated_process"]
    assert len(network.processes) == 1
    with refused("background.repeated_id", "foil"):
        link([foil, replace(foil, emissions=(emitted("2"),))])


def test_a_waste_with_a_positive_amount() -> None:
    """It earns instead of costing, which is reported; an amount below zero is as it should be."""
    waste = process("slag", "-1")
    wrong = link([waste, process("a", inputs=(taken("slag", "0.5"),))])
    right = link([waste, process("a", inputs=(taken("slag", "-0.5"),))])
    assert codes(wrong) == ["background.waste_sign"]
    assert codes(right) == []


def test_a_system_process_takes_nothing() -> None:
    """Its inputs are in its inventory already."""
    result = process("a", aggregated=True, inputs=(taken("b", "1"),))
    network = link([result, process("b")])
    assert network.edges == network.unlinked == ()
