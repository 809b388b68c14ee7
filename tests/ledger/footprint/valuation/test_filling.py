"""Gaps that a calculation fills: goods up to the mass of the outputs, and default legs."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from support.footprints import file_of, pact_3
from support.graph import STUDY, Graph, factors, ident, weighing
from support.rows import Row, imported, inventory, made, taken, used

from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.mass_balance import mass_missing
from ledger.footprint.valuation.figure import Figures, figures
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.calculation import Filling
from schemas.signed.entry import Site
from schemas.signed.rulebook import Rulebook

PEF, DRAFT = load_rulebook("pef-2021"), load_rulebook("eu-ev-draft-2024")
LEGS = factors(
    {
        "pef:lorry_over_32t": "0.1",
        "pef:rail": "0.02",
        "pef:barge": "0.05",
        "pef:sea_freight": "0.01",
    },
    unit="tkm",
)
SETS = (factors({"test:lime": "2", "test:clay": "1"}), LEGS)
MASS, TRANSPORT = Filling(mass=True), Filling(transport=True)
BOTH = Filling(mass=True, transport=True)


def chain(*rows: Row, output: str = "100", kg: str | None = "1", country: str = "FI") -> Graph:
    """A mine of pieces that weigh 2 kg and cost 10 kg CO2e each, and a plant of `output` kg."""
    it = Graph(SETS)
    ore = inventory(made("mine", "10", unit="piece"), inputs=[used("test:lime", "50")])
    it.enter("mine", ore, weighing("2"), site=Site(code="M1", country=country))
    it.deliver("ore", "mine", "plant", "10", unit="piece")
    it.enter("plant", inventory(made("plant", output), inputs=list(rows)), weighing(kg))
    return it


def figured(it: Graph, filling: Filling | None, rulebook: Rulebook = STUDY) -> Figures:
    """The figures of a chain with its gaps filled."""
    table = FactorTable(it.factor_sets, rulebook)
    return figures(it.resolve("plant"), table, rulebook, filling)


def total(it: Graph, filling: Filling | None, rulebook: Rulebook = STUDY) -> Fraction:
    """kg CO2e over the plant's year."""
    found = figured(it, filling, rulebook)
    assert found.problems == ()
    plant = it.entries[ident("plant")].inventory
    assert plant is not None
    amount = Fraction(plant.main.amount)
    return amount * Fraction(total_of(found.entries[ident("plant")].lines["main"].cells))


ORE = taken("ore", "10", unit="piece")


def test_what_is_missing_is_added_to_what_contributes_most() -> None:
    """20 kg of ore at 5 and 30 kg of lime at 2 make 60 kg: 10 kg are missing, 5 pieces of ore at 10."""
    it = chain(ORE, used("test:lime", "30"), output="60")
    assert near(total(it, MASS) - total(it, None), 50)
    dearer = chain(ORE, used("test:lime", "60"), output="90")
    assert near(total(dearer, MASS) - total(dearer, None), 20)


def near(value: Fraction, expected: int | Fraction) -> bool:
    """Equal, up to the one rounding of a cell."""
    return abs(value - expected) < Fraction(1, 10**25)


def test_imported_goods_are_not_what_is_added() -> None:
    """An import, or work on goods, is not what there could be more of: 9 kg of ore are missing."""
    work = used("test:lime", "500", purpose="processing")
    it = chain(ORE, imported(file_of(pact_3()), amount="1"), work, output="30")
    assert near(total(it, MASS) - total(it, None), 45)


def test_the_filled_row_is_seen() -> None:
    """It is an own row of the entry with the source `filled`, under the name of what it adds."""
    it = chain(ORE, used("test:lime", "30"), output="60")
    (term,) = [t for t in figured(it, MASS).entries[ident("plant")].terms if t.source == "filled"]
    assert (term.label, term.value, term.row) == (ident("ore"), Decimal(50), None)


