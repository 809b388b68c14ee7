"""The tallies cover the entries behind the lines asked for, and a problem is one of an entry behind the line."""

from support.cbam import Border, context_of, kilo
from support.graph import ident
from support.rows import taken

from ledger.footprint.trade.cbam.tallies import Line, quantities

PLACE = {"firm": "works", "site": "P1"}


def line(name: str) -> Line:
    """The line of an entry."""
    return ident(name), "main"


def mills() -> Border:
    """Steel, and plates and bars of it, which both take goods without a code too; nails of the bars, at one place."""
    border = Border()
    border.make("steel", "72071111", "1000", "200", route="C")
    border.make("stranger", None, "10", "1")
    for name, cn in (("plates", "72081000"), ("bars", "72131000")):
        rows = [border.sell("stranger", name, "1"), border.sell("steel", name, "10")]
        border.make(name, cn, "10", "1", rows, **PLACE)
    border.make("nails", "73170020", "5", "1", [border.sell("bars", "nails", "5")], **PLACE)
    return border


def test_entries_that_a_line_does_not_rest_on_are_not_computed() -> None:
    """Plates have a problem, which is none of the steel that they are rolled from."""
    border = mills()
    found = quantities(context_of(border, "plates", {}), [line("steel")])
    for quantity in (*found.of.values(), found.sefa):
        assert set(quantity.values.entries) == {ident("steel")}
        assert not quantity.values.problems


def test_a_problem_is_one_of_the_entries_behind_the_line() -> None:
    """The nails have that of their bars and the plates their own, whichever the tally met first."""
    border = mills()
    border.make(
        "shop", None, "1", rows=[border.sell(name, "shop", "1") for name in ("plates", "nails")]
    )
    found = quantities(context_of(border, "shop", {}), [line("plates"), line("nails")])
    direct = found.of["see_direct"]
    assert direct.line(*line("nails")) is None
    subjects = [direct.problem(ident(name)).subject for name in ("plates", "bars", "nails")]
    assert subjects == [ident("plates"), ident("bars"), ident("bars")]


def test_a_problem_of_no_entry_is_that_of_the_whole_graph() -> None:
    """A delivery of a line that its entry no longer has is the problem of the delivery."""
    border = Border()
    border.make("bars", "72131000", "10", "1", **PLACE)
    border.deliver("bars to nails", "bars", "nails", kilo("5"), line="other")
    border.make("nails", "73170020", "5", "1", [taken("bars to nails", kilo("5"))], **PLACE)
    found = quantities(context_of(border, "nails", {}), [line("nails")])
    problem = found.of["see_direct"].problem(ident("nails"))
    assert (problem.code, problem.subject) == ("delivery.line", ident("bars to nails"))
