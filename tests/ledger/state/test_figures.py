"""Computed graphs are kept: a later state equals one computed from nothing, and only what changed is computed."""

from dataclasses import replace

import pytest
from support.ledger_batches import audited, calculated
from support.ledger_battery import FACTORS, BatteryChain, factor, mix, power
from support.refusal import refused
from support.works import rolled, working

from ledger.footprint.graph.cells import total_of
from ledger.state import figures as state_figures
from ledger.state import view as views
from ledger.state.closure import read_closure
from ledger.state.figures import ComputedGraph, Method, compute
from ledger.state.view import Memory, View
from schemas.signed.entry import Site
from schemas.vocabulary import Unit

pytestmark = pytest.mark.one_database


def graph_of(
    view: View, chain: BatteryChain, entry: str, size: int | None = None, *others: str
) -> ComputedGraph:
    """The graph behind entries and the treatment of used packs, as of a size or now."""
    at = view.registry().size if size is None else size
    method = Method(chain.rulebook, (chain.factors,))
    return compute(view, [entry, *others], [chain.treatment], at, method)


def bare(view: View) -> View:
    """A view of the same state that remembers nothing."""
    return View(view.connection, view.blobs, Memory())


def require_equal(one: ComputedGraph, other: ComputedGraph) -> None:
    """Require the same statements, in the same order, with the same digits."""
    assert (one.records, one.resolution) == (other.records, other.resolution)
    assert (one.lineages, one.figures) == (other.lineages, other.figures)
    assert _digits(one) == _digits(other)


def _digits(graph: ComputedGraph) -> list[tuple[str, list[str]]]:
    return [
        (entry, [str(value) for value in figure.lines["main"].cells.values()])
        for entry in graph.resolution.order
        for figure in [graph.figures.entries[entry]]
    ]


@pytest.mark.parametrize("seed", range(6))
def test_a_later_state_is_as_if_nothing_were_kept(chain: BatteryChain, seed: int) -> None:
    """After every change of some, the graph equals the one that is computed from nothing; so do all earlier ones."""
    random = rolled(seed)
    works = working(chain, random)
    sizes = []
    for _ in range(6):
        with chain.world.ledger.view() as view:
            sizes.append(view.registry().size)
            graph = graph_of(view, chain, works.packs)
            require_equal(graph, graph_of(bare(view), chain, works.packs))
            assert graph.records == read_closure(view, [works.packs, chain.treatment], sizes[-1])
        works.change(random)
    with chain.world.ledger.view() as view:
        for size in sizes:
            later = graph_of(view, chain, works.packs, size)
            require_equal(later, graph_of(bare(view), chain, works.packs, size))


def test_only_what_rests_on_a_correction_is_computed(chain: BatteryChain) -> None:
    """All other entries keep the very values that they had."""
    works = working(chain, rolled(1))
    with chain.world.ledger.view() as view:
        before = graph_of(view, chain, works.packs)
    works.work("works-0", list(works.ore)[:1])
    with chain.world.ledger.view() as view:
        after = graph_of(view, chain, works.packs)
    made_again = {
        entry
        for entry, value in after.figures.entries.items()
        if value is not before.figures.entries.get(entry)
    }
    assert made_again == {works.works["works-0"], works.packs}
    assert made_again == {
        entry for entry, digest in after.lineages.items() if before.lineages.get(entry) != digest
    }


def test_a_change_elsewhere_leaves_the_graph(chain: BatteryChain) -> None:
    """A later state in which nothing behind the entry changed is the same graph, and is not resolved again."""
    works = working(chain, rolled(2))
    with chain.world.ledger.view() as view:
        before = graph_of(view, chain, works.packs)
    chain.world.withdraw(chain.mine, chain.shipped)
    with chain.world.ledger.view() as view:
        assert graph_of(view, chain, works.packs) is before


def test_a_later_batch_keeps_the_values_of_the_others(chain: BatteryChain) -> None:
    """A graph that starts from more statements takes the values of the kept one; the digits are those of a full run."""
    works = working(chain, rolled(3))
    with chain.world.ledger.view() as view:
        before = graph_of(view, chain, works.packs)
    packs = chain.packs_of("3", inputs=[power("5")], site=Site(code="plant-3", country="SE"))
    later = chain.world.submit(packs, chain.plant.working).id
    with chain.world.ledger.view() as view:
        after, full = (graph_of(it, chain, works.packs, None, later) for it in (view, bare(view)))
    require_equal(after, full)
    made_again = {
        entry
        for entry, value in after.figures.entries.items()
        if value is not before.figures.entries.get(entry)
    }
    assert made_again == {later}


