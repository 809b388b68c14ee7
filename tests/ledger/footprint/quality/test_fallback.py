"""The worst dataset in place of disputed statements: the figure then, or none."""

from decimal import Decimal

from support.graph import Graph, ident
from support.graph_rated import ANY_ORE, DRAFT, GAS, LIME, dataset, mined, target_of
from support.rows import inventory, made, taken

from ledger.footprint.quality.fallback import (
    Fallback,
    compute_fallback,
    line_changes,
    statement_lines,
)

ORE = (ident("mine"), "main")
PART = (ident("plant"), "main")
PLANT = "urn:test:plant:main"


def without(chain: Graph, *names: str, target: str = "plant") -> Fallback:
    """The figure of one unit of an entry without the statements of these names."""
    asked = target_of(chain, target, DRAFT)
    told = statement_lines(asked.resolution)
    return compute_fallback(asked, {line for name in names for line in told.get(ident(name), ())})


def test_a_dataset_in_place_of_the_mine() -> None:
    """3 kg of ore at 5 in place of 2 kg CO2e: 9 more, for the mine's entry as for its delivery."""
    for name in ("mine", "ore"):
        found = without(mined(), name)
        assert (found.change, found.missing) == (9, ())
        (row,) = found.replaced
        assert (row.line, row.factor.flow, row.amount) == (ORE, "test:any-ore", 3)


def test_the_worst_of_several_datasets_stands() -> None:
    """The highest factor, at any place in the sets; of equal ones the first by flow."""
    names = {"test:better": "4", "test:worst": "7", "test:also-worst": "7"}
    rows = [dataset(flow, value, stands_for="urn:test:mine:main") for flow, value in names.items()]
    found = without(mined(LIME, GAS, ANY_ORE, *rows), "mine")
    assert [row.factor.flow for row in found.replaced] == ["test:also-worst"]
    assert found.change == 15


def test_nothing_that_is_not_believed_changes_nothing() -> None:
    """Statements outside the graph, and none at all."""
    for names in ((), ("nobody",)):
        assert without(mined(), *names) == Fallback(Decimal(0), (), ())


def test_without_a_dataset_there_is_no_figure() -> None:
    """The line without a known replacement is named."""
    found = without(mined(LIME, GAS), "mine")
    assert found == Fallback(None, (), (ORE,))


def test_what_the_target_itself_counts_has_no_substitute() -> None:
    """No customer draws on the product's own line."""
    found = without(mined(), "plant")
    assert (found.change, found.missing) == (None, (PART,))


def test_a_line_behind_another_that_fell_is_gone_with_it() -> None:
    """With a dataset for the plant's part, the mine's missing dataset matters no more."""
    chain = mined(LIME, GAS, dataset("test:any-part", "20", stands_for=PLANT))
    chain.deliver("part", "plant", "maker", "10")
    chain.enter("maker", inventory(made("maker", "5"), inputs=[taken("part", "10")]))
    found = without(chain, "mine", "plant", target="maker")
    assert [row.line for row in found.replaced] == [PART]
    assert found.missing == ()
    assert found.change == 2 * (20 - Decimal("6.3"))
    assert without(chain, "mine", target="maker").missing == (ORE,)


def test_an_entry_without_its_inventory_has_no_lines() -> None:
    """A withheld inventory cannot be replaced."""
    chain = mined()
    chain.enter("mine", None)
    told = statement_lines(chain.resolve("plant"))
    assert (told[ident("mine")], told[ident("ore")]) == (frozenset(), {ORE})


def test_each_line_alone() -> None:
    """The change by one line agrees with the figure without it; overlaps count in both."""
    chain = mined(LIME, GAS, ANY_ORE, dataset("test:any-part", "20", stands_for=PLANT))
    chain.deliver("part", "plant", "maker", "10")
    chain.enter("maker", inventory(made("maker", "5"), inputs=[taken("part", "10")]))
    asked = target_of(chain, "maker", DRAFT)
    changes = line_changes(asked, {ORE, PART, (ident("maker"), "main")})
    assert changes == {line: compute_fallback(asked, {line}).change for line in (ORE, PART)}
    assert changes == {ORE: 18, PART: 2 * (20 - Decimal("6.3"))}
    assert line_changes(target_of(mined(LIME, GAS), "plant", DRAFT), {ORE}) == {ORE: None}
