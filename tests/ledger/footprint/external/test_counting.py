"""The counted parts of an imported figure: by part, by rulebook, and rounded like a line of a delivery."""

from decimal import Decimal

import pytest
from support.footprints import Json, battery_component, catena_x, file_of, mixed_pact_3, pact_3
from support.graph import STUDY
from support.refusal import refused
from support.rows import imported, inventory, made

from ledger.footprint.external.counting import external_cells
from ledger.footprint.graph.factors import FactorTable
from schemas.signed.characterization import GasFactor
from schemas.signed.rows import ExternalInput
from schemas.signed.rulebook import Rulebook


def row_of(content: Json, **members: object) -> ExternalInput:
    """The row of a file."""
    rows = inventory(made("plant", "1"), inputs=[imported(file_of(content), **members)])
    return rows.external_inputs[0]


def cells(row: ExternalInput, rulebook: Rulebook = STUDY) -> dict[tuple[str, str], str]:
    """The cells per unit as words and strings."""
    found = external_cells(row, FactorTable((), rulebook))
    return {(stage or "", group.value): str(value) for (stage, group), value in found.items()}


def taking_up(*factors: tuple[str, str, str]) -> Rulebook:
    """A rulebook with these factors of CO2 as (origin, group, value), and no others."""
    rows = tuple(
        GasFactor.model_validate(
            {
                "gas": "co2",
                "origin": origin,
                "group": group,
                "value": value,
                "source": "EF31",
                "confidence": "inferred",
            },
            strict=False,
        )
        for origin, group, value in factors
    )
    gases = STUDY.characterization.model_copy(update={"rows": rows})
    return STUDY.model_copy(update={"characterization": gases, "refused_origins": None})


def test_values_are_per_declared_amount() -> None:
    """2 kg CO2e for 4 kg of goods are 0.5 for each."""
    assert cells(row_of(pact_3())) == {("", "fossil"): "0.5"}


def test_parts_under_ef() -> None:
    """Burdens count; uptake, removals and technological storage do not, as CO2 from air is 0 or unknown."""
    assert cells(row_of(mixed_pact_3())) == {
        ("", "biogenic"): "0.0625",
        ("", "fossil"): "1.75",
        ("", "land_use_change"): "0.5",
    }


def test_a_rulebook_may_count_what_is_taken_up() -> None:
    """Under a factor of -1 for each kg of CO2 taken up, a file's uptake and removals subtract."""
    rulebook = taking_up(("uptake", "uptake", "-1"), ("land_use_uptake", "land_use_change", "-1"))
    found = cells(row_of(mixed_pact_3()), rulebook)
    assert found[("", "uptake")] == "-1.25"
    assert found[("", "land_use_change")] == "0.4375"
    assert cells(row_of(mixed_pact_3()), taking_up())[("", "land_use_change")] == "0.5"


def test_stages_stay_apart() -> None:
    """A battery part keeps the file's stages."""
    assert cells(row_of(battery_component(4, 2, 0, 0.5))) == {
        ("end_of_life", "unspecified"): "0.5",
        ("main_production", "unspecified"): "2",
        ("raw_material", "unspecified"): "4",
    }
    assert cells(row_of(catena_x())) == {("", "fossil"): "1.125"}


def test_one_rounding_to_the_digits_of_a_cell() -> None:
    """A quotient without end has 34 digits, half-even, as any cell."""
    found = cells(row_of(pact_3(declaredUnitAmount="3")))
    assert found == {("", "fossil"): "0." + "6" * 33 + "7"}
    assert len(Decimal(found[("", "fossil")]).as_tuple().digits) == 34


def test_an_overflow_is_refused() -> None:
    """A declared amount so small that a unit comes to 1e31 kg CO2e is a mistake."""
    with refused("figure.overflow"):
        cells(row_of(pact_3(declaredUnitAmount="0." + "0" * 29 + "1", fossilGhgEmissions="20")))


@pytest.mark.parametrize("value", ["0", "0.0"])
def test_nothing_counts_nothing(value: str) -> None:
    """Goods without any footprint have no value, and the row has none either."""
    row = row_of(pact_3(fossilGhgEmissions=value))
    assert row.values == ()
    assert cells(row) == {}
