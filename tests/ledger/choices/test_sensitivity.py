"""Tests for the range of a figure over what its method leaves open."""

from dataclasses import replace
from decimal import Decimal

from support.chosen import choice_context, declared_total, modest
from support.graph import STUDY, grids
from support.graph_battery import Declared, declared
from support.graph_circular import DRAFT, battery
from support.mined import mined
from support.rows import avoided, used

from ledger.choices.sensitivity import Range, sensitivity
from schemas.signed.rulebook import Rulebook

ENERGY = Decimal(4 * 36000)
TINY = Decimal("1e-20")


def ranges(it: Declared, rulebook: Rulebook = STUDY) -> dict[str, Range]:
    """The ranges by parameter."""
    return {row.parameter: row for row in sensitivity(choice_context(it, rulebook))}


def close(found: Decimal, expected: Decimal) -> bool:
    """Return whether two values agree."""
    return abs(found - expected) < TINY


def test_the_share_factor_moves_recycling_at_both_ends() -> None:
    """10 kg of nickel at 20 and 50 kg CO2e of process per 100 kg; A = 0.2 counts 0.8 of both, A = 0.8 0.2."""
    it = battery(avoided("10", "test:ni", material="Ni"))
    found, stated = ranges(it, DRAFT)["a"], declared_total(it, DRAFT)
    net = Decimal(2 * (50 - 200))
    assert close(found.low, stated)
    assert close(found.high, stated + net * (Decimal("0.2") - Decimal("0.8")) / ENERGY)
    assert found.detail == "A of every material from 0.2 to 0.8"


def test_recovery_ranges_from_the_rate_to_the_whole_content() -> None:
    """10 of 17.5 kg are recovered, below the rate; all of it would credit 7.5 kg more."""
    it = battery(avoided("10", "test:ni", material="Ni"))
    found, stated = ranges(it, DRAFT)["recovery"], declared_total(it, DRAFT)
    assert close(found.high, stated)
    assert close(found.low, stated - Decimal("7.5") * 2 * 20 * Decimal("0.8") / ENERGY)


def test_more_than_the_content_counts_up_to_the_rate() -> None:
    """35 kg are stated where 17.5 are; the rate leaves 15.75, and there is nothing more to recover."""
    it = battery(avoided("35", "test:ni", material="Ni"))
    found, stated = ranges(it, DRAFT)["recovery"], declared_total(it, DRAFT)
    assert close(found.low, stated)
    assert close(found.high, stated + (35 - Decimal("15.75")) * 2 * 20 * Decimal("0.8") / ENERGY)


def test_each_kind_of_mix_is_a_first_choice() -> None:
    """The average mix is at 0.2, the production mix at 0.5 kg CO2e per kWh; 300 of 1,000 kg are used."""
    grid = grids({"FI": "0.2", "FI/production": "0.5"})
    row = used(
        "grid:FI.average.2025", "500", unit="kWh", purpose="energy", electricity={"supply": "grid"}
    )
    it = mined(row, sets=[grid])
    found, stated = ranges(it, DRAFT)["mix"], declared_total(it, DRAFT)
    assert close(found.low, stated)
    assert close(found.high, stated + Decimal("0.3") * 500 * Decimal("0.3") / 18000)


def test_a_warranty_has_three_readings() -> None:
    """8 years or 100,000 km, of 20,000 a year: 5 years; the default is 5 too."""
    it = declared()
    warranty = {"years": "8", "km": "100000", "remaining_energy": "0.8"}
    energy = {"numerator": "22500", "denominator": "1"}
    it.asserted |= {"warranties": [warranty], "total_energy": energy}
    found, stated = ranges(it)["life"], declared_total(it)
    assert close(found.high, stated)
    assert close(found.low, stated * 5 / 8)


def test_a_cycle_life_has_one_reading() -> None:
    """Years do not count there."""
    it = modest()
    it.asserted["cycle_life"] = "1500"
    assert "life" not in ranges(it)


def test_a_category_without_a_functional_unit_has_no_reading() -> None:
    """The rulebook has no cycles for it."""
    it = modest()
    it.asserted["vehicle_category"] = "T"
    assert "life" not in ranges(it)


def test_what_does_not_move_the_figure_is_left_out() -> None:
    """A study without credits, mixes and warranties."""
    assert ranges(modest()) == {}


def test_an_unknown_figure_has_no_ranges() -> None:
    """A row of the composition has no figure."""
    context = choice_context(modest())
    figures = replace(context.graph.figures, entries={})
    assert sensitivity(replace(context, graph=replace(context.graph, figures=figures))) == ()


def test_without_bounds_of_a_there_is_no_range() -> None:
    """The rulebook's alternatives leave them out."""
    assert DRAFT.conservative is not None
    rule = DRAFT.conservative.model_copy(update={"least_a": None})
    it = battery(avoided("10", "test:ni", material="Ni"))
    assert "a" not in ranges(it, DRAFT.model_copy(update={"conservative": rule}))
