"""Exchanges without a figure wait until they have one, and what never has one stays together; the sum holds."""

from dataclasses import replace
from decimal import Decimal

from support.differing import Recipe, parts_by_cause, require_sums
from support.graph import STUDY, grids

from ledger.documents.difference.attribution import attribute
from ledger.documents.difference.document import explain_difference
from ledger.documents.difference.state import compute
from ledger.footprint.graph.cells import total_of
from ledger.rulebooks.catalog import load_rulebook

BASE = Recipe()
RULE = STUDY.model_copy(update={"electricity": load_rulebook("pef-2021").electricity})


def test_an_exchange_without_a_figure_waits() -> None:
    """The first factor set has no mix for the second rulebook, so its rule of electricity follows the factors."""
    after = replace(BASE, rulebook=RULE).state()
    mixes = grids({"FI/residual": "0.1", "AU/residual": "0.9"})
    after = replace(after, factor_sets=(*after.factor_sets, mixes))
    found = explain_difference(BASE.state(), after)
    require_sums(found)
    assert set(parts_by_cause(found)) == {"rulebook"}
    (group,) = found.causes[0].parts
    assert group.note is not None
    assert group.note.startswith("exchanged later than its place: electricity.no_mix")


def test_what_has_no_figure_apart_stays_together() -> None:
    """A mine renames its line: neither the customer's row nor the mine's output can change alone."""
    found = explain_difference(BASE.state(), replace(BASE, line="fines", gas="9").state())
    require_sums(found)
    notes = [row.note for part in found.causes for site in part.parts for row in site.parts]
    assert any(note and note.startswith("not separable (supplier, yield)") for note in notes)
    assert Decimal(found.causes[5].value) == Decimal(found.value)


def test_the_steps_lead_from_one_figure_to_the_other() -> None:
    """Each step computes the whole figure, so the last one is that of the second state."""
    before, after = BASE.state(), replace(BASE, gas="9", slag="1").state()
    found = attribute(before, after)
    assert [step.exchange.cause.value for step in found.steps] == ["amount", "yield"]
    assert found.after.cells == compute(after).cells
    assert total_of(found.steps[0].cells) > 0 > total_of(found.steps[1].cells)


def test_the_parts_depend_on_the_order_and_the_order_is_fixed() -> None:
    """More of a dearer ore: the supplier has its part at the old amount, the amount at the new supplier."""
    found = explain_difference(BASE.state(), replace(BASE, ore={"other": "330"}).state())
    parts = parts_by_cause(found)
    battery_kwh = Decimal(4 * 36000)
    # 300 kg from a mine with 12 in place of 6 kg CO2e per kg; then 30 kg more at 12.
    assert abs(parts["supplier"] * battery_kwh - 1800) < Decimal("1e-9")
    assert abs(parts["amount"] * battery_kwh - 360) < Decimal("1e-9")
