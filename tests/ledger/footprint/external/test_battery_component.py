"""Battery parts of Catena-X: four stages, and the sum that they should be."""

import pytest
from support.footprints import Place, battery_component, file_of
from support.refusal import refused

from ledger.footprint.external.formats import parse_external

SHARES: Place = ("pcfValues", "sharesPerStage")


def test_a_part_by_stages() -> None:
    """Each stage is one value of no group; one that is zero is left out."""
    figure = parse_external(file_of(battery_component(4, 2, 0, 0.5, total=6.5, unit="CO2KG/piece")))
    assert [(row.stage, row.part, row.value) for row in figure.values] == [
        ("end_of_life", "unspecified", "0.5"),
        ("main_production", "unspecified", "2"),
        ("raw_material", "unspecified", "4"),
    ]
    assert (figure.unit, figure.declared_amount, figure.mass) == ("piece", "1", None)
    assert (figure.company, figure.products) == ("BPNL000000000001", ("M-1", "C-1"))
    assert (figure.valid.start, figure.valid.end) == ("2024-06-30", "2026-07-01")
    assert (figure.methods, figure.active, figure.boundary) == ((), True, "cradle_to_grave")
    assert figure.ratings == (("technologicalRepresentativeness", "1.25"),)
    (total,) = figure.sums
    assert total.stated == total.summed


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        ((*SHARES, "declaredUnit"), "CO2KG/kWh", "field"),
        ((*SHARES, "stage3Distribution"), ..., "field"),
        ((*SHARES, "stage3Distribution", "stageValue"), -1, "range"),
        ((*SHARES, "stage3Distribution", "stageValue"), "1", "field"),
        (("validityPeriod", "validTo"), ..., "field"),
        (("validityPeriod", "validTo"), "2026-07-01T00:00:00", "field"),
    ],
)
def test_what_is_refused(place: Place, value: object, code: str) -> None:
    """A part without its four stages, its unit or its period is refused."""
    with refused(f"external.{code}"):
        parse_external(file_of(battery_component(), (place, value)))
