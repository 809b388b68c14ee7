"""What a refusal names: nothing that its reader may not see."""

from support.graph import Graph, firm, ident
from support.rows import inventory, made, taken, used

from ledger.disclosure.asker import Asker
from ledger.disclosure.refusals import hidden_refusal
from ledger.footprint.graph.resolution import Problem

PLANT = Asker(firm("plant"))


def chain() -> Graph:
    """Ore of a mine in salt, which a plant uses beside other goods."""
    it = Graph()
    it.enter("mine", inventory(made("mine", "1000"), inputs=[used("test:lime", "10")]))
    it.deliver("ore", "mine", "salt", "900")
    it.enter("salt", inventory(made("salt", "500"), inputs=[taken("ore", "900")]))
    it.deliver("powder", "salt", "plant", "400")
    it.enter("foil", inventory(made("foil", "500"), inputs=[used("test:lime", "10")]))
    it.deliver("rolls", "foil", "plant", "400")
    drawn = [taken("powder", "400"), taken("rolls", "400")]
    it.enter("plant", inventory(made("plant", "300"), inputs=drawn))
    return it


def said(it: Graph, name: str, detail: str = "no named factor set values test:lime") -> str:
    """The words in which the plant is refused a problem at a statement."""
    found = hidden_refusal(PLANT, it.records(), Problem("factor.none", ident(name), detail))
    assert found is not None
    assert found.code == "supplier.no_figure"
    return found.detail


def test_a_problem_of_a_supplier_is_one_of_the_delivery_in_the_same_words_whatever_it_is() -> None:
    """At the supplier, behind it, of a flow or of a withdrawn delivery: one sentence."""
    words = said(chain(), "salt")
    assert words == said(chain(), "mine") == said(chain(), "ore", "the delivery was withdrawn")
    assert words == said(chain(), "mine", "the entry rests on itself, through 3 others")
    assert "delivery powder" in words
    assert "lime" not in words
    for name in ("salt", "mine", "ore"):
        assert ident(name) not in words
    assert "delivery rolls" in said(chain(), "foil")


def test_what_the_asker_sees_is_named() -> None:
    """Its own entry, and a delivery to it."""
    for name in ("plant", "powder"):
        problem = Problem("factor.none", ident(name), "a detail")
        assert hidden_refusal(PLANT, chain().records(), problem) is None


def test_an_older_version_lies_behind_the_delivery_that_named_it() -> None:
    """The salt's entry was replaced, and the new one has the problem; the old one was delivered."""
    it = chain()
    it.enter("again", inventory(made("salt", "500")), issuer=firm("salt"))
    it.change("superseded", "salt", "again")
    assert said(it, "again") == said(it, "salt")


def test_a_problem_of_the_question_itself_is_told() -> None:
    """Of a stage that is required, or of an entry that the figure leaves out."""
    for subject in ("distribution", ident("left out")):
        problem = Problem("composition.stage_missing", subject, "no row of this stage")
        assert hidden_refusal(PLANT, chain().records(), problem) is None


def test_a_statement_that_is_missing_has_no_place_and_no_owner() -> None:
    """It may be anybody's."""
    problem = Problem("statement.missing", ident("no"), "a cited entry is missing")
    found = hidden_refusal(PLANT, chain().records(), problem)
    assert found is not None
    assert found.owner is None
    assert found.detail.startswith("A supplier behind this figure")


def test_its_owner_is_told_the_true_sentence_and_whether_the_asker_is_its_customer() -> None:
    """The salt's maker delivers to the plant, and the mine does not."""
    detail = "no named factor set values test:lime"
    at_mine = hidden_refusal(
        PLANT, chain().records(), Problem("factor.none", ident("mine"), detail)
    )
    at_salt = hidden_refusal(PLANT, chain().records(), Problem("x.y", ident("ore"), "withdrawn"))
    assert at_mine is not None
    assert at_salt is not None
    assert at_mine.owner == firm("mine")
    assert at_mine.reason == "factor.none: No named factor set values test:lime."
    assert not at_mine.is_neighbour
    assert at_salt.owner == firm("mine")
    at_salt = hidden_refusal(PLANT, chain().records(), Problem("x.y", ident("salt"), "withdrawn"))
    assert at_salt is not None
    assert at_salt.is_neighbour
