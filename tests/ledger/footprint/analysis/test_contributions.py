"""The origin of a figure: contributions of entries and rows."""

from decimal import Decimal, localcontext

from support.footprints import file_of, pact_3
from support.graph import STUDY, Graph, factors, ident
from support.graph_battery import declared
from support.rows import avoided, imported, inventory, made, taken, used

from ledger.footprint.analysis.contributions import (
    Contribution,
    contributions,
    coverage,
    declared_demand,
    group_by,
    line_draws,
    reach,
)
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.valuation.figure import figures

SETS = (factors({"test:lime": "2", "test:gas": "3"}),)


def chain() -> Graph:
    """A mine, a smelter with a co-product, and a plant that uses both lines and avoids some gas."""
    made_of = Graph(SETS)
    made_of.enter("mine", inventory(made("mine", "100"), inputs=[used("test:lime", "100")]))
    made_of.deliver("ore", "mine", "smelter", "30")
    outputs = [
        made("smelter", "8", "main", allocation_value="3"),
        made("smelter", "4", "side", role="co_product", allocation_value="1"),
        made("smelter", "4", "slag", role="by_product"),
    ]
    rows = [taken("ore", "30"), used("test:gas", "4", source="declared")]
    made_of.enter("smelter", inventory(*outputs, inputs=rows, allocation="mass"))
    for line in ("main", "side", "slag"):
        product = f"urn:test:smelter:{line}"
        made_of.deliver(line, "smelter", "plant", "4", line=line, product=product)
    rows = [taken("main", "4"), taken("side", "2"), taken("slag", "1"), used("test:lime", "1")]
    saved = [avoided("2", flow="test:gas")]
    made_of.enter("plant", inventory(made("plant", "10"), inputs=rows, avoided=saved))
    return made_of


def rows_of(made_of: Graph, name: str = "plant", line: str = "main") -> list[Contribution]:
    """The contributions to one unit of a line."""
    resolution = made_of.resolve(name)
    found = figures(resolution, FactorTable(made_of.factor_sets, STUDY), STUDY)
    return list(contributions({(ident(name), line): Decimal(1)}, resolution, found))


def test_each_own_term_is_scaled_by_the_demand_on_it() -> None:
    """The plant uses half the main line and half the co-product: half of mine and smelter."""
    found = {(row.entry, row.label): row.value for row in rows_of(chain())}
    assert found == {
        (ident("plant"), "test:lime"): Decimal("0.2"),
        (ident("plant"), "test:gas"): Decimal("-0.6"),
        (ident("smelter"), "test:gas"): Decimal("0.6"),
        (ident("mine"), "test:lime"): Decimal(3),
    }


def test_a_row_says_who_and_how() -> None:
    """A contribution names site, country, data basis, source and label."""
    row = next(row for row in rows_of(chain()) if row.entry == ident("smelter"))
    assert (row.site, row.country, row.basis.value) == ("P1", "FI", "site_period_average")
    assert (row.source, row.label) == ("declared", "test:gas")
    assert row.key.stage.value == "raw_material"


def test_a_by_product_brings_nothing() -> None:
    """One unit of a by-product has no contributions: it carries no burden."""
    assert rows_of(chain(), "smelter", "slag") == []


def test_what_no_demand_reaches_is_left_out() -> None:
    """Entries of the graph that the target does not use, shown or not, add no contribution."""
    made_of = chain()
    made_of.enter("other", None)
    resolution = made_of.resolve("plant", "other")
    found = figures(resolution, FactorTable(SETS, STUDY), STUDY)
    rows = list(contributions({(ident("mine"), "main"): Decimal(5)}, resolution, found))
    assert [(row.entry, row.value) for row in rows] == [(ident("mine"), Decimal(10))]


