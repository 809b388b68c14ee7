"""Tests for the elements that an entry beside a figure leaves unsaid."""

from support.balanced import line
from support.graph import Graph, firm, ident
from support.rows import inventory, made

from ledger.choices.unsaid import with_unsaid
from schemas.signed.entry import Product, ProductLine

CATHODE = {"Co": "0.06", "Ni": "0.5"}


def enter(
    chain: Graph, name: str, product: str = "cathode", *lines: ProductLine, **elements: str
) -> None:
    """An entry of one firm, site and process, whose main line states these elements."""
    rows = [made(name, "1", product=f"urn:test:{product}")]
    rows += [
        made(name, "1", it.line, product=f"urn:test:{it.line}", role="by_product") for it in lines
    ]
    states = Product(lines=(line(**elements), *lines))
    chain.enter(name, inventory(*rows), states, issuer=firm("maker"))


def read(chain: Graph, name: str = "beside", at: str = "main") -> dict[str, str]:
    """The elements with which an entry is read."""
    counted = {ident("counted"): chain.entries[ident("counted")]}
    record = with_unsaid(chain.entries, counted)[ident(name)]
    assert record.product is not None
    (found,) = (it for it in record.product.lines if it.line == at)
    return {row.element: row.fraction for row in found.elements}


def test_elements_unsaid_are_those_of_the_goods_that_count() -> None:
    """Of the same firm, site and process, and where what is stated agrees."""
    chain = Graph()
    enter(chain, "counted", **CATHODE)
    for stated in ({"Ni": "0.5"}, {"Ni": "0.49"}, {}):
        enter(chain, "beside", "other", **stated)
        assert read(chain) == {**CATHODE, **stated}
    for stated in ({"Ni": "0.3"}, {"Fe": "0.5"}, {"Fe": "0.1", "Ni": "0.5"}, CATHODE):
        enter(chain, "beside", "other", **stated)
        assert read(chain) == stated


def test_an_entry_that_counts_is_read_as_it_is() -> None:
    """What it leaves unsaid is its own account's."""
    chain = Graph()
    enter(chain, "counted", Ni="0.5")
    enter(chain, "beside", **CATHODE)
    assert read(chain, "counted") == {"Ni": "0.5"}


def test_of_several_goods_of_a_plant_those_of_the_product_are_meant() -> None:
    """A slag that states nothing is no cathode, since the slag that counts states nothing either."""
    chain, slag = Graph(), line("slag")
    enter(chain, "counted", "cathode", slag, **CATHODE)
    enter(chain, "beside", "cathode", slag, Ni="0.5")
    assert read(chain) == CATHODE
    assert read(chain, at="slag") == {}


def test_entries_whose_goods_are_not_shown() -> None:
    """Nothing is read into them, nor from them; and a line that the inventory lacks is kept."""
    chain = Graph()
    enter(chain, "counted", **CATHODE)
    chain.enter("beside", None, None, issuer=firm("maker"))
    chain.enter("bare", inventory(made("bare", "1")), None, issuer=firm("maker"))
    counted = {name: chain.entries[name] for name in map(ident, ("counted", "bare", "beside"))}
    assert (
        with_unsaid(chain.entries, {ident("counted"): counted[ident("counted")]}) == chain.entries
    )
    enter(chain, "other", "other", line("zinc"), Ni="0.5")
    record = chain.entries[ident("other")]
    chain.entries[ident("other")] = record._replace(
        inventory=inventory(made("other", "1", product="urn:test:other"))
    )
    assert read(chain, "other") == CATHODE
    assert read(chain, "other", "zinc") == {}
    assert with_unsaid(chain.entries, counted)[ident("beside")] == counted[ident("beside")]
