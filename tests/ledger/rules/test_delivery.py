"""A delivery is of an own line, agrees with that line, and goes to another registered participant."""

import pytest
from support.graph import Graph, firm, ident
from support.rows import inventory, made, ore_chain, taken

from ledger.footprint.graph.resolution import DeliveryRecord
from ledger.rules.delivery import delivery_problems, recipient_problem


def broken(chain: Graph) -> list[tuple[str, str, str]]:
    """Code, subject and place of the rules that the deliveries of the chain break."""
    found = delivery_problems(chain.resolve("smelter"), chain.records(), {firm("smelter")})
    return [(problem.code, problem.subject, problem.place) for problem in found]


def ore(chain: Graph) -> DeliveryRecord:
    """The delivery of the ore."""
    return chain.records().deliveries[ident("ore")]


def test_a_delivery_in_order_breaks_no_rule() -> None:
    """Issuer, line, product and unit are those of the entry."""
    assert broken(ore_chain()) == []


@pytest.mark.parametrize(
    ("member", "code", "place"),
    [
        ({"issuer": firm("somebody else")}, "delivery.issuer", "entry"),
        ({"line": "other"}, "delivery.line", "line"),
        ({"product": "urn:test:mine:other"}, "delivery.product", "product"),
        ({"unit": "m3"}, "delivery.unit", "unit"),
    ],
)
def test_a_delivery_is_of_its_line(member: dict[str, object], code: str, place: str) -> None:
    """Another issuer, line, product or unit than the entry's is named."""
    assert broken(ore_chain(**member)) == [(code, ident("ore"), place)]


def test_an_inventory_that_is_not_shown_breaks_no_rule() -> None:
    """Only the issuer can be compared then."""
    chain = ore_chain(line="other")
    chain.enter("mine", None)
    assert broken(chain) == []


def test_the_recipient_is_another_registered_participant() -> None:
    """A delivery to oneself, or to a firm without registration, is refused at its recipient."""
    assert recipient_problem(ore(ore_chain()), is_registered=True) is None
    for source, registered in (
        (ore(ore_chain()), False),
        (ore(ore_chain(recipient=firm("mine"))), True),
    ):
        found = recipient_problem(source, is_registered=registered)
        assert found is not None
        assert (found.code, found.place) == ("delivery.recipient", "recipient")


def test_a_line_is_delivered_once_under_one_number() -> None:
    """Two deliveries of a line to one recipient differ in their number."""
    chain = ore_chain(number="7")
    chain.deliver("more ore", "mine", "smelter", "1", number="8")
    rows = [taken("ore", "60"), taken("more ore", "1")]
    chain.enter("smelter", inventory(made("smelter", "60"), inputs=rows))
    assert broken(chain) == []
    chain.deliver("more ore", "mine", "smelter", "1", number="7")
    ((code, subject, place),) = broken(chain)
    assert (code, place) == ("delivery.repeated", "number")
    assert subject in {ident("ore"), ident("more ore")}


def test_the_recipients_in_a_graph_are_registered() -> None:
    """A delivery to a firm that the registry does not hold is named."""
    place = [("delivery.recipient", ident("ore"), "recipient")]
    assert broken(ore_chain(recipient=firm("somebody else"))) == place
