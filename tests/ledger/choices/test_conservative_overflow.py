"""A conservative figure of 1e31 or more is unknown."""

from dataclasses import replace
from decimal import Decimal

from support.chosen import choice_context, conservative, modest, shared_mine
from support.graph import ident
from support.rows import inventory, made, used

from ledger.choices.conservative import total_with
from ledger.choices.context import CalculationContext
from ledger.choices.coordinates import Option, RowChange
from schemas.signed.calculation import Ratio

PLANT = ident("plant")


def test_an_overflow_leaves_the_conservative_figure_unknown() -> None:
    """1e40 kg CO2e is no figure."""
    change = RowChange(PLANT, "gap", (Option(Decimal("1e40")),))
    assert total_with(choice_context(modest()), [change]) is None


def test_a_figure_that_overflows_by_its_energy_alone_is_unknown() -> None:
    """8e30 kg CO2e per kg of battery, over a millionth of a kWh."""
    it = modest()
    energy = Ratio(numerator="1", denominator="1000000")
    context = choice_context(it)
    assert isinstance(context, CalculationContext)
    small = it.calculation.model_copy(update={"total_energy": energy})
    change = RowChange(PLANT, "gap", (Option(Decimal("1.6e33")),))
    assert total_with(context, [change]) is not None
    assert total_with(replace(context, calculation=small), [change]) is None


def test_a_conservative_figure_that_overflows_is_unknown() -> None:
    """A co-product hides nearly all of 1.8e18 kg CO2e; the line that carries it has no figure."""
    it = shared_mine()
    outputs = (
        made("mine", "0.0000000000001", allocation_value="1"),
        made("mine", "1", "slag", role="co_product", allocation_value="9" + "0" * 17),
    )
    rows = [used("test:lime", "9" + "0" * 17)]
    it.chain.enter("mine", inventory(*outputs, inputs=rows, allocation="mass"))
    found = conservative(it)
    assert (found.total, found.interaction) == (None, None)
    assert "allocation.co_product" in {row.choice.kind.code for row in found.choices}
