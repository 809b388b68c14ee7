"""Word lists: they only grow, so what stood in them once stands in them now."""

import pytest

from schemas import gases, vocabulary
from schemas.vocabulary import ProcessCode, Stage


def test_every_process_code_belongs_to_a_stage() -> None:
    """The part before the point is the life-cycle stage, and every stage has an unspecified code."""
    for code in ProcessCode:
        assert code.stage.value == code.value.split(".")[0]
    assert {f"{stage.value}.unspecified" for stage in Stage} <= {code.value for code in ProcessCode}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Stage", "raw_material main_production distribution end_of_life"),
        ("Unit", "kg kWh MJ m3 tkm piece unit m m2 h"),
        ("Group", "fossil biogenic land_use_change uptake unspecified"),
        ("Sign", "burden credit"),
        ("Purpose", "material packaging energy transport direct processing"),
        ("Source", "dataset declared"),
        ("Supply", "on_site direct_line contract grid"),
        ("Known", "metered invoiced weighed assayed calculated estimated apportioned"),
        ("DataBasis", "lot_actual site_period_average model_declared reported_by_customer"),
        ("OutputRole", "main co_product by_product"),
        ("AllocationBasis", "mass energy revenue"),
        ("Use", "physical representative"),
        ("CompositionRole", "product distribution end_of_life"),
        ("Role", "supplier manufacturer auditor operator registrar witness"),
        ("Reason", "correction new_data method_change entered_in_error"),
        ("GasOrigin", "fossil biogenic land_use_change uptake"),
        ("Gas", "co2 ch4 n2o sf6 nf3 cf4 c2f6 hfc_23 hfc_32 hfc_125 hfc_134a hfc_143a"),
        ("Category", "EV LMT industrial"),
    ],
)
def test_no_word_was_taken_away(name: str, words: str) -> None:
    """Signed statements use these words; a list that lost one could no longer read them."""
    enum = getattr(vocabulary, name, None) or getattr(gases, name)
    assert set(words.split()) <= {word.value for word in enum}
