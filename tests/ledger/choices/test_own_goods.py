"""A firm's choices in goods that it delivers follow from its own rows and from what its suppliers deliver to it."""

from dataclasses import replace

from support.chosen import Settled, choice_context, priced
from support.graph import STUDY, firm, ident, weighing
from support.graph_battery import PLANT, Declared, declared, row
from support.rows import inventory, made, taken, used

from ledger.choices.choice import NOT_EXAMINED, Examined
from ledger.choices.conservative import ConservativeFigure
from ledger.choices.delivery_context import DeliveryContext
from ledger.choices.own_goods import known_context, own_choices
from ledger.footprint.graph.cells import total_of
from schemas.signed.rulebook import Rulebook


def chain(lime: str = "1000", stone: str = "1") -> Declared:
    """Packs of the plant's cells and of ore; the ore's mine uses a quarry's stone, and scrap of the plant.

    Args:
        lime: the kg of it that the mine uses.
        stone: the kg of the quarry's goods that the mine uses.
    """
    it = declared()
    quarry = inventory(made("quarry", "50"), inputs=[used("test:lime", "20")])
    it.chain.enter("quarry", quarry, weighing("1"))
    scrap = inventory(made("scrap", "5"), inputs=[used("test:lime", "5")])
    it.chain.enter("scrap", scrap, weighing("1"), issuer=PLANT)
    it.chain.deliver("stone", "quarry", "mine", "50")
    it.chain.deliver("old", "scrap", "mine", "5", issuer=PLANT)
    rows = [used("test:lime", lime), taken("stone", stone), taken("old", "5")]
    dust = made("mine", "5", line="other", role="by_product")
    it.chain.enter("mine", inventory(made("mine", "1000"), dust, inputs=rows), weighing("1"))
    cells = inventory(made("cells", "100"), inputs=[taken("ore", "100"), used("test:lime", "1")])
    it.chain.enter("cells", cells, weighing("1"), issuer=PLANT)
    it.chain.deliver("own cells", "cells", "plant", "100", issuer=PLANT)
    rows = [taken("own cells", "100"), taken("ore", "100"), used("test:lime", "10")]
    it.chain.enter(
        "packs", inventory(made("packs", "200"), inputs=rows), weighing("1"), issuer=PLANT
    )
    it.chain.deliver("sold", "packs", "recycler", "10", issuer=PLANT)
    it.rows.append(row("product", "1", entry="packs"))
    return it


def about(it: Declared, entry: str = "packs", rulebook: Rulebook = STUDY) -> DeliveryContext:
    """The context of a delivery of an entry's main line, with all that is behind it and the log's word."""
    whole = choice_context(it, rulebook)
    return DeliveryContext(
        subject=ident("sold"),
        graph=whole.graph,
        log=whole.log,
        line=(ident(entry), "main"),
        homes=whole.homes,
    )


def found(it: Declared, examined: Examined = NOT_EXAMINED) -> ConservativeFigure:
    """The choices of the plant in its packs."""
    figure = own_choices(about(it), examined)
    assert figure is not None
    return figure


def test_the_known_graph_ends_at_the_goods_of_others() -> None:
    """Own entries through own ones, and the mine without its rows: no quarry, and not the scrap behind the ore."""
    whole = about(chain())
    known = known_context(whole)
    nodes = known.graph.resolution.nodes
    assert set(nodes) == {ident(name) for name in ("packs", "cells", "mine")}
    assert [name for name, record in nodes.items() if record.inventory is None] == [ident("mine")]
    assert nodes[ident("mine")].product is not None
    assert known.log is None
    assert set(known.homes) <= {PLANT, firm("mine")}
    mine = known.graph.figures.entries[ident("mine")]
    assert set(mine.lines) == {"main"}
    assert (mine.terms, mine.draws, mine.lines["main"].own) == ((), (), {})


def test_what_rounds_to_the_same_figure_shows_nothing() -> None:
    """Other rows of the mine, below the fourth digit of its figure, change no digit that the choices are valued by."""
    exact = about(chain()).graph.figures.line(ident("mine"), "main")
    other = about(chain(lime="1000.001")).graph.figures.line(ident("mine"), "main")
    assert exact is not None
    assert other is not None
    assert total_of(exact.cells) != total_of(other.cells)
    first, alike, dearer = (
        known_context(about(chain(lime=kg))).graph.figures for kg in ("1000", "1000.001", "2000")
    )
    assert first == alike
    assert first != dearer
    assert found(chain()) == found(chain(lime="1000.001"))


def test_all_choices_are_the_issuers() -> None:
    """In its own entries, of which the figure has some; there is no total."""
    figure = found(chain())
    assert figure.choices
    assert {row.choice.by for row in figure.choices} == {PLANT}
    assert {row.choice.subject for row in figure.choices} <= {ident("packs"), ident("cells")}
    assert (figure.total, figure.parts, figure.interaction) == (None, None, None)
    effects = [row.effect for row in figure.choices if row.effect is not None]
    assert effects == sorted(effects, reverse=True)


def test_what_an_audit_has_settled_is_settled() -> None:
    """By its id."""
    first = found(chain()).choices[0].choice.id
    states = {
        row.choice.id: row.state for row in found(chain(), Settled(frozenset({first}))).choices
    }
    assert states[first] == "settled"
    assert list(states.values()).count("settled") == 1


def test_goods_with_nothing_of_others_behind_them_are_known_exactly() -> None:
    """The quarry's own figures are not rounded."""
    whole = about(chain(), "quarry")
    known = known_context(whole)
    assert set(known.graph.resolution.nodes) == {ident("quarry")}
    quarry = ident("quarry")
    assert known.graph.figures.entries[quarry] == whole.graph.figures.entries[quarry]


def test_without_alternatives_or_a_figure_there_is_no_choice() -> None:
    """A rulebook that names none; goods of which no figure is known."""
    bare = priced().model_copy(update={"conservative": None})
    assert own_choices(about(chain(), rulebook=bare)) is None
    unknown = about(chain())
    figures = replace(unknown.graph.figures, entries={})
    graph = replace(unknown.graph, figures=figures)
    assert own_choices(replace(unknown, graph=graph)) is None