def test_what_a_kilowatt_hour_takes_of_each_entry() -> None:
    """200 kg of battery give 4 x 36000 kWh: that part of the plant's year, and 0.3 of it of the mine's."""
    it = declared()
    demand = declared_demand(it.parts(), it.calculation, STUDY)
    per_kwh = EXPLAIN.divide(Decimal(200), Decimal(144_000))
    assert demand == {(ident("plant"), "main"): per_kwh, (ident("recycler"), "main"): per_kwh}
    resolution = it.resolve()
    table = FactorTable(SETS, STUDY)
    reached = reach(demand, resolution, figures(resolution, table, STUDY))
    found = reached.parts
    year = EXPLAIN.divide(per_kwh, Decimal(200))
    assert found[ident("plant")] == year
    assert found[ident("mine")] == EXPLAIN.multiply(year, Decimal("0.3"))
    assert found[ident("recycler")] == EXPLAIN.divide(per_kwh, Decimal(100))
    assert reached.lines[ident("mine"), "main"] == EXPLAIN.multiply(year, Decimal(300))


def test_groups_come_largest_first() -> None:
    """Sums under a key are sorted by absolute value; equal ones by name."""
    sums = group_by(rows_of(chain()), lambda row: row.entry)
    assert list(sums) == [ident("mine"), ident("smelter"), ident("plant")]
    assert list(sums.values()) == [Decimal(3), Decimal("0.6"), Decimal("-0.4")]
    tied = group_by(rows_of(chain()), lambda row: row.source)
    assert list(tied) == ["dataset", "avoided", "declared"]


def test_coverage_is_of_absolute_values() -> None:
    """A credit has a share too, no share exceeds one, and all shares sum to one."""
    shares = coverage(rows_of(chain()), lambda row: row.source)
    with localcontext(EXPLAIN):
        assert abs(sum(shares.values(), ZERO) - 1) < Decimal("1E-48")
    assert shares["avoided"] == EXPLAIN.divide(Decimal("0.6"), Decimal("4.4"))
    assert coverage([], lambda row: row.source) == {}


def test_coverage_does_not_round_in_the_thread() -> None:
    """Shares are the same, to the last digit, under another precision around the call."""
    rows = rows_of(chain())
    plain = coverage(rows, lambda row: row.label)
    with localcontext(prec=2):
        assert coverage(rows, lambda row: row.label) == plain


def test_an_imported_figure_has_a_basis_of_its_own() -> None:
    """Coverage by basis separates imported figures from the entry's own data."""
    made_of = Graph(SETS)
    rows = [imported(file_of(pact_3()), amount="2"), used("test:lime", "1")]
    made_of.enter("plant", inventory(made("plant", "1"), inputs=rows))
    found = coverage(rows_of(made_of), lambda row: row.basis.value)
    assert {basis: round(share, 3) for basis, share in found.items()} == {
        "site_period_average": Decimal("0.667"),
        "opaque_import": Decimal("0.333"),
    }


def test_a_line_on_which_nobody_draws() -> None:
    """Without the smelter's main line only the chain behind its co-product remains of mine and smelter."""
    made_of = chain()
    resolution = made_of.resolve("plant")
    found = figures(resolution, FactorTable(SETS, STUDY), STUDY)
    demand, without = {(ident("plant"), "main"): Decimal(1)}, (ident("smelter"), "main")
    rows = list(contributions(demand, resolution, found, [without]))
    assert {(row.entry, row.label): row.value for row in rows} == {
        (ident("plant"), "test:lime"): Decimal("0.2"),
        (ident("plant"), "test:gas"): Decimal("-0.6"),
        (ident("smelter"), "test:gas"): Decimal("0.15"),
        (ident("mine"), "test:lime"): Decimal("0.75"),
    }


def test_what_one_entry_draws() -> None:
    """Each row of an entry draws its amount, times the part of the year, on the line it cites."""
    made_of = chain()
    resolution = made_of.resolve("plant")
    found = figures(resolution, FactorTable(SETS, STUDY), STUDY)
    taken_of = line_draws(ident("plant"), Decimal("0.1"), resolution, found)
    assert [(row.line[1], row.amount) for row in taken_of] == [
        ("main", Decimal("0.4")),
        ("side", Decimal("0.2")),
        ("slag", Decimal("0.1")),
    ]
