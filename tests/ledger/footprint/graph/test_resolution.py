"""The graph as of a state: newest versions, and missing, withdrawn or looping statements."""

import pytest
from support.graph import Graph, firm, ident
from support.rows import avoided, inventory, made, taken

from ledger.footprint.graph.resolution import Problem, resolve
from schemas.errors import CradleError


def pair() -> Graph:
    """A mine that delivers to a smelter."""
    chain = Graph()
    chain.enter("mine", inventory(made("mine", "100")))
    chain.deliver("ore", "mine", "smelter", "60")
    chain.enter("smelter", inventory(made("smelter", "10"), inputs=[taken("ore", "60")]))
    return chain


def codes(chain: Graph, *names: str) -> list[tuple[str, str]]:
    """Code and subject of the problems of a graph."""
    return [(problem.code, problem.subject) for problem in chain.resolve(*names).problems]


def test_the_graph_reaches_back_to_the_mine() -> None:
    """Edges lead to the suppliers, suppliers come first, and the lineage is every statement passed."""
    found = pair().resolve("smelter")
    assert found.order == (ident("mine"), ident("smelter"))
    edges = [(node, *suppliers) for node, suppliers in found.suppliers.items()]
    assert edges == [(ident("smelter"), ident("mine")), (ident("mine"),)]
    assert found.lineage == {ident("mine"), ident("ore"), ident("smelter")}
    assert found.sources == {ident("ore"): (ident("ore"), ident("mine"))}
    assert found.lines == {ident("ore"): "main"}
    assert found.upstream([ident("smelter")]) == {ident("mine"), ident("smelter")}
    assert found.upstream([ident("mine")]) == {ident("mine")}
    assert found.problems == ()


def test_what_is_come_to_twice_is_upstream_once() -> None:
    """A mine that delivers to a plant and to its smelter is one entry behind the plant."""
    chain = pair()
    chain.deliver("matte", "smelter", "plant", "10")
    chain.deliver("more ore", "mine", "plant", "10")
    rows = [taken("matte", "10"), taken("more ore", "10")]
    chain.enter("plant", inventory(made("plant", "1"), inputs=rows))
    upstream = chain.resolve("plant").upstream([ident("plant")])
    assert upstream == set(map(ident, ("mine", "smelter", "plant")))


def test_the_graph_is_walked_tier_by_tier() -> None:
    """Both suppliers of a plant are reached before the mine behind one of them."""
    chain = pair()
    chain.enter("mill", inventory(made("mill", "10")))
    chain.deliver("foil", "mill", "plant", "10")
    chain.deliver("matte", "smelter", "plant", "10")
    rows = [taken("foil", "10"), taken("matte", "10")]
    chain.enter("plant", inventory(made("plant", "1"), inputs=rows))
    plant, *suppliers, mine = chain.resolve("plant").nodes
    assert (plant, mine) == (ident("plant"), ident("mine"))
    assert set(suppliers) == {ident("mill"), ident("smelter")}


def test_superseded_statements_mean_their_newest_version() -> None:
    """A citation of an old entry and an old delivery leads to the newest of both."""
    chain = pair()
    chain.enter("mine 2", inventory(made("mine", "90")))
    chain.enter("mine 3", inventory(made("mine", "80")))
    chain.deliver("ore 2", "mine", "smelter", "50")
    chain.change("superseded", "mine", "mine 2")
    chain.change("superseded", "mine 2", "mine 3")
    chain.change("superseded", "ore", "ore 2")
    found = chain.resolve("smelter")
    assert found.sources == {ident("ore"): (ident("ore 2"), ident("mine 3"))}
    assert found.order == (ident("mine 3"), ident("smelter"))
    assert {ident("mine"), ident("mine 2"), ident("mine 3"), ident("ore"), ident("ore 2")} < (
        found.lineage
    )
    assert chain.records().newest(ident("mine")) == ident("mine 3")


def test_an_old_version_is_a_node_of_its_own_where_it_is_named() -> None:
    """It rests on what it cites, and deliveries go on meaning the newest version; a missing one is left out."""
    chain = pair()
    chain.enter("mine 2", inventory(made("mine", "100")))
    chain.change("superseded", "mine", "mine 2")
    roots = [ident("smelter")]
    graph = resolve(roots, [], chain.records(), [ident("mine"), ident("smelter 0")])
    assert graph.nodes.keys() == {ident(name) for name in ("smelter", "mine", "mine 2")}
    assert [*graph.suppliers[ident("smelter")]] == [ident("mine 2")]
    assert graph.suppliers[ident("mine")] == {}
    assert graph.problems == ()


def test_starting_from_an_old_entry_or_a_delivery_gives_the_same_graph() -> None:
    """The start of a graph is followed to its newest version too, be it entry or delivery."""
    chain = pair()
    chain.enter("smelter 2", inventory(made("smelter", "11"), inputs=[taken("ore", "60")]))
    chain.change("superseded", "smelter", "smelter 2")
    chain.deliver("matte", "smelter", "refinery", None)
    by_entry, by_delivery = chain.resolve("smelter"), chain.resolve(deliveries=["matte"])
    assert by_entry.order == by_delivery.order == (ident("mine"), ident("smelter 2"))
    assert by_delivery.sources[ident("matte")] == (ident("matte"), ident("smelter 2"))
    assert ident("matte") in by_delivery.lineage