def test_values_of_another_method_are_not_used(chain: BatteryChain) -> None:
    """Under half the emissions of electricity, all that a pit uses, its goods have half the figure."""
    works = working(chain, rolled(4))
    rows = (factor("test:freight", Unit.TKM, "0.1"), mix("test:power", "0.25"))
    half = chain.world.ledger.keep(FACTORS.model_copy(update={"id": "half", "rows": rows}))
    with chain.world.ledger.view() as view:
        one, other = (
            compute(view, [works.packs], [], view.registry().size, Method(chain.rulebook, (used,)))
            for used in (chain.factors, half)
        )
    line, halved = (it.figures.line(works.pits["pit-0"], "main") for it in (one, other))
    assert line is not None
    assert halved is not None
    assert total_of(line.cells) == 2 * total_of(halved.cells) != 0


def test_a_problem_is_found_behind_a_kept_graph(chain: BatteryChain) -> None:
    """The withdrawal of ore leaves no figure, although one was kept."""
    works = working(chain, rolled(5))
    with chain.world.ledger.view() as view:
        before = graph_of(view, chain, works.packs)
        used = next(name for name in works.ore if name in before.records.deliveries)
    chain.world.withdraw(chain.mine, used)
    with chain.world.ledger.view() as view, refused("delivery.withdrawn"):
        graph_of(view, chain, works.packs)


def test_a_failed_transaction_leaves_no_graph(chain: BatteryChain) -> None:
    """Its statements may not exist, and a graph may rest on them."""
    works = working(chain, rolled(6))
    with chain.world.ledger.view() as view:
        before = graph_of(view, chain, works.packs)
        view.memory.forget()
        after = graph_of(view, chain, works.packs)
    assert after is not before
    require_equal(before, after)


def test_the_audit_uses_no_kept_value(chain: BatteryChain) -> None:
    """A ledger whose memory is wrong accepts a wrong calculation; the verifier computes every entry and finds it."""
    chain.calculation()
    graphs = chain.world.ledger.memory.graphs
    for key, graph in list(graphs.items()):
        assert isinstance(graph, ComputedGraph)
        value = graph.figures.entries[chain.packs]
        line = value.lines["main"]
        twice = line._replace(cells={cell: 2 * kg for cell, kg in line.cells.items()})
        wrong = value._replace(lines={**value.lines, "main": twice})
        entries = {**graph.figures.entries, chain.packs: wrong}
        graphs[key] = replace(graph, figures=replace(graph.figures, entries=entries))
    report = audited(chain, calculated(chain))
    assert report.verdict == "contradicted"
    assert "calculation.exact" in {row.code for row in report.findings}


def test_reading_many_statements_keeps_the_graph(
    chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements are dropped where they are too many; a graph has its records with it."""
    works = working(chain, rolled(7))
    with chain.world.ledger.view() as view:
        before = graph_of(view, chain, works.packs)
        monkeypatch.setattr(views, "KEPT", 2)
        del view.memory.statements[works.packs]
        view.read([works.packs])
        assert list(view.memory.statements) == [works.packs]
        assert graph_of(view, chain, works.packs) is before


def test_statements_that_are_known_are_not_dropped(
    chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Room is made for new statements; a step of the graph with more than the bound is read once."""
    works = working(chain, rolled(7))
    with chain.world.ledger.view() as view:
        monkeypatch.setattr(views, "KEPT", 2)
        found = view.read(works.pits.values())
        assert all(view.read([name])[name] is found[name] for name in works.pits.values())


def test_the_oldest_graph_makes_room(chain: BatteryChain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept graphs are bounded by their entries; the latest one is kept, however large it is."""
    works = working(chain, rolled(8))
    monkeypatch.setattr(state_figures, "KEPT_ENTRIES", 4)
    with chain.world.ledger.view() as view:
        view.memory.forget()
        graph_of(view, chain, works.pits["pit-0"])
        second = graph_of(view, chain, works.pits["pit-1"])
        third = graph_of(view, chain, works.pits["pit-2"])
        assert list(view.memory.graphs.values()) == [second, third]
        whole = graph_of(view, chain, works.packs)
        assert len(whole.lineages) > 4
        assert list(view.memory.graphs.values()) == [whole]


def test_kept_graphs_are_counted(chain: BatteryChain, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small they are, only so many are kept."""
    works = working(chain, rolled(9))
    monkeypatch.setattr(state_figures, "GRAPHS", 2)
    with chain.world.ledger.view() as view:
        view.memory.forget()
        found = [graph_of(view, chain, name) for name in works.pits.values()]
        assert list(view.memory.graphs.values()) == found[-2:]
