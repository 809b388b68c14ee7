"""The figure with the alternative to a contested statement or row.

The mine's 2,000 kg CO2e fall on 1,000 kg of ore and 3,000 kg of slag by mass, so a kg of ore is at 0.5; if each line
carried all, it would be at 2. The plant uses 300 kg of it for 18,000 kWh.
"""

from decimal import Decimal

import pytest
from support.chosen import BATTERY, choice_context, declared_total, modest, shared_mine
from support.graph import ident
from support.graph_battery import Declared
from support.graph_circular import DRAFT, battery
from support.rows import avoided

from ledger.choices.contested import ContestedPlace, contested_totals

MINE, CALCULATION = ident("mine"), ident("calculation")
TINY = Decimal("1e-20")


def total(it: Declared, statement: str, row: str | None = None) -> Decimal | None:
    """The figure with the alternative to one contested place."""
    place = ContestedPlace(statement, row)
    return contested_totals(choice_context(it), [place])[place]


def rise(it: Declared, statement: str, row: str | None = None) -> Decimal:
    """The kg CO2e over all batteries by which that figure is above the declared one."""
    found = total(it, statement, row)
    assert found is not None
    return (found - declared_total(it)) * BATTERY


@pytest.mark.parametrize("row", [None, "outputs/0"])
def test_a_contested_line_carries_all(row: str | None) -> None:
    """The line that is drawn is at 2 in place of 0.5, by its output or by the whole entry."""
    assert abs(rise(shared_mine(), MINE, row) - 450) < TINY


@pytest.mark.parametrize("row", ["outputs/7", "inputs/0", "wastes/0", "avoided/0"])
def test_a_row_without_an_alternative_has_no_figure(row: str) -> None:
    """A row that the entry lacks, and one of which no choice is made, are not given a number."""
    assert total(shared_mine(), MINE, row) is None


def test_a_contested_row_has_its_own_alternative_alone() -> None:
    """A credit of 17.5 kg at 16, of which the rulebook keeps nine tenths, on 200 kg of battery; the output has none."""
    it = battery(avoided("17.5", "test:ni", material="Ni"))
    recycler, context = ident("recycler"), choice_context(it, DRAFT)
    credit, output = (ContestedPlace(recycler, row) for row in ("avoided/0", "outputs/0"))
    found = contested_totals(context, [credit, output])
    assert found[output] is None
    assert found[credit] is not None
    kg = Decimal("17.5") * 2 * Decimal("0.8") * 20 / 10
    assert abs(found[credit] - declared_total(it, DRAFT) - kg / (4 * 36000)) < TINY


def test_a_contested_calculation_has_the_alternatives_of_its_own_choices() -> None:
    """Eight years of service life for the default of five raise the figure by 60 %; the entries stay as they are."""
    it = modest()
    warranty = {"years": "8", "remaining_energy": "0.8"}
    energy = {"numerator": "7200", "denominator": "1"}
    it.asserted |= {"warranties": [warranty], "total_energy": energy}
    found = total(it, CALCULATION)
    assert found is not None
    assert abs(found - declared_total(it) * Decimal("1.6")) < TINY
    assert total(it, MINE) is None


def test_nothing_contested_needs_no_register() -> None:
    """Without a place nothing is computed."""
    assert contested_totals(choice_context(modest()), []) == {}