@pytest.mark.parametrize(
    ("name", "code"),
    [("mine", "entry.withdrawn"), ("ore", "delivery.withdrawn"), ("smelter", "entry.withdrawn")],
)
def test_what_was_withdrawn_has_no_figure(name: str, code: str) -> None:
    """A withdrawn statement is a problem under its own id, anywhere in the graph."""
    chain = pair()
    chain.change("withdrawn", name, "withdrawal")
    assert codes(chain, "smelter") == [(code, ident(name))]
    assert chain.records().newest(ident(name)) is None
    assert ident("smelter") not in chain.figures("smelter").entries


@pytest.mark.parametrize("name", ["mine", "ore", "smelter"])
def test_what_is_not_available_is_missing(name: str) -> None:
    """A statement that is named and missing is a problem under its own id."""
    chain = pair()
    chain.entries.pop(ident(name), None)
    chain.deliveries.pop(ident(name), None)
    assert codes(chain, "smelter") == [("statement.missing", ident(name))]


def test_a_missing_start_delivery_is_reported_once() -> None:
    """A delivery that a calculation names and that is missing is one problem and no graph."""
    found = Graph().resolve(deliveries=["lost", "lost"])
    assert [problem.code for problem in found.problems] == ["statement.missing"]
    assert found.order == ()


def test_a_loop_is_named_and_left_out_with_what_rests_on_it() -> None:
    """The entries of a loop, and their customers, have no place in the order; others keep theirs."""
    chain = Graph()
    chain.enter("mine", inventory(made("mine", "100")))
    chain.deliver("ore", "mine", "a", "1")
    chain.deliver("a to b", "a", "b", "1")
    chain.deliver("b to a", "b", "a", "1")
    chain.deliver("b to c", "b", "c", "1")
    chain.enter("a", inventory(made("a", "1"), inputs=[taken("ore", "1"), taken("b to a", "1")]))
    chain.enter("b", inventory(made("b", "1"), inputs=[taken("a to b", "1")]))
    chain.enter("c", inventory(made("c", "1"), inputs=[taken("b to c", "1")]))
    found = chain.resolve("c")
    first = min(ident("a"), ident("b"))
    (loop,) = found.problems
    assert (loop.code, loop.subject) == ("graph.loop", first)
    assert "1 other" in loop.detail
    assert found.order == (ident("mine"),)
    assert chain.figures("c").line(ident("c"), "main") is None
    assert chain.figures("c").line(ident("mine"), "main") is not None


def test_an_entry_that_rests_on_itself_is_a_loop() -> None:
    """One entry alone may close a loop, through a delivery of its own line."""
    chain = Graph()
    chain.deliver("back", "a", "a", "1")
    chain.enter("a", inventory(made("a", "10"), inputs=[taken("back", "1")]))
    assert codes(chain, "a") == [("graph.loop", ident("a"))]


def test_changes_in_a_circle_come_to_an_end() -> None:
    """Two statements that replace each other are followed once around and no further."""
    chain = pair()
    chain.change("superseded", "mine", "mine 2")
    chain.change("superseded", "mine 2", "mine")
    records = chain.records()
    assert records.newest(ident("mine")) == records.newest(ident("mine 2")) == ident("mine")
    assert records.last(ident("mine")) == ident("mine 2")
    assert chain.resolve("smelter").lineage >= {ident("mine")}


def test_downstream_are_the_entries_that_rest_on_one() -> None:
    """The smelter rests on the mine; the mine rests on nothing."""
    found = pair().resolve("smelter")
    assert found.downstream([ident("mine")]) == {ident("smelter")}
    assert found.downstream([ident("smelter")]) == set()


def test_a_withheld_inventory_cites_nothing() -> None:
    """An entry with a withheld inventory is a node without suppliers."""
    chain = pair()
    chain.enter("smelter", None)
    found = chain.resolve("smelter")
    assert found.order == (ident("smelter"),)
    assert [p.code for p in chain.figures("smelter").problems] == ["section.withheld"]


def test_avoided_deliveries_are_part_of_the_graph() -> None:
    """The delivery of an avoided line is walked like an input."""
    chain = pair()
    chain.deliver("scrap", "smelter", "recycler", None)
    rows = [avoided("1", delivery="scrap")]
    chain.enter("recycler", inventory(made("recycler", "1"), avoided=rows))
    assert chain.resolve("recycler").order[-1] == ident("recycler")
    assert len(chain.resolve("recycler").order) == 3


def test_a_refusal_becomes_a_problem_of_its_subject() -> None:
    """A refusal turned into a problem keeps its code and loses its full stop."""
    error = CradleError("some.code", "This is wrong.", "place")
    assert Problem.of(error, firm("x")) == Problem("some.code", firm("x"), "This is wrong")
