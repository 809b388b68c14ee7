"""A tally follows deliveries, counts what stands in for them, and has no value where one is missing."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.graph import Graph, factors, ident
from support.rows import inventory, made, taken, used

from ledger.footprint.analysis.contributions import contributions, group_by
from ledger.footprint.graph.numbers import ZERO, format_decimal
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.graph.terms import OwnTerm
from ledger.footprint.tally.recursion import GraphValues, Tally, run
from ledger.footprint.tally.valuation import CitedLine, RowValues, follow
from schemas.signed.rows import DeliveryInput

SETS = (factors({"test:lime": "2"}),)
CLOSE = Decimal("1e-40")
amounts = st.decimals("0.01", "1000", places=2).map(format_decimal)


def lime(record: EntryRecord) -> Iterator[OwnTerm[str]]:
    """The kg of lime that an entry used, under the country of its site."""
    for row in () if record.inventory is None else record.inventory.inputs:
        if row.type == "activity":
            amount = Decimal(row.amount)
            yield OwnTerm(record.entry.site.country, amount, "lime", row.flow, row.purpose, row)


def tally(*replaced: str) -> Tally[str]:
    """The kg of lime by country; 7 kg a unit of unknown country stand in for some deliveries."""

    def stand_in(row: DeliveryInput) -> Iterator[OwnTerm[str]] | None:
        if row.delivery not in {ident(name) for name in replaced}:
            return None
        amount = 7 * Decimal(row.amount)
        return iter([OwnTerm("unknown", amount, "default", row.delivery, row.purpose, row)])

    def value(record: EntryRecord, cited: Mapping[str, CitedLine[str]]) -> RowValues[str]:
        return follow(record, cited, lime(record), stand_in)

    return Tally("lime", "kg", value)


def chain(limed: str = "100", drawn: str = "30") -> Graph:
    """A mine whose ore a smelter uses; both use lime."""
    found = Graph(SETS)
    found.enter("mine", inventory(made("mine", "100"), inputs=[used("test:lime", limed)]))
    found.deliver("ore", "mine", "smelter", drawn)
    rows = [taken("ore", drawn), used("test:lime", "5")]
    found.enter("smelter", inventory(made("smelter", "10"), inputs=rows))
    return found


def values(graph: Graph, *replaced: str) -> GraphValues[str]:
    """The kg of lime behind the smelter's product."""
    return run(tally(*replaced), graph.resolve("smelter"))


def total(found: GraphValues[str], name: str = "smelter") -> Decimal | None:
    """The kg of lime per unit of an entry's product, over all keys."""
    line = found.line(ident(name), "main")
    return None if line is None else sum(line.cells.values(), ZERO)


def test_a_delivery_is_followed() -> None:
    """(30 kg of ore x 1 kg + 5 kg) / 10 kg = 3.5 kg of lime per kg, of which 0.5 is the smelter's own."""
    found = values(chain())
    line = found.line(ident("smelter"), "main")
    assert total(found) == Decimal("3.5")
    assert line is not None
    assert sum(line.own.values(), ZERO) == Decimal("0.5")


def test_what_stands_in_for_a_delivery_is_the_user_s_own_term() -> None:
    """30 kg of ore at 7 kg a unit and 5 kg over 10 kg: 21.5, whatever the mine states."""
    found = values(chain(limed="999"), "ore")
    assert total(found) == Decimal("21.5")
    assert [term.source for term in found.entries[ident("smelter")].terms] == ["lime", "default"]


def test_an_entry_without_its_inventory_has_no_value() -> None:
    """It is a problem of that entry, and its customers have no value either."""
    graph = chain()
    graph.enter("mine", None)
    found = values(graph)
    assert total(found) is None
    assert [(row.code, row.subject) for row in found.problems] == [
        ("section.withheld", ident("mine"))
    ]
    assert total(values(graph, "ore")) == Decimal("21.5")


@given(amounts, amounts)
def test_contributions_add_up_to_the_value(limed: str, drawn: str) -> None:
    """As for a footprint: own terms scaled to the demand are the value, in whatever tally."""
    graph = chain(limed, drawn)
    found = values(graph)
    rows = list(
        contributions({(ident("smelter"), "main"): Decimal(1)}, graph.resolve("smelter"), found)
    )
    whole = total(found)
    assert whole is not None
    assert abs(sum((row.value for row in rows), ZERO) - whole) < CLOSE * (1 + whole)
    assert set(group_by(rows, lambda row: row.entry)) == {ident("mine"), ident("smelter")}
