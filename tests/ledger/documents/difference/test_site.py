"""The part of a change that all goods share is a yield; what one row has of its own is an amount, or energy."""

from fractions import Fraction

from support.differing import KWH
from support.graph import Graph, ident
from support.rows import inventory, made, taken, used

from ledger.documents.difference.site import Site
from schemas.signed.rows import Recyclability
from schemas.views.difference import Cause


def site(before: list[dict[str, object]], after: list[dict[str, object]]) -> Site:
    """A site with other inputs."""
    graph = Graph()
    for name, rows in (("before", before), ("after", after)):
        graph.enter(name, inventory(made("plant", "10"), inputs=rows))
    records = graph.entries
    return Site(records[ident("before")], records[ident("after")], {ident("a"): "ore"})


def causes(found: Site) -> list[Cause]:
    """The causes of the changes of a site."""
    return [change.cause for change in found.changes]


def test_the_least_rise_of_all_goods_is_the_yield() -> None:
    """Ten per cent more ore and twenty per cent more lime share ten per cent; the rest of the lime is an amount."""
    found = site([taken("a", "10"), used("t:lime", "10")], [taken("a", "11"), used("t:lime", "12")])
    assert found.common == Fraction(11, 10)
    assert causes(found) == [Cause.AMOUNT, Cause.YIELD, Cause.YIELD]


def test_energy_shares_a_yield_only_as_far_as_it_rose() -> None:
    """Energy that did not rise with the goods is left out of the yield; energy that did has no part of its own."""
    goods = [taken("a", "10")], [taken("a", "11")]
    still = site([*goods[0], used("t:p", "5", **KWH)], [*goods[1], used("t:p", "5", **KWH)])
    assert causes(still) == [Cause.YIELD]
    risen = site([*goods[0], used("t:p", "5", **KWH)], [*goods[1], used("t:p", "5.5", **KWH)])
    assert causes(risen) == [Cause.YIELD, Cause.YIELD]
    more = site([*goods[0], used("t:p", "5", **KWH)], [*goods[1], used("t:p", "6", **KWH)])
    assert causes(more) == [Cause.YIELD, Cause.YIELD, Cause.ENERGY]


def test_goods_that_move_in_opposite_directions_share_nothing() -> None:
    """More of one and less of another are two amounts."""
    found = site([taken("a", "10"), used("t:lime", "10")], [taken("a", "11"), used("t:lime", "9")])
    assert (found.common, causes(found)) == (1, [Cause.AMOUNT, Cause.AMOUNT])


def test_all_changes_together_are_the_site_after() -> None:
    """The record after all changes is the statement itself, not a computed copy."""
    found = site([taken("a", "3")], [taken("a", "7")])
    assert found.with_changes(found.changes) is found.after
    assert found.with_changes(()) is found.before


def test_evidence_that_one_state_alone_has_is_a_cause_of_its_own() -> None:
    """A recycler that states it is exchanged by evidence, and its goods by a yield as before."""
    found = site([taken("a", "3")], [taken("a", "7")])
    digest = "sha256:" + "0" * 64
    stated = Recyclability(collected=digest, facilities=digest, recycled=digest)
    proved = found.after._replace(
        inventory=found.inventories[1].model_copy(update={"recyclability": stated})
    )
    proving = Site(found.before, proved, found.goods)
    assert causes(proving) == [Cause.EVIDENCE, Cause.YIELD]
    (evidence,) = [row for row in proving.changes if row.cause is Cause.EVIDENCE]
    half = proving.with_changes([evidence]).inventory
    assert half is not None
    assert (half.recyclability, half.inputs) == (stated, found.inventories[0].inputs)