def test_nothing_is_filled_where_nothing_is_missing_or_a_mass_is_unknown() -> None:
    """Enough goods, an output without mass, a service, no goods used: the figure is unchanged."""
    for it in (
        chain(ORE, used("test:lime", "80")),
        chain(ORE, kg=None),
        chain(used("test:lime", "5", purpose="processing")),
    ):
        assert total(it, MASS) == total(it, None)


def test_end_of_life_and_withheld_entries_are_left_alone() -> None:
    """Batteries for treatment are not counted as input; and an inventory that is withheld has no gaps."""
    it = chain(ORE)
    plant = it.entries[ident("plant")].inventory
    it.enter("plant", plant, weighing("1"), process="end_of_life.shredding")
    assert total(it, BOTH) == total(it, None)
    it.enter("plant", None)
    assert figured(it, BOTH).line(ident("plant"), "main") is None


def test_a_delivery_without_a_figure_fills_nothing() -> None:
    """Without the ore's figure the plant has none, and no leg or goods are assumed for it."""
    it = chain(ORE, used("test:clay", "1"))
    it.enter("mine", None)
    assert figured(it, MASS).line(ident("plant"), "main") is None


def test_default_legs_within_europe_and_beyond() -> None:
    """20 kg by lorry, rail and barge, or by lorry and sea; a plant that states a transport gets none."""
    close, far = chain(ORE, country="SE"), chain(ORE, country="CL")
    assert near(total(far, TRANSPORT, PEF) - total(far, None, PEF), 2)
    legs = Fraction("0.02") * (
        130 * Fraction("0.1") + 240 * Fraction("0.02") + 270 * Fraction("0.05")
    )
    assert near(total(close, TRANSPORT, PEF) - total(close, None, PEF), legs)
    legs = Fraction("0.02") * (1000 * Fraction("0.1") + 18000 * Fraction("0.01"))
    assert near(total(far, TRANSPORT, DRAFT) - total(far, None, DRAFT), legs)
    lorry = used("pef:rail", "1", unit="tkm", purpose="transport")
    stated = chain(ORE, lorry, country="CL")
    assert total(stated, TRANSPORT, PEF) == total(stated, None, PEF)
    assert total(far, TRANSPORT) == total(far, None)


def test_domestic_goods_are_carried_too_where_the_rulebook_says_so() -> None:
    """From another site of the same country by the legs within Europe under PEF, and by none under the draft."""
    home = chain(ORE)
    legs = Fraction("0.02") * (
        130 * Fraction("0.1") + 240 * Fraction("0.02") + 270 * Fraction("0.05")
    )
    assert near(total(home, TRANSPORT, PEF) - total(home, None, PEF), legs)
    assert total(home, TRANSPORT, DRAFT) == total(home, None, DRAFT)


def test_goods_of_unstated_mass_get_no_legs() -> None:
    """Their tonne-kilometres are unknown."""
    it = chain(ORE, country="CL")
    mine = it.entries[ident("mine")]
    it.enter("mine", mine.inventory, weighing(None), site=mine.entry.site)
    assert total(it, TRANSPORT, PEF) == total(it, None, PEF)


def test_a_leg_without_factor_is_a_problem() -> None:
    """A default without a factor does not count as zero."""
    it = chain(ORE, country="CL")
    it.factor_sets = SETS[:1]
    found = figured(it, TRANSPORT, PEF)
    assert [row.code for row in found.problems] == ["factor.none"]


@given(st.integers(1, 10**6))
def test_after_filling_no_mass_is_missing(output: int) -> None:
    """For any output mass, the filled mass is the missing mass."""
    it = chain(ORE, output=str(output))
    plant = it.entries[ident("plant")]
    assert plant.inventory is not None
    missing = mass_missing(plant, plant.inventory, it.resolve("plant"))
    filled = [t for t in figured(it, MASS).entries[ident("plant")].terms if t.source == "filled"]
    kg = sum((Fraction(term.value) / 10 * 2 for term in filled), Fraction(0))
    assert missing is not None
    assert kg == max(Fraction(0), Fraction(missing))
